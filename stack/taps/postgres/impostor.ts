import type { Impostor, MakeImpostor, Move } from '../decoder.ts';
import { ReadOnlySession } from './read-only.ts';
import { errorMessage, noEncryption, startupOf } from './saying.ts';

const sayings: Readonly<Record<string, string>> = {
  '57P01': 'terminating connection due to administrator command',
  '53300': 'sorry, too many clients already',
};

/**
 * PostgreSQL that ends sessions (57P01) or takes no more of them (53300). A new connection hears it after its startup packet, as from the server itself. A signed-in one
 * hears 57P01 at once, unasked, as when an administrator ends it; and 53300, which no server says to it, with its next statement. READONLY ends open sessions, and what new ones write is refused.
 */
export const impostor: MakeImpostor = (trouble, place) => {
  if (place === 'fresh') return trouble === 'READONLY' ? new ReadOnlySession() : new Stranger(trouble);
  const said = trouble === 'READONLY' ? '57P01' : trouble;
  return { ...(said === '57P01' && { greet: () => last(said) }), fromClient: () => last(said) };
};

class Stranger implements Impostor {
  readonly #trouble: string;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(trouble: string) {
    this.#trouble = trouble;
  }

  fromClient(chunk: Buffer): Move {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    const first = startupOf(this.#bytes);
    if (first === 'unfinished') return {};
    if (first === 'encryption') {
      const rest = this.#bytes.subarray(8);
      this.#bytes = Buffer.alloc(0);
      const next = rest.length > 0 ? this.fromClient(rest) : {};
      return { ...next, toClient: next.toClient ? Buffer.concat([noEncryption, next.toClient]) : noEncryption };
    }
    return first === 'session' ? last(this.#trouble) : { close: true };
  }
}

function last(code: string): Move {
  return { toClient: errorMessage('FATAL', code, sayings[code] ?? 'the server is in trouble'), close: true };
}
