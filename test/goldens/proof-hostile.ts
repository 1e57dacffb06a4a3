import type { Proof, ProofData } from '../../core/proof/evidence.ts';
import type { Json } from '../../core/types.ts';
import type { Proven } from '../../reports/renderer.ts';
import { call, fields, read, target } from './proof-answers.ts';
import { noExceptions } from './proof-verdicts.ts';
import { hostile } from './problems.ts';

const markup = hostile.what;
const long = 'B'.repeat(200_000);
const of = { ...target('GET /api/hostile'), name: markup, path: markup, service: markup, curl: `curl '${markup}'`, handler: { uri: hostile.location?.uri ?? '', line: 1 } };
/** Deep, long, and with keys that are markup, prototypes and pointers' own signs. */
const body = {
  [markup]: { [markup]: [markup, markup] }, __proto: long, 'a/b~c': Array.from({ length: 400 }, (_, index) => ({ n: index, text: markup })),
  wide: Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`key ${index}`, index])),
} as unknown as Json;

const data: ProofData = {
  stores: [{ name: markup, kind: 'postgres', holdings: [], observed: false, trouble: markup }],
  targets: [of],
  calls: [call(of, 'baseline', body, [read(markup, markup, [markup], Array.from({ length: 30 }, () => [markup]), [markup]), { ...read('postgres', long, [], []), error: markup }])],
  fields: [fields(of, body, { [`/${markup}/${markup}/-`]: 'unsourced' }, [markup])],
  shaken: { [markup]: { changed: { [markup]: 1 }, removed: {}, added: {}, stayed: {} } },
  relations: [{ target: markup, relation: 'unknown-id', held: false, first: markup, second: markup, detail: markup }],
  written: [{ target: markup, status: 200, writeSeen: false, committedBefore: false, sent: [{ pointer: markup, value: long }] }],
  notMade: [{ pass: 'fill', reason: markup }],
};

const proof: Proof = {
  target: of, verdict: 'invented', confidence: 'likely', verdicts: [{ verdict: 'invented', confidence: 'likely', sentence: markup, field: markup, outage: markup }], leaves: 3, traced: 1,
  unsourced: ['/wide/key 7'], outages: [{ store: markup, kind: markup, verdict: 'fallback' }], passes: { baseline: 'lie' }, reason: markup, evidence: [],
};

/** The proof of a platform whose answers, rows and names are markup, and megabytes of it. */
export const hostileProof: { readonly data: ProofData; readonly proven: Proven } = { data, proven: { proofs: [proof], declared: { ...noExceptions, constants: [{ target: markup, field: markup, reason: markup }] }, unused: [markup] } };
