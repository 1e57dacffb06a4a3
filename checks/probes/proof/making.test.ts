import { describe, expect, it } from 'vitest';
import { inTurn } from './making.ts';

const order = (...names: readonly string[]): readonly string[] => inTurn(names.map((name) => {
  const [method = '', path = ''] = name.split(' ');
  return { endpoint: { method, path } };
})).map(({ endpoint: { method, path } }) => `${method} ${path}`);

describe('the turn of what is made', () => {
  it('comes last for what takes away, by whatever method', () => {
    expect(order('DELETE /flows/{id}', 'POST /flows/bulk_delete', 'POST /flows/{id}/remove', 'PATCH /flows/{id}', 'POST /flows/{id}/start', 'POST /flows'))
      .toEqual(['POST /flows', 'PATCH /flows/{id}', 'POST /flows/{id}/start', 'DELETE /flows/{id}', 'POST /flows/bulk_delete', 'POST /flows/{id}/remove']);
  });

  it('is another matter for a name that only sounds alike', () => {
    expect(order('PATCH /flows/{id}', 'POST /clearances', 'POST /deleted-items')).toEqual(['POST /clearances', 'POST /deleted-items', 'PATCH /flows/{id}']);
  });
});
