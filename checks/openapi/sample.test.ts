import { describe, expect, it } from 'vitest';
import type { Json } from '../../core/types.ts';
import { bodyFor } from './example.ts';
import { operationsOf } from './operations.ts';
import { sampleOf, type Listed } from './sample.ts';

const operation = (path: string, parameters: Json = [], more: Readonly<Record<string, Json>> = {}) => {
  const [found] = operationsOf({ openapi: '3.1.0', paths: { [path]: { get: { parameters, responses: {}, ...more } } } });
  if (!found) throw new Error('no operation');
  return found;
};
const listed = (path: string, body: Json, values: Readonly<Record<string, string>> = {}): Listed => ({ path, values, body });

describe('sampleOf', () => {
  it.each<[string, string, readonly Listed[], string]>([
    ['the record’s own id', '/documents/{documentId}', [listed('/documents', [{ id: 7 }])], '/documents/7'],
    ['a field of the same name in another case', '/documents/{documentId}', [listed('/documents', [{ document_id: 'd1', id: 'x' }])], '/documents/d1'],
    ['a list inside an envelope', '/products/{sku}', [listed('/products', { data: { items: [{ sku: 'A B/1' }] } })], '/products/A%20B%2F1'],
    ['the plain list before a special one', '/documents/{id}', [listed('/documents/recent', [{ id: 'r' }]), listed('/documents', [{ id: 'd' }])], '/documents/d'],
    ['the special list where there is no plain one', '/documents/{id}/content', [listed('/documents/recent', [{ id: 'r' }])], '/documents/r/content'],
    ['the parent that the inner list was asked for', '/rooms/{room}/messages/{id}', [listed('/rooms', [{ room: 'a' }, { room: 'b' }]), listed('/rooms/{room}/messages', [{ id: 'm' }], { room: 'b' })], '/rooms/b/messages/m'],
    ['the list above, where the path only says by which field it looks something up', '/block_types/slug/{slug}/documents', [listed('/block_types/filter', [{ id: 'b', slug: 'secret' }])], '/block_types/slug/secret/documents'],
    ['the name by which a record says which one it is', '/context/{contextField}', [listed('/context', [{ name: 'warehouse', notes: 3 }])], '/context/warehouse'],
    ['what the parameter speaks of by its own name', '/archive/{featureName}', [listed('/projects/{id}/features', { features: [{ name: 'beep' }] }, { id: 'default' })], '/archive/beep'],
    ['another resource that the parameter is called after', '/bulk/{environment}/on', [listed('/environments', [{ name: 'development' }])], '/bulk/development/on'],
    ['a list of the same things elsewhere', '/ui/task_runs/{id}', [listed('/task_runs/filter', [{ id: 't' }])], '/ui/task_runs/t'],
    ['a field that the resource itself need not be named in', '/work_pools/{work_pool_name}/queues', [listed('/work_pools', [{ id: 'w', name: 'cellar' }])], '/work_pools/cellar/queues'],
  ])('takes %s', (_name, path, lists, url) => {
    expect(sampleOf(operation(path), lists)).toMatchObject({ url });
  });

  it.each<[string, string, readonly Listed[]]>([
    ['another resource', '/documents/{id}', [listed('/quotes', [{ id: 'q' }])]],
    ['an empty list', '/documents/{id}', [listed('/documents', { documents: [] })]],
    ['a single record', '/documents/{id}', [listed('/documents', { id: 'total' })]],
    ['a resource whose name only begins alike', '/documents/{id}', [listed('/documents-archive', [{ id: 'a' }])]],
    ['a list of other things elsewhere', '/ui/task_runs/{id}', [listed('/flow_runs/filter', [{ id: 'f' }])]],
    ['the list above for another field', '/block_types/slug/{version}', [listed('/block_types', [{ slug: 'secret', version: '3' }])]],
  ])('takes nothing from %s', (_name, path, lists) => {
    expect(sampleOf(operation(path), lists)).toHaveProperty('missing');
  });

  it('prefers the document’s examples, and says which query it made up', () => {
    const parameters = [
      { name: 'id', in: 'path', required: true, schema: { type: 'string', examples: ['e'] } },
      { name: 'from', in: 'query', required: true, schema: { type: 'string', format: 'date' } },
      { name: 'sort', in: 'query', required: true, schema: { enum: ['asc', 'desc'] } },
      { name: 'page', in: 'query', schema: { type: 'integer' } },
    ];
    expect(sampleOf(operation('/documents/{id}', parameters), [])).toEqual({ url: '/documents/e?from=2026-01-01&sort=asc', values: { id: 'e' }, guessed: ['from'] });
  });

  it('takes what is allowed alone, also where records are wanted, and the record that a query must name', () => {
    const parameters = [
      { name: 'by', in: 'path', required: true, schema: { enum: ['day', 'hour'] } },
      { name: 'flow_run_id', in: 'query', required: true, schema: { type: 'string', format: 'uuid' } },
      { name: 'colour', in: 'query', required: true, schema: { type: 'string' } },
    ];
    expect(sampleOf(operation('/states/{by}', parameters), [listed('/flow_runs/filter', [{ id: 'r1', colour: 'blue' }])], 'records')).toMatchObject({ url: '/states/day?flow_run_id=r1&colour=a' });
  });

  it('puts the base path of the first server in front', () => {
    const [found] = operationsOf({ servers: [{ url: 'https://api.example.com/v2/' }], paths: { '/a': { get: {} } } });
    expect(found?.path).toBe('/v2/a');
  });
});

describe('bodyFor', () => {
  const of = (content: Json, components: Json = {}) => {
    const document: Json = { openapi: '3.1.0', components, paths: { '/a': { post: { requestBody: { content } } } } };
    const [found] = operationsOf(document);
    return found && bodyFor(document, found);
  };

  it('fills in what is required, and ends on a schema that contains itself', () => {
    const node = { type: 'object', required: ['name', 'mail', 'next', 'kind'], properties: { name: { type: 'string', minLength: 7 }, mail: { format: 'email', type: 'string' }, kind: { const: 'k' }, free: { type: 'string' }, next: { $ref: '#/components/schemas/Node' } } };
    const body = of({ 'application/json': { schema: { $ref: '#/components/schemas/Node' } } }, { schemas: { Node: node } });
    expect(body?.contentType).toBe('application/json');
    expect(JSON.parse(body?.text ?? '')).toMatchObject({ name: 'assayyy', mail: 'assay@example.com', kind: 'k', next: { name: 'assayyy' } });
    expect(body?.text).not.toContain('free');
  });

  it('sends a file where one is taken, and nothing where nothing is', () => {
    const body = of({ 'multipart/form-data': { schema: { properties: { title: { type: 'string' }, upload: { type: 'string', format: 'binary' } } } } });
    expect(body?.text).toContain('name="upload"; filename="assay.txt"');
    expect(of({})).toBeUndefined();
  });
});
