import { randomBytes } from 'node:crypto';
import type { TapOutage } from '../../core/tap.ts';
import type { TapKind } from '../../core/types.ts';

/** A first message that every server answers without credentials: PostgreSQL's question for TLS, PING, Bolt's handshake (4.4, as all servers since speak). Before a third party it is the tap that answers. */
export function hello(kind: TapKind): Buffer {
  switch (kind) {
    case 'postgres': return Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
    case 'redis': return Buffer.from('*1\r\n$4\r\nPING\r\n');
    case 'neo4j': return handshake;
    case 'http': return asking;
  }
}

/** A first message whose answer is long enough to be cut, or is the error of the outage. It changes nothing where the outage should not hold: READONLY is asked for by deleting a key that nobody has. */
export function introduction(kind: TapKind, outage: TapOutage): Buffer {
  switch (kind) {
    case 'postgres': return startup;
    case 'redis': return outage.kind === 'error' && outage.error === 'READONLY' ? command('DEL', `assay:none:${randomBytes(8).toString('hex')}`) : outage.kind === 'cut' ? command('ECHO', long) : hello('redis');
    case 'neo4j': return Buffer.concat([handshake, helloMessage]);
    case 'http': return asking;
  }
}

/** Given back whole by a server without a password, whose answer to PING is too short to be cut. */
const long = 'assay '.repeat(16);

/** What a tap before a third party answers by itself: nobody else is asked to show that it passes, or does not. */
export const httpProbePath = '/.assay-tap/hello';
const asking = Buffer.from(`GET ${httpProbePath} HTTP/1.1\r\nHost: tap\r\n\r\n`);

const handshake = Buffer.from([0x60, 0x60, 0xb0, 0x17, 0, 0, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
/** HELLO with `user_agent`, without credentials, in one chunk. */
const helloMessage = (() => {
  const text = (value: string): Buffer => Buffer.concat([Buffer.from(value.length < 16 ? [0x80 + value.length] : [0xd0, value.length]), Buffer.from(value)]);
  const body = Buffer.concat([Buffer.from([0xb1, 0x01, 0xa1]), text('user_agent'), text('assay/probe')]);
  return Buffer.concat([Buffer.from([body.length >> 8, body.length & 0xff]), body, Buffer.from([0, 0])]);
})();

const startup = (() => {
  const body = Buffer.from('\0\x03\0\0user\0assay-probe\0database\0assay-probe\0\0', 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([length, body]);
})();

function command(...words: readonly string[]): Buffer {
  return Buffer.from(`*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`);
}
