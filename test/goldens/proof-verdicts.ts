import type { ProofSurface } from '../../core/ports.ts';
import type { Proof, ProofVerdict } from '../../core/proof/evidence.ts';
import type { Proven } from '../../reports/renderer.ts';
import { proofData, targets } from './proof-evidence.ts';

type Witness = Omit<Proof['verdicts'][number], 'verdict' | 'confidence'> & { readonly confidence?: Proof['confidence'] };

function proof(key: keyof typeof targets, verdict: ProofVerdict, witnesses: readonly Witness[], more: Partial<Proof> = {}): Proof {
  const target = targets[key];
  const traced = proofData.fields.find((each) => each.target === target.name);
  const confidence = witnesses[0]?.confidence ?? 'certain';
  return {
    target, verdict, confidence, verdicts: witnesses.map((each) => ({ confidence: 'certain', ...each, verdict })),
    leaves: traced?.total ?? 0, traced: traced?.traced ?? 0, unsourced: [], outages: [], evidence: [],
    passes: { baseline: 'honest', vary: 'not applicable', shake: 'honest', empty: 'honest', fill: 'not applicable', write: 'not applicable', recover: 'honest' },
    ...more,
  };
}

const under = (store: string, kinds: Readonly<Record<string, ProofVerdict | 'honest'>>): Proof['outages'] => Object.entries(kinds).map(([kind, verdict]) => ({ store, kind, verdict }));
const allHonest = under('postgres', { refuse: 'honest', hang: 'honest', error: 'honest' });

/** The conclusions on the recorded proof, written by hand: each verdict once at least. */
export const proofs: readonly Proof[] = [
  proof('quotes', 'proven', [], { outages: allHonest, passes: { baseline: 'honest', vary: 'honest', shake: 'honest', empty: 'honest', fill: 'honest', recover: 'honest' } }),
  proof('quote', 'proven', [], { outages: [...allHonest, ...under('redis', { refuse: 'honest' })] }),
  proof('create', 'proven', [], { outages: allHonest, passes: { baseline: 'honest', write: 'honest', recover: 'honest' } }),
  proof('metrics', 'invented', [
    { field: '/satisfaction', sentence: 'GET /api/metrics answers satisfaction: 94.5. No store supplied it, it did not change when every row did, and it was still there with postgres down. api/src/metrics.ts:41 returns a literal.' },
    { field: '/satisfaction', outage: 'postgres refuse', sentence: 'satisfaction: 94.5 was still answered while postgres refused connections.' },
  ], { unsourced: ['/satisfaction'], outages: under('postgres', { refuse: 'fallback', hang: 'honest', error: 'honest' }), passes: { baseline: 'lie', vary: 'not applicable', shake: 'lie', empty: 'lie', fill: 'not applicable', recover: 'honest' } }),
  proof('search', 'fallback', [{ outage: 'postgres refuse', confidence: 'likely', sentence: 'GET /api/search answers 200 with 2 hits while postgres, which holds them, refuses connections.' }], { outages: under('postgres', { refuse: 'fallback', hang: 'honest', error: 'honest' }), passes: { baseline: 'honest', vary: 'lie', shake: 'honest', empty: 'honest', recover: 'honest' } }),
  proof('recent', 'empty-lie', [{ outage: 'postgres refuse', sentence: 'GET /api/documents/recent answers [] with status 200 while postgres is out, although rows exist.' }], { outages: under('postgres', { refuse: 'empty-lie', hang: 'honest' }) }),
  proof('customers', 'stale-lie', [{ outage: 'postgres refuse', sentence: 'GET /api/customers answers old rows while postgres is out, and nothing in the answer says so.' }], { outages: under('postgres', { refuse: 'stale-lie' }) }),
  proof('notes', 'write-lie', [{ sentence: 'POST /api/customers/{id}/notes answers 201, and nothing that was sent is in any store.' }], { passes: { write: 'lie' } }),
  proof('login', 'wrong-blame', [{ outage: 'postgres refuse', sentence: 'POST /api/auth/login tells a user with the right password that it is wrong (401) while postgres is out.' }], { outages: under('postgres', { refuse: 'wrong-blame' }) }),
  proof('ready', 'health-lie', [{ outage: 'redis hang', sentence: 'GET /api/health/ready stayed 200 while redis hung.' }]),
  proof('queue', 'hang', [{ outage: 'redis hang', sentence: 'GET /api/queue gave no answer within 10 s while redis hung.' }], { outages: under('redis', { refuse: 'honest', hang: 'hang' }) }),
  proof('related', 'crash', [{ outage: 'neo4j refuse', sentence: 'The service api died 140 ms into the outage of neo4j.' }], { outages: under('neo4j', { refuse: 'crash' }) }),
  proof('years', 'leak', [{ outage: 'postgres refuse', sentence: 'GET /api/reports/{year} shows postgres:5432 and api/src/db.ts:14 to the client.' }], { outages: under('postgres', { refuse: 'leak' }) }),
  proof('say', 'no-recovery', [{ outage: 'neo4j refuse', sentence: 'websocket say still fails 30 s after neo4j came back.' }], { outages: under('neo4j', { refuse: 'no-recovery' }), passes: { baseline: 'honest', recover: 'lie' } }),
  proof('rfqs', 'unproven', [], { reason: 'no sample body for POST /api/rfqs', passes: { write: 'unproven' } }),
  proof('tool', 'unproven', [], { reason: 'the tool get_quote was not answered: no session for the role clerk', passes: { baseline: 'unproven' } }),
  proof('catalogue', 'cached', [], { outages: under('redis', { refuse: 'honest' }) }),
  proof('recommended', 'degraded', [], { outages: under('postgres', { refuse: 'degraded' }) }),
  proof('openapi', 'storeless', [], { leaves: 0, traced: 0, passes: { baseline: 'honest' } }),
];

export const noExceptions: ProofSurface = { samples: [], given: [], constants: [], degraded: [], storeless: [], caches: [], keep: [], budgetMs: 10_000, outages: ['refuse', 'hang', 'error'] };

/** What the recorded platform declares; one of it never applied. */
export const proven: Proven = {
  proofs,
  declared: {
    ...noExceptions,
    constants: [{ target: 'GET /api/quotes', field: '/items/-/vat', reason: 'The rate is set by law' }],
    degraded: [{ target: 'GET /api/recommendations', marker: '/degraded', reason: 'A page without recommendations is better than none' }],
    storeless: [{ target: 'GET /openapi.json', reason: 'It is made from the code' }],
    caches: [{ store: 'redis', prefix: 'catalogue:', ttlSeconds: 60 }],
    keep: ['postgres:public.currencies'],
  },
  unused: ['proof.constants declares /items/-/vat of GET /api/quotes: no answer held such a constant'],
};
