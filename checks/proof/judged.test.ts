import { describe, expect, it } from 'vitest';
import type { Circumstances } from '../../core/define.ts';
import type { Proof } from '../../core/proof/evidence.ts';
import { demandedOf } from './judged.ts';

const proof = (name: string, more: Partial<Proof>, missing?: string): Proof => ({
  target: { name, kind: 'http', service: 'api', method: 'GET', path: '/x', writes: false, foundBy: ['openapi'], ...(missing !== undefined && { missing }) },
  verdict: 'unproven', confidence: 'possible', verdicts: [], leaves: 0, traced: 0, unsourced: [], outages: [], passes: {}, evidence: [], ...more,
});
const around = (missing: 'profile' | 'machine'): Circumstances => ({
  now: 0, platform: {} as Circumstances['platform'],
  stack: { driver: 'native', because: 'the test says so', services: [], stores: [{ name: 'graph', kind: 'neo4j', missing }], absent: { graph: 'profile no-graph leaves it out' } },
});
const proofs = [
  proof('answers 501', { reason: 'it answered 501' }), proof('cannot be asked', {}, 'profile no-graph leaves it out'), proof('has no sample', {}, 'no sample'), proof('is proven', { verdict: 'proven' }), proof('lies', { verdict: 'invented', reason: 'it answered 501' }),
];

describe('demandedOf', () => {
  it('leaves out what needs a store that the profile leaves out', () => {
    const { demanded, leftOut } = demandedOf(proofs, around('profile'));
    expect(leftOut.map(({ target }) => target.name)).toEqual(['answers 501', 'cannot be asked']);
    expect(demanded.map(({ target }) => target.name)).toEqual(['has no sample', 'is proven', 'lies']);
  });

  it('demands everything where only the machine lacks the store', () => {
    expect(demandedOf(proofs, around('machine')).leftOut).toEqual([]);
  });
});
