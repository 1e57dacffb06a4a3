import { describe, expect, it } from 'vitest';
import type { Json } from '../../core/types.ts';
import { madeBodies } from './made.ts';
import { operationsOf } from './operations.ts';
import type { Listed } from './sample.ts';

const listed: readonly Listed[] = [
  { path: '/patients', values: {}, body: { data: [{ id: '7f0c2a8e-51c4-4f0b-9c5c-0a3c1de5b201', name: 'A' }] } },
  { path: '/depots', values: {}, body: [{ code: 'AAR', city: 'Aarhus' }] },
  { path: '/api/projects/', values: {}, body: { results: [{ id: 3, key: 'APP' }] } },
  { path: '/products', values: {}, body: [{ id: 1, sku: 'TEA-1' }] },
];

function bodies(path: string, schema: Json, method = 'post'): readonly (Json | undefined)[] {
  const document: Json = { openapi: '3.1.0', paths: { [path]: { [method]: { requestBody: { content: { 'application/json': { schema } } } } } } };
  const [operation] = operationsOf(document);
  return operation ? madeBodies(document, operation, listed).map(({ body }) => body) : [];
}
const one = (path: string, name: string, schema: Json): Json | undefined => (bodies(path, { type: 'object', required: [name], properties: { [name]: schema } })[0] as Readonly<Record<string, Json>> | undefined)?.[name];

describe('a body that is made', () => {
  it.each<[string, string, string, Json, Json]>([
    ['a text of its own', '/a', 'title', { type: 'string' }, '${text}'],
    ['one that is short enough', '/a', 'key', { type: 'string', maxLength: 8 }, '${lower:8}'],
    ['one in the form that is demanded', '/a', 'vin', { type: 'string', minLength: 11, maxLength: 17, pattern: '^[A-Z0-9]+$' }, '${upper:12}'],
    ['the example where no known form fits', '/a', 'plate', { type: 'string', pattern: '^[A-Z]{2} \\d{2}$', example: 'AB 12' }, 'AB 12'],
    ['an address of its own', '/a', 'email', { type: 'string', format: 'email' }, '${lower:12}@example.com'],
    ['a date of birth that has been', '/a', 'dateOfBirth', { type: 'string', format: 'date' }, '1987-03-09'],
    ['the first of what is allowed', '/a', 'state', { enum: ['todo', 'done'] }, 'todo'],
    ['a number within its bounds', '/a', 'minutes', { type: 'integer', minimum: 30, maximum: 120 }, 30],
    ['something above an excluded bound', '/a', 'litres', { type: 'number', exclusiveMinimum: 20 }, 21],
    ['the id of another resource’s record', '/appointments', 'patientId', { type: 'string', format: 'uuid' }, '7f0c2a8e-51c4-4f0b-9c5c-0a3c1de5b201'],
    ['the field that the name speaks of', '/vehicles', 'depot_code', { type: 'string' }, 'AAR'],
    ['a number where the reference is one', '/api/tasks/', 'project', { type: 'integer' }, 3],
    ['another resource’s own name', '/cart/items', 'sku', { type: 'string' }, 'TEA-1'],
    ['a new name in the resource that it belongs to', '/products', 'sku', { type: 'string' }, '${text}'],
  ])('holds %s', (_name, path, field, schema, wanted) => {
    expect(one(path, field, schema)).toEqual(wanted);
  });

  it('is tried with optional texts first, and without what the platform fills in', () => {
    const schema = { type: 'object', required: ['name'], properties: { id: { type: 'integer', readOnly: true }, name: { type: 'string' }, note: { anyOf: [{ type: 'string' }, { type: 'null' }] }, internal_flag: { type: 'string' } } };
    expect(bodies('/a', schema)).toEqual([{ name: '${text}', note: '${text}' }, { name: '${text}' }]);
  });

  it('is a list where a list is taken', () => {
    expect(bodies('/logs', { type: 'array', items: { type: 'object', required: ['line'], properties: { line: { type: 'string' } } } })).toEqual([[{ line: '${text}' }]]);
  });

  it('is none, or an empty one where that is refused, of what says nothing of a body; a removal has none', () => {
    const of = (method: string): unknown => operationsOf({ paths: { '/a/{id}': { [method]: {} } } }).map((operation) => madeBodies({}, operation, []));
    expect(of('post')).toEqual([[{}, { body: {} }]]);
    expect(of('delete')).toEqual([[{}]]);
  });

  it('is none where nothing is known of it', () => {
    const [operation] = operationsOf({ paths: { '/a': { post: { requestBody: { content: { 'text/csv': { schema: { type: 'string' } } } } } } } });
    expect(operation && madeBodies({}, operation, [])).toEqual([]);
  });
});
