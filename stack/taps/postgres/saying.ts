/** A first packet of a client is not longer. */
export const longestFirst = 10_000;
const encryption = [80877103, 80877104];
/** The one-letter answer to a question for encryption. */
export const noEncryption = Buffer.from('N');

/** What a client's first packet is: one that starts a session, a question for encryption, or something else (a cancellation, no PostgreSQL). */
export function startupOf(bytes: Buffer): 'unfinished' | 'encryption' | 'session' | 'other' {
  if (bytes.length < 8) return 'unfinished';
  const size = bytes.readUInt32BE(0);
  const code = bytes.readUInt32BE(4);
  if (size < 8 || size > longestFirst) return 'other';
  if (bytes.length < size) return 'unfinished';
  return encryption.includes(code) ? 'encryption' : code >> 16 === 3 ? 'session' : 'other';
}

/** An ErrorResponse. */
export function errorMessage(severity: 'ERROR' | 'FATAL', code: string, text: string): Buffer {
  const fields = `S${severity}\0V${severity}\0C${code}\0M${text}\0\0`;
  const message = Buffer.alloc(5 + fields.length);
  message.write('E', 0, 'latin1');
  message.writeUInt32BE(4 + fields.length, 1);
  message.write(fields, 5, 'latin1');
  return message;
}
