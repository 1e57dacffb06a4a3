import { describe, expect, it } from 'vitest';
import type { Circumstances, Seen } from '../../core/define.ts';
import type { Proof, ProofData } from '../../core/proof/evidence.ts';
import { counted, demandedOf } from './judged.ts';

const proof = (name: string, more: Partial<Proof>, missing?: string): Proof => ({
  target: { name, kind: 'http', service: 'api', method: 'GET', path: '/x', writes: false, foundBy: ['openapi'], ...(missing !== undefined && { missing }) },
  verdict: 'unproven', confidence: 'possible', verdicts: [], leaves: 0, traced: 0, unsourced: [], outages: [], passes: {}, evidence: [], ...more,
});
const around = (missing: 'profile' | 'machine'): Circumstances => ({
  now: 0, platform: {} as Circumstances['platform'],
  stack: { driver: 'native', because: 'the test says so', services: [], stores: [{ name: 'graph', kind: 'neo4j', missing }], absent: { graph: 'profile no-graph leaves it out' } },
});
const proofs = [
  proof('answers 501', {}), proof('cannot be asked', {}, 'profile no-graph leaves it out'), proof('has no sample', {}, 'no sample'), proof('is proven', { verdict: 'proven' }), proof('lies', { verdict: 'invented' }),
];

const calls = ['answers 501', 'lies'].map((target): ProofData['calls'][number] => ({ target, pass: 'baseline', url: '/x', status: 501, ms: 1, statements: [] }));
const data: ProofData = { stores: [], targets: [], calls, fields: [], shaken: {}, relations: [], written: [], notMade: [] };
const seen: Seen = { all: (kind) => (kind.name === 'proof-data' ? [{ kind: kind.name, digest: 'sha256:0', at: '', subject: '', bytes: 0, body: kind.parse(data) }] : []) };

describe('demandedOf', () => {
  it('leaves out what needs a store that the profile leaves out', () => {
    const { demanded, leftOut } = demandedOf(proofs, seen, around('profile'));
    expect(leftOut.map(({ target }) => target.name)).toEqual(['answers 501', 'cannot be asked']);
    expect(demanded.map(({ target }) => target.name)).toEqual(['has no sample', 'is proven', 'lies']);
  });

  it('demands everything where only the machine lacks the store', () => {
    expect(demandedOf(proofs, seen, around('machine')).leftOut).toEqual([]);
  });
});

it('names what is set aside, counts it as not examined, and demands nothing of it', () => {
  const aside = proof('POST /exports', {}, 'set aside: sends a file to a partner');
  expect(counted([...proofs, { ...aside, target: { ...aside.target, aside: 'sends a file to a partner' } }], [])).toEqual({
    examined: 2, unit: 'endpoints', problems: [], note: 'set aside: POST /exports',
    unproven: ['answers 501: nothing was seen of it', 'cannot be asked: nothing was seen of it', 'has no sample: nothing was seen of it'],
  });
});
