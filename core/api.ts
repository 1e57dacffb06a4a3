import type { ApiSurface } from './ports.ts';

/** Endpoints that serve no data of the platform and cannot need a token: the sign-in, the health addresses, the document itself. */
export function ownEndpoints({ login, health: { live, ready }, openapi }: Pick<ApiSurface, 'login' | 'health' | 'openapi'>): readonly { readonly method: string; readonly path: string }[] {
  return [
    ...(login?.path === undefined ? [] : [{ method: login.method, path: login.path }]),
    ...[live, ready, openapi?.startsWith('/') ? openapi : undefined].flatMap((path) => (path === undefined ? [] : [{ method: 'GET', path }])),
  ];
}
