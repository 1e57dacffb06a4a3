import type { PageRequest } from './record.ts';

/** A failure that the flow causes on purpose; `path` is the beginning of the address's path. */
export interface Tolerance {
  readonly status: number;
  readonly method?: string;
  readonly path?: string;
  readonly reason: string;
}

export function tolerates(tolerance: Tolerance, request: PageRequest): boolean {
  return tolerance.status === request.status
    && (tolerance.method === undefined || tolerance.method === request.method)
    && (tolerance.path === undefined || new URL(request.url).pathname.startsWith(tolerance.path));
}
