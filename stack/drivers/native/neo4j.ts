import type { StoreRequest, StoreStart } from './store.ts';

export function prepareNeo4j(_request: StoreRequest): Promise<StoreStart> {
  return Promise.reject(new Error('Neo4j is not started natively yet'));
}
