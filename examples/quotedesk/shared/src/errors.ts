/** Failures of a store are a kind of their own: they become 503, never 401, 404 or an empty answer. */

export type StoreName = 'postgres' | 'redis' | 'neo4j';

export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly store: StoreName;

  constructor(store: StoreName, cause: unknown) {
    super(`${store} does not answer`, { cause });
    this.store = store;
  }
}

/** The running profile has no graph; whoever needs it must say so instead of answering without it. */
export class GraphNotConfigured extends Error {
  override readonly name = 'GraphNotConfigured';

  constructor() {
    super('graph is not part of this profile');
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
