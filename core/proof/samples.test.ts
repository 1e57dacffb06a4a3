import { describe, expect, it } from 'vitest';
import type { Json } from '../types.ts';
import type { Field, ProofCall, ProofData, Target } from './evidence.ts';
import { exceptionsOf } from './exceptions.ts';
import { samplesOf } from './samples.ts';

const target: Target = { name: 'GET /statistics', kind: 'http', service: 'api', method: 'GET', path: '/statistics', writes: false, foundBy: ['openapi'] };
const call = (pass: ProofCall['pass'], body: Json): ProofCall => ({ target: target.name, pass, url: '/statistics', status: 200, ms: 1, body, statements: [] });

/** What is said of a field that follows the stores, when it has these values in the full, the emptied and the filled world. */
function said(value: string, empty: string, filled: string): readonly string[] {
  const field: Field = { field: '/sum', pointer: '/sum', value, leaves: 1, sources: { unsourced: 1 }, dataLike: true, besideSourced: true, volatile: false, shake: 'followed', empty: 'followed', fill: 'followed', emptied: 1, moved: { followed: 1, compared: 1 } };
  const entry: ProofData['fields'][number] = { target: target.name, total: 1, traced: 0, fields: [field], stores: ['postgres'] };
  const data: ProofData = { stores: [{ name: 'postgres', kind: 'postgres', holdings: [], observed: true }], targets: [target], calls: [], fields: [entry], shaken: {}, relations: [], written: [], notMade: [] };
  return samplesOf({ target, entry, data, relations: [], stillThere: new Map(), calls: [call('baseline', { sum: value }), call('empty', { sum: empty }), call('fill', { sum: filled })] }, exceptionsOf(undefined)).map(({ confidence }) => confidence);
}

describe('what comes up when the stores are empty', () => {
  it('may be a digest of nothing', () => {
    expect(said('d7ee5714'.repeat(8), '3b1f09ac'.repeat(8), '77c0de21'.repeat(8))).toEqual([]);
  });

  it.each([['Ines Kolar', 'Jane Sample', 'Ada Fill'], ['d7ee5714'.repeat(8), 'Jane Sample', 'd7ee5714'.repeat(8)], ['d7ee5714'.repeat(8), 'd7ee5714'.repeat(4), '77c0de21'.repeat(8)]])('is a sample where it is text, or of another form: %s, then %s', (value, empty, filled) => {
    expect(said(value, empty, filled)).not.toEqual([]);
  });
});
