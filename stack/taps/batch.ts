/** What is told of a connection: it began (`midway`: signed in long ago), bytes passed, it ended, it is not read any more, or it cannot be read (its bytes are the reason). */
export const entry = { begin: 0, midway: 1, client: 2, server: 3, end: 4, silence: 5, unread: 6 } as const;
export type EntryKind = (typeof entry)[keyof typeof entry];

const batchBytes = 256 * 1024;
const headBytes = 17;
const nothing = Buffer.alloc(0);

/**
 * What passed, copied behind each other into one buffer that goes to the worker as a whole: a message for each chunk would cost more than passing the chunk.
 * An entry is its kind, the connection's number, the time (ms since the epoch), the length and the bytes.
 */
export class Batch {
  #buffer = Buffer.allocUnsafeSlow(batchBytes);
  #used = 0;

  get used(): number {
    return this.#used;
  }

  /** False when it does not fit: take the batch, then add again. A chunk of any size fits into an empty one. */
  add(kind: EntryKind, connection: number, at: number, chunk: Buffer = nothing): boolean {
    const size = headBytes + chunk.length;
    if (this.#used + size > this.#buffer.length) {
      if (this.#used > 0) return false;
      this.#buffer = Buffer.allocUnsafeSlow(size);
    }
    const buffer = this.#buffer;
    const start = this.#used;
    buffer[start] = kind;
    buffer.writeUInt32LE(connection, start + 1);
    buffer.writeDoubleLE(at, start + 5);
    buffer.writeUInt32LE(chunk.length, start + 13);
    buffer.set(chunk, start + headBytes);
    this.#used = start + size;
    return true;
  }

  /** The filled part; the batch is empty afterwards. */
  take(): Buffer<ArrayBuffer> {
    const filled = this.#buffer.subarray(0, this.#used);
    this.#buffer = Buffer.allocUnsafeSlow(batchBytes);
    this.#used = 0;
    return filled;
  }
}

/** Calls `visit` for each entry of a batch, in order. */
export function eachEntry(batch: Buffer, visit: (kind: EntryKind, connection: number, at: number, chunk: Buffer) => void): void {
  for (let start = 0; start < batch.length;) {
    const from = start + headBytes;
    const end = from + batch.readUInt32LE(start + 13);
    visit(batch[start] as EntryKind, batch.readUInt32LE(start + 1), batch.readDoubleLE(start + 5), batch.subarray(from, end));
    start = end;
  }
}
