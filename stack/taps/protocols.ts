import type { StoreKind } from '../../core/types.ts';
import type { Protocol } from './decoder.ts';

/** The file of the store's protocol. */
export function protocolOf(kind: StoreKind): Promise<Protocol> {
  switch (kind) {
    case 'postgres': return import('./postgres.ts');
    case 'redis': return import('./redis.ts');
    case 'neo4j': return import('./bolt.ts');
  }
}
