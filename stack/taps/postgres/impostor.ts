import type { Impostor, MakeImpostor, Move } from '../decoder.ts';

const sayings: Readonly<Record<string, string>> = {
  '57P01': 'terminating connection due to administrator command',
  '53300': 'sorry, too many clients already',
};
/** A first packet of a client is not longer. */
const longestFirst = 10_000;
const encryption = [80877103, 80877104];

/**
 * PostgreSQL that ends sessions (57P01) or takes no more of them (53300). A new connection hears it after its startup packet, as from the server itself. A signed-in one
 * hears 57P01 at once, unasked, as when an administrator ends it; and 53300, which no server says to it, with its next statement.
 */
export const impostor: MakeImpostor = (trouble, place) => (place === 'fresh' ? new Stranger(trouble) : {
  ...(trouble === '57P01' && { greet: () => last(trouble) }),
  fromClient: () => last(trouble),
});

class Stranger implements Impostor {
  readonly #trouble: string;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(trouble: string) {
    this.#trouble = trouble;
  }

  fromClient(chunk: Buffer): Move {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    if (this.#bytes.length < 8) return {};
    const size = this.#bytes.readUInt32BE(0);
    const code = this.#bytes.readUInt32BE(4);
    if (size < 8 || size > longestFirst) return { close: true };
    if (this.#bytes.length < size) return {};
    if (encryption.includes(code)) {
      const rest = this.#bytes.subarray(size);
      this.#bytes = Buffer.alloc(0);
      const no = Buffer.from('N');
      const next = rest.length > 0 ? this.fromClient(rest) : {};
      return { ...next, toClient: next.toClient ? Buffer.concat([no, next.toClient]) : no };
    }
    return code >> 16 === 3 ? last(this.#trouble) : { close: true };
  }
}

function last(code: string): Move {
  const fields = `SFATAL\0VFATAL\0C${code}\0M${sayings[code] ?? 'the server is in trouble'}\0\0`;
  const message = Buffer.alloc(5 + fields.length);
  message.write('E', 0, 'latin1');
  message.writeUInt32BE(4 + fields.length, 1);
  message.write(fields, 5, 'latin1');
  return { toClient: message, close: true };
}
