import { describe, expect, it } from 'vitest';
import { endpointOf } from './found.ts';
import { inTurn, whyUntried } from './making.ts';

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

describe('what is not tried unasked', () => {
  const why = (path: string): string | undefined => whyUntried({ ...endpointOf({ method: 'POST', path }), request: { 'application/json': {} } }, true);

  it.each(['/auth/logout', '/users/{id}/resetPassword', '/tags/{tag}/reset', '/utils/import', '/utils/export/{collection}', '/auth/otp', '/cards/{id}/charge'])('%s, by what its words say', (path) => {
    expect(why(path)).toContain('by its name');
  });

  it.each(['/presets', '/importers', '/footprints', '/chargers', '/dischargements'])('%s only sounds alike', (path) => {
    expect(why(path)).toBeUndefined();
  });
});
