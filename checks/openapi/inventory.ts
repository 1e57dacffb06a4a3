import { ownEndpoints } from '../../core/api.ts';
import type { ApiSurface } from '../../core/ports.ts';
import type { Json } from '../../core/types.ts';
import { jsonFor } from './example.ts';
import { asking, operationsOf, type Operation } from './operations.ts';

/** One endpoint of the platform: from the document, the configuration, or both. */
export interface Endpoint extends Operation {
  /** The configuration's own filled-in path. */
  readonly sample: string | undefined;
  readonly role: string | undefined;
  readonly status: number | undefined;
  /** What to send where the configuration says that it only reads although it is posted. */
  readonly body?: Json;
  /** The body was made from the schema: its last word says that it only reads. */
  readonly bodyMade?: true;
  /** Needs no token, as the configuration says. */
  readonly open: boolean;
}

const reading = new Set(['GET', 'HEAD']);

export function reads(endpoint: { readonly method: string; readonly body?: Json }): boolean {
  return reading.has(endpoint.method) || endpoint.body !== undefined;
}

/** The union of what the document and the configuration declare; where both name an endpoint, the configuration adds to the document. */
export function inventory(document: Json | undefined, api: ApiSurface): readonly Endpoint[] {
  const declared = new Map((document === undefined ? [] : operationsOf(document)).map((operation) => [`${operation.method} ${operation.path}`, operation]));
  for (const { method, path } of api.endpoints) {
    const key = `${method} ${path}`;
    if (!declared.has(key)) declared.set(key, { method, path, parameters: [], responses: {}, request: {}, declaredOpen: false });
  }
  const openToAll = new Set(openEndpoints(api));
  return [...declared].map(([key, operation]) => {
    const configured = api.endpoints.find((each) => `${each.method} ${each.path}` === key);
    return { ...operation, sample: configured?.sample, role: configured?.role, status: configured?.status, open: openToAll.has(key), ...(configured?.body === undefined ? madeRead(document, operation) : { body: configured.body }) };
  });
}

/** What needs no token: the declared ones, and those that cannot need one. */
function openEndpoints(api: ApiSurface): readonly string[] {
  return [...api.open, ...ownEndpoints(api).map(({ method, path }) => `${method} ${path}`)];
}

function madeRead(document: Json | undefined, operation: Operation): { readonly body?: Json; readonly bodyMade?: true } {
  const last = operation.path.split('/').filter(Boolean).at(-1) ?? '';
  const body = operation.method === 'POST' && document !== undefined && asking.test(last) ? jsonFor(document, operation) : undefined;
  return body === undefined ? {} : { body, bodyMade: true };
}
