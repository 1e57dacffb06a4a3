import { describe, expect, it } from 'vitest';
import type { Json } from '../../core/types.ts';
import { madeBodies } from './made.ts';
import { operationsOf } from './operations.ts';
import { demanding, wantedIn } from './wanted.ts';

describe('what a refusal says is wanted', () => {
  it.each<[string, Json, readonly string[]]>([
    ['in a sentence', { errors: [{ message: 'Invalid payload. "key" is required.', extensions: { reason: '"key" is required' } }] }, ['key']],
    ['with a word between', { message: 'Invalid payload. "last_page" key is required.' }, ['last_page']],
    ['under the field’s own name', { detail: 'Validation error', validation_errors: { url: ['This field is required.'], project: ['This field may not be null.'] } }, ['url', 'project']],
    ['by the place of what is missing', { detail: [{ loc: ['body', 'name'], type: 'missing', msg: 'Field required' }] }, ['name']],
    ['by the property that is missing', { details: [{ keyword: 'required', params: { missingProperty: 'type' }, message: 'must have required property \'type\'' }] }, ['type']],
    ['by a field of its own', { errors: [{ extensions: { field: 'key', type: 'required' } }] }, ['key']],
    ['as text', 'missing field: title', ['title']],
  ])('%s', (_name, refusal, names) => {
    expect(wantedIn(refusal)).toEqual(names);
  });

  it.each<[string, Json]>([
    ['what is wrong and not missing', { validation_errors: { label: ['Invalid pk "12" - object does not exist.'] } }],
    ['what lies deeper inside', { detail: [{ loc: ['body', 0, 'resource', 'id'], type: 'missing', msg: 'Field required' }] }],
    ['a right that is wanted', { name: 'PermissionError', message: 'Admin rights are required for this' }],
    ['a carrier of the complaint', { message: 'Authentication is required' }],
  ])('%s is nothing that a body could have', (_name, refusal) => {
    expect(wantedIn(refusal)).toEqual([]);
  });
});

it('makes them as the schema describes them, and as text where it does not', () => {
  const document: Json = { paths: { '/a': { post: { requestBody: { content: { 'application/json': { schema: { type: 'object', properties: { count: { type: 'integer', minimum: 3, maximum: 5 }, left: { type: 'string' } } } } } } } } } };
  const [operation] = operationsOf(document);
  const made = operation && demanding(document, operation, ['count', 'key']);
  expect(made && madeBodies(document, made, []).map(({ body }) => body)).toEqual([{ count: 5, key: '${text}' }]);
});
