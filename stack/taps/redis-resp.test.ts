import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from './decoder.ts';
import { RespError, RespReader, type Reply, type RespMessage } from './redis-resp.ts';
import { Malformed } from './redis-words.ts';

function read(side: 'client' | 'server', bytes: Buffer, size = bytes.length): RespMessage[] {
  const messages: RespMessage[] = [];
  const reader = new RespReader(side, (message) => messages.push(message));
  for (let at = 0; at < bytes.length; at += size) reader.feed(bytes.subarray(at, at + size));
  return messages;
}
const values = (text: string): Reply[] => read('server', Buffer.from(text)).map(({ value }) => value);

describe('answers', () => {
  test.each<[string, Reply]>([
    ['+OK\r\n', 'OK'], [':-12\r\n', -12], ['$-1\r\n', null], ['*-1\r\n', null], ['$5\r\nhallo\r\n', 'hallo'], ['$0\r\n\r\n', ''], ['*0\r\n', []],
    [':9007199254740993\r\n', '9007199254740993'], [':9007199254740991\r\n', 9007199254740991], ['_\r\n', null], ['#t\r\n', true], ['#f\r\n', false], [',1.5\r\n', 1.5], [',-inf\r\n', '-inf'], [',1e21\r\n', 1e21],
    ['(3492890328409238509324850943850943825024385\r\n', '3492890328409238509324850943850943825024385'], ['=15\r\ntxt:Some string\r\n', 'Some string'], ['~2\r\n+a\r\n:1\r\n', ['a', 1]],
    ['%2\r\n+a\r\n:1\r\n+b\r\n*1\r\n_\r\n', { a: 1, b: [null] }], ['%1\r\n*1\r\n:1\r\n+x\r\n', { '[1]': 'x' }], ['|1\r\n+ttl\r\n:3600\r\n*2\r\n:1\r\n|1\r\n+p\r\n,0.1\r\n:2\r\n', [1, 2]], ['%0\r\n', {}],
  ])('%j', (text, value) => {
    expect(values(text)).toEqual([value]);
  });

  test('bytes that are no text are base64', () => {
    expect(read('server', Buffer.from([36, 50, 13, 10, 255, 254, 13, 10]))[0]?.value).toBe(Buffer.from([255, 254]).toString('base64'));
  });

  test('errors keep apart from texts, also inside', () => {
    expect(values('-ERR no\r\n!10\r\nSYNTAX bad\r\n*1\r\n-WRONGTYPE x\r\n')).toEqual([new RespError('ERR no'), new RespError('SYNTAX bad'), [new RespError('WRONGTYPE x')]]);
  });

  test('a key named __proto__ is a key', () => {
    const [message] = read('server', Buffer.from('%1\r\n+__proto__\r\n:1\r\n'));
    expect(JSON.stringify(message?.value)).toBe('{"__proto__":1}');
  });

  test.each(['*x\r\n', '$5\r\nhalloxx', 'HTTP/1.1 200\r\n', '$-2\r\n', ':\r\n', ',x\r\n', '#y\r\n', `${'*1\r\n'.repeat(200)}`])('%j is not of the protocol', (text) => {
    expect(() => values(text)).toThrow(Malformed);
  });
});

describe('commands', () => {
  test.each<[string, Reply[]]>([
    ['*2\r\n$3\r\nGET\r\n$1\r\nk\r\n', [['GET', 'k']]], ['PING\r\n', [['PING']]], ['\r\nset k "a \\"b\\" \\x41\\n" \'c d\'\n', [['set', 'k', 'a "b" A\n', 'c d']]], ['*0\r\n*-1\r\n*1\r\n$4\r\nPING\r\n', [['PING']]],
  ])('%j', (text, expected) => {
    expect(read('client', Buffer.from(text)).map(({ value }) => value)).toEqual(expected);
  });

  test.each(['*1\r\n:1\r\n', '*1\r\n$-1\r\n', '\x16\x03\x01', 'a\0b\r\n'])('%j is none', (text) => {
    expect(() => read('client', Buffer.from(text))).toThrow(Malformed);
  });
});

describe('limits', () => {
  test('a value that is too large is passed over, and what follows is read', () => {
    const large = Buffer.concat([Buffer.from(`*2\r\n:1\r\n$${limits.valueBytes + 1}\r\n`), Buffer.alloc(limits.valueBytes + 1, 'x'), Buffer.from('\r\n+OK\r\n')]);
    const [first, second] = read('server', large, 64 * 1024);
    expect(first).toMatchObject({ value: [1], length: 2, cut: true });
    expect(second).toMatchObject({ value: 'OK', cut: false });
  });

  test('too many values are counted, not kept', () => {
    const many = limits.values + 5;
    const [first, second] = read('server', Buffer.from(`*2\r\n*${many}\r\n${':1\r\n'.repeat(many)}+x\r\n+OK\r\n`), 64 * 1024);
    expect(first).toMatchObject({ length: 2, cut: true });
    expect((first?.value as readonly (readonly number[])[])[0]?.length).toBeLessThanOrEqual(limits.values);
    expect(second?.value).toBe('OK');
  });
});

const scalar = fc.oneof(fc.constant(null), fc.boolean(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }).filter((each) => !Object.is(each, -0) && !Number.isInteger(each)), fc.string({ unit: 'binary' }));
const { value: reply } = fc.letrec<{ value: Reply }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, withCrossShrink: true }, scalar, fc.array(tie('value') as fc.Arbitrary<Reply & string>), fc.dictionary(fc.string(), tie('value') as fc.Arbitrary<Reply & string>)) as fc.Arbitrary<Reply>,
}));

function encode(value: Reply): string {
  if (value === null) return '_\r\n';
  if (typeof value === 'boolean') return value ? '#t\r\n' : '#f\r\n';
  if (typeof value === 'number') return Number.isInteger(value) ? `:${value}\r\n` : `,${value}\r\n`;
  if (typeof value === 'string') return `$${Buffer.byteLength(value)}\r\n${value}\r\n`;
  if (value instanceof RespError) return `-${value.error}\r\n`;
  if (Array.isArray(value)) return `*${value.length}\r\n${value.map((each: Reply) => encode(each)).join('')}`;
  const entries = Object.entries(value);
  return `%${entries.length}\r\n${entries.map(([key, each]) => encode(key) + encode(each as Reply)).join('')}`;
}

test('whatever is written is read as it was, in any chunks', () => {
  fc.assert(fc.property(fc.array(reply, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 40 }), (replies, size) => {
    const bytes = Buffer.from(replies.map(encode).join(''));
    expect(read('server', bytes, size).map(({ value }) => value)).toEqual(replies);
  }));
});

test('any bytes are read or refused', () => {
  fc.assert(fc.property(fc.constantFrom('client' as const, 'server' as const), fc.array(fc.oneof(fc.uint8Array({ maxLength: 20 }), fc.constantFrom('*', '$', '%', '2', '1', '\r\n', '-1').map((each) => Buffer.from(each))), { maxLength: 30 }), (side, parts) => {
    try {
      read(side, Buffer.concat(parts), 3);
    } catch (error) {
      expect(error).toBeInstanceOf(Malformed);
    }
  }), { numRuns: 500 });
});
