import type { Impostor, Move } from '../decoder.ts';
import { errorMessage, longestFirst, noEncryption, startupOf } from './saying.ts';

/** The user by which the tap's own probe signs in: it has no credentials, and the server would refuse it before anything could be seen. */
const probe = Buffer.from('user\0assay-probe\0');
const setting = Buffer.from('default_transaction_read_only\0on\0');
/** What makes a transaction one that writes although the session's are not; a standby refuses it. Its last words are changed for others of the same length. */
const writing = /((?:BEGIN|START\s+TRANSACTION|SET\s+(?:LOCAL\s+|SESSION\s+CHARACTERISTICS\s+AS\s+)?TRANSACTION)\b[^;\0]{0,120}?\bREAD\s)(WRITE)|(\bSET\s+(?:SESSION\s+|LOCAL\s+)?(?:default_)?transaction_read_only\s*(?:=|TO)\s*'?)(off|false)/gi;

/**
 * A server that may only be read, as a standby: each new session asks for transactions that read only when it starts, so that no RESET of a pool ends it, and it is the
 * server itself that refuses what writes with 25006, in the simple and the extended protocol, in transactions and in functions. An open session is ended (57P01), as when a server is demoted.
 */
export class ReadOnlySession implements Impostor {
  #bytes: Buffer | undefined = Buffer.alloc(0);

  fromClient(chunk: Buffer): Move {
    if (this.#bytes === undefined) return { toServer: readingOnly(chunk) };
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    const first = startupOf(this.#bytes);
    if (first === 'unfinished') return {};
    if (first === 'encryption') {
      this.#bytes = this.#bytes.subarray(8);
      const next = this.#bytes.length > 0 ? this.fromClient(Buffer.alloc(0)) : {};
      return { ...next, toClient: next.toClient ? Buffer.concat([noEncryption, next.toClient]) : noEncryption };
    }
    const all = this.#bytes;
    this.#bytes = undefined;
    if (first === 'other') return { toServer: all };
    const size = all.readUInt32BE(0);
    if (all.subarray(0, size).includes(probe)) return { toClient: errorMessage('FATAL', '25006', 'cannot execute in a read-only transaction'), close: true };
    if (size + setting.length > longestFirst) return { close: true };
    const startup = Buffer.concat([all.subarray(0, size - 1), setting, Buffer.from([0])]);
    startup.writeUInt32BE(startup.length, 0);
    return { toServer: Buffer.concat([startup, readingOnly(all.subarray(size))]) };
  }
}

/** Most chunks hold nothing of the kind, and go as they are. */
function readingOnly(chunk: Buffer): Buffer {
  const text = chunk.toString('latin1');
  if (!/read[\s_](?:write|only)/i.test(text)) return chunk;
  const changed = text.replace(writing, (_, before: string | undefined, word: string | undefined, set: string | undefined, value = '') => (before === undefined ? `${set ?? ''}${'on'.padEnd(value.length)}` : `${before}${'ONLY'.padEnd((word ?? '').length)}`));
  return changed === text ? chunk : Buffer.from(changed, 'latin1');
}
