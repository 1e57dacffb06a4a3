import type { StoreKind } from '../../core/types.ts';
import type { Protocol } from './decoder.ts';

/** Whether what a server said last ends a whole answer, as far as its last bytes tell; the client has said nothing since. */
export function restsOf(kind: StoreKind): (tail: Buffer) => boolean {
  switch (kind) {
    // ReadyForQuery with the state of the transaction.
    case 'postgres': return (tail) => tail.length >= 6 && tail.readUInt32BE(tail.length - 5) === 5 && tail[tail.length - 6] === 0x5a;
    case 'redis': return (tail) => tail.length >= 2 && tail[tail.length - 2] === 13 && tail[tail.length - 1] === 10;
    case 'neo4j': return (tail) => tail.length >= 2 && tail[tail.length - 2] === 0 && tail[tail.length - 1] === 0;
  }
}

/** The file of the store's protocol. */
export function protocolOf(kind: StoreKind): Promise<Protocol> {
  switch (kind) {
    case 'postgres': return import('./postgres.ts');
    case 'redis': return import('./redis.ts');
    case 'neo4j': return import('./bolt.ts');
  }
}
