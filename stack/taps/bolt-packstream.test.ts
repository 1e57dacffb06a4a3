import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../core/types.ts';
import { effectAsTold, effectOfCypher } from './bolt-cypher.ts';
import { BoltFrames, framed } from './bolt-frames.ts';
import { freshBudget, NotBolt, pack, PackStream } from './bolt-packstream.ts';
import { structure } from './bolt-values.ts';
import { limits } from './decoder.ts';

const read = (bytes: Buffer): Json => new PackStream(bytes, 0, structure, freshBudget()).value();
const packed = (signature: number, fields: readonly Json[]): Json => read(Buffer.concat([Buffer.from([0xb0 + fields.length, signature]), ...fields.map(pack)]));

const scalar = fc.oneof(fc.constant(null), fc.boolean(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string({ unit: 'binary' }).filter((each) => each.isWellFormed() && !each.startsWith('\ufeff')));
const { value } = fc.letrec<{ value: Json }>((tie) => ({ value: fc.oneof({ maxDepth: 4 }, scalar as fc.Arbitrary<Json>, fc.array(tie('value'), { maxLength: 20 }), fc.dictionary(fc.string(), tie('value'))) }));

test('what is packed is read as it was', () => {
  fc.assert(fc.property(value, (each) => {
    expect(read(pack(each))).toEqual(each);
  }));
});

test('messages come out of chunks as they went in, whatever the pieces', () => {
  fc.assert(fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { maxLength: 6 }), fc.integer({ min: 1, max: 50 }), (messages, size) => {
    const seen: Buffer[] = [];
    const frames = new BoltFrames(({ bytes }) => seen.push(bytes));
    const all = Buffer.concat([Buffer.from([0, 0]), ...messages.map((each) => framed(Buffer.from(each)))]);
    for (let at = 0; at < all.length; at += size) frames.feed(all.subarray(at, at + size));
    expect(seen).toEqual(messages.map((each) => Buffer.from(each)));
    expect(frames.whole).toBe(true);
  }));
});

test('of a message that is too large the beginning is kept', () => {
  const seen: (readonly [number, boolean])[] = [];
  const frames = new BoltFrames(({ bytes, whole }) => seen.push([bytes.length, whole]));
  frames.feed(framed(Buffer.alloc(limits.messageBytes + 1)));
  frames.feed(framed(Buffer.alloc(10)));
  expect(seen).toEqual([[64, false], [10, true]]);
});

test('any bytes are read or refused', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (bytes) => {
    try {
      read(Buffer.from(bytes));
    } catch (error) {
      expect(error).toBeInstanceOf(NotBolt);
    }
  }), { numRuns: 1000 });
});

describe('values', () => {
  test.each<[string, Json, Json]>([
    ['integers beyond 2^53', read(Buffer.from([0xcb, 0x7f, 255, 255, 255, 255, 255, 255, 255])), '9223372036854775807'],
    ['bytes', read(Buffer.from([0xcc, 3, 1, 2, 255])), 'AQL/'],
    ['not a number', read(Buffer.from([0xc1, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0])), 'NaN'],
    ['node of 4.x', packed(0x4e, [7, ['A'], { n: 1 }]), { id: 7, labels: ['A'], properties: { n: 1 } }],
    ['node of 5.x', packed(0x4e, [7, ['A'], { n: 1 }, '4:x:7']), { id: '4:x:7', labels: ['A'], properties: { n: 1 } }],
    ['date', packed(0x44, [19_782]), '2024-02-29'], ['date before 1970', packed(0x44, [-1]), '1969-12-31'],
    ['time', packed(0x54, [45_296_000_000_001, 3600]), '12:34:56.000000001+01:00'], ['local time', packed(0x74, [45_296_500_000_000]), '12:34:56.5'],
    ['local moment', packed(0x64, [1_700_000_000, 120_000_000]), '2023-11-14T22:13:20.12'],
    ['moment, local seconds (4.x)', packed(0x46, [1_700_003_600, 0, 3600]), '2023-11-14T23:13:20+01:00'], ['moment, seconds of UTC (5.x)', packed(0x49, [1_700_000_000, 0, 3600]), '2023-11-14T23:13:20+01:00'],
    ['moment in a zone (5.x)', packed(0x69, [1_720_000_000, 0, 'Europe/Berlin']), '2024-07-03T11:46:40+02:00'], ['moment in a zone (4.x)', packed(0x66, [1_720_007_200, 0, 'Europe/Berlin']), '2024-07-03T11:46:40+02:00'],
    ['moment in a zone that nobody knows', packed(0x69, [0, 0, 'Nowhere/At all']), '1970-01-01T00:00:00Z'], ['moment beyond what a Date holds', packed(0x64, [1e15, 0]), '1000000000000000 s'],
    ['duration', packed(0x45, [14, 3, 4, 500_000_000]), 'P14M3DT4.5S'], ['no duration', packed(0x45, [0, 0, 0, 0]), 'PT0S'], ['negative duration', packed(0x45, [0, 0, -1, 500_000_000]), 'PT-0.5S'],
    ['point', packed(0x58, [4326, 1.5, 2]), { srid: 4326, x: 1.5, y: 2 }], ['of a later version', packed(0x7a, [1]), { structure: 0x7a, fields: [1] }],
  ])('%s', (_, seen, expected) => {
    expect(seen).toEqual(expected);
  });

  test('more than may be kept is cut', () => {
    const budget = freshBudget();
    const list = new PackStream(Buffer.concat([Buffer.from([0xd6, 0, 2, 0, 0]), Buffer.alloc(131_072, 1)]), 0, structure, budget).value();
    expect(budget.cut).toBe(true);
    expect((list as readonly Json[]).length).toBeLessThanOrEqual(limits.values);
  });
});

describe('what Cypher does', () => {
  test.each([
    ['MATCH (n) RETURN n', 'read'], ['CREATE (n:A)', 'write'], ['match (n) set n.x = 1', 'write'], ['MATCH (n) DETACH DELETE n', 'write'], ['MERGE (a)-[:KNOWS]->(b)', 'write'], ['MATCH (n) REMOVE n.x', 'write'], ['DROP INDEX x', 'write'],
    ['MATCH (n:Set {create: 1}) WHERE n.delete = "SET" RETURN n.merge, $set // DELETE', 'read'], ['MATCH (n) RETURN `CREATE`', 'read'], ['UNWIND [1] AS x CALL { WITH x CREATE (:A) } RETURN x', 'write'],
    ['RETURN 1', 'session'], ['RETURN 1 AS ok;', 'session'], ['CALL dbms.components() YIELD name', 'session'], ['CALL db.labels()', 'read'],
  ])('%s', (statement, effect) => {
    expect(effectOfCypher(statement)).toBe(effect);
  });

  test('the server knows better', () => {
    expect(effectAsTold('read', 'rw')).toBe('write');
    expect(effectAsTold('write', 'r')).toBe('read');
    expect(effectAsTold('session', 'r')).toBe('session');
    expect(effectAsTold('write', undefined)).toBe('write');
  });
});
