import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field, OutageSeen, ProofData, ProofOutages, Target, Written } from './evidence.ts';
import { honest, kinds, proofDataOf, proofOutagesOf } from './fixtures/platform.ts';
import { prove } from './verdict.ts';

const data = proofDataOf(honest);
const outages = proofOutagesOf(honest, data);

/** The same evidence in another order. */
function shuffled<T>(list: readonly T[], seed: number): readonly T[] {
  return list.map((item, index) => [((index + 1) * (seed * 2 + 1) * 7_919) % 10_007, item] as const).toSorted(([left], [right]) => left - right).map(([, item]) => item);
}
const byName = (proofs: ReturnType<typeof prove>['proofs']): unknown => Object.fromEntries(proofs.map((proof) => [proof.target.name, proof]));

const suspicious: Field = { field: '/customer_satisfaction', pointer: '/customer_satisfaction', value: 94.5, leaves: 1, sources: { unsourced: 1 }, dataLike: true, besideSourced: true, volatile: false, suspected: 1, shake: 'stayed', empty: 'stayed' };
const withField = (field: Field, name = 'GET /api/metrics'): ProofData => ({ ...data, fields: data.fields.map((entry) => (entry.target === name ? { ...entry, total: entry.total + field.leaves, fields: [...entry.fields, field] } : entry)) });
const proofOf = (seen: ProofData | undefined, out: ProofOutages | undefined, name = 'GET /api/metrics'): ReturnType<typeof prove>['proofs'][number] | undefined => prove(seen, out, undefined).proofs.find(({ target }) => target.name === name);

describe('how sure an accusation is', () => {
  it.each<[string, Field, string, string]>([
    ['stays while what stands beside it follows', suspicious, 'invented', 'certain'],
    ['unsourced beside sourced siblings, nothing changed', { ...suspicious, shake: 'error', empty: 'gone' }, 'invented', 'likely'],
    ['unsourced as a whole object', { ...suspicious, besideSourced: false }, 'unproven', 'possible'],
    ['follows', { ...suspicious, shake: 'followed' }, 'proven', 'certain'],
    ['a small count that came to the same again', { ...suspicious, field: '/parcels', value: 46, empty: 'followed', emptied: 0 }, 'unproven', 'possible'],
    ['a share that is only not told of nothing', { ...suspicious, empty: 'followed', emptied: 0 }, 'invented', 'certain'],
    ['differs from call to call', { ...suspicious, volatile: true, seen: [94.5, 93.1, 96.2], shake: 'followed' }, 'invented', 'certain'],
    ['grows from call to call', { ...suspicious, volatile: true, seen: [94, 95, 96], shake: 'followed' }, 'unproven', 'possible'],
    ['grew once by chance', { ...suspicious, volatile: true, seen: [39, 43, 43], shake: 'followed' }, 'invented', 'certain'],
    ['grew by chance in a list', { ...suspicious, field: '/days/-/throughput', volatile: true, seen: [39, 43, 44], shake: 'followed' }, 'invented', 'certain'],
    ['a measurement by its name', { ...suspicious, field: '/memory/heap_used', value: 4_711_555, volatile: true, seen: [4_711_555, 4_711_000], shake: 'followed' }, 'unproven', 'possible'],
    ['a token by its name', { ...suspicious, field: '/csrf_token', value: 'qx7Zkk91Lm0pR2', volatile: true, shake: 'followed' }, 'proven', 'certain'],
    ['the version of a protocol', { ...suspicious, field: '/jsonapi/version', value: '1.0' }, 'proven', 'certain'],
    ['a label with a digit in it', { ...suspicious, field: '/tier', value: 'tier-2' }, 'unproven', 'possible'],
    ['a code that may be computed from a key', { ...suspicious, field: '/short_code', value: 'x7Kp2', empty: 'gone' }, 'unproven', 'possible'],
    ['a setting by its name', { ...suspicious, field: '/max_upload_size', value: 10_485_760 }, 'unproven', 'possible'],
  ])('%s', (_name, field, verdict, confidence) => {
    expect(proofOf(withField(field), outages)).toMatchObject({ verdict, confidence });
  });

  it.each<[string, string, Field['value'], string]>([
    ['a random string that the address names is what was asked for', '/utils/random/string', 'fxeKzJpJn5SoQEt1avOmBE0nYkxkCHS8', 'GET /utils/random/string'],
    ['a random number is none, whatever the address', '/random/satisfaction', 94.5, 'GET /random/satisfaction'],
  ])('%s', (_name, path, value, name) => {
    const target: Target = { name, kind: 'http', service: 'api', method: 'GET', path, writes: false, foundBy: ['openapi'] };
    const field: Field = { ...suspicious, field: '/data', pointer: '/data', value, seen: [value, `${String(value)}7`], volatile: true, besideSourced: false };
    const verdicts = proofOf({ ...data, targets: [...data.targets, target], fields: [...data.fields, { target: name, total: 1, traced: 0, stores: [], fields: [field] }] }, outages, name)?.verdicts;
    expect(verdicts?.map(({ confidence }) => confidence)).toEqual(typeof value === 'number' ? ['certain'] : []);
  });

  it.each<[string, string, Partial<Field>, readonly string[]]>([
    ['a record that says it was changed at the moment of each call', '/things/{id}', {}, ['invented']],
    ['the moment of the answer', '/things/{id}', { field: '/generated_at' }, []],
    ['a summary that says of when it is', '/summary', {}, []],
    ['a time that a store has', '/things/{id}', { sources: { wire: 1 } }, []],
    ['a time that stays', '/things/{id}', { volatile: false }, []],
  ])('%s', (_name, path, more, wanted) => {
    const name = `GET ${path}`;
    const target: Target = { name, kind: 'http', service: 'api', method: 'GET', path, writes: false, foundBy: ['openapi'] };
    const stored = (key: string): Field => ({ ...suspicious, field: `/${key}`, pointer: `/${key}`, sources: { wire: 1 }, suspected: 0, shake: 'followed', empty: 'gone' });
    const moment: Field = { ...suspicious, field: '/updatedAt', pointer: '/updatedAt', value: '2026-12-01T12:30:27Z', sources: { clock: 1 }, suspected: 0, volatile: true, seen: ['2026-12-01T12:30:27Z', '2026-12-01T12:30:28Z'], besideSourced: false, shake: 'followed', empty: 'gone', ...more };
    const verdicts = proofOf({ ...data, targets: [...data.targets, target], fields: [...data.fields, { target: name, total: 3, traced: 3, stores: [], fields: [stored('city'), stored('manager'), moment] }] }, outages, name)?.verdicts;
    expect(verdicts?.map(({ confidence }) => confidence)).toEqual(wanted.map(() => 'likely'));
  });

  it('what stands beside it is no witness when it did not follow either: a catalogue whose words some row holds too', () => {
    const beside: Field = { ...suspicious, field: '/options/value', pointer: '/options/value', value: 'all revisions', sources: { wire: 1 }, suspected: 0 };
    const still: Field = { ...suspicious, field: '/options/text', pointer: '/options/text', value: 'Track what was done' };
    const judged = (shake: 'stayed' | 'gone'): unknown => proofOf({ ...withField(still), fields: withField(still).fields.map((entry) => (entry.target === 'GET /api/metrics' ? { ...entry, total: entry.total + 1, fields: [...entry.fields, { ...beside, shake }] } : entry)) }, outages)?.verdicts.map(({ confidence }) => confidence);
    expect(judged('stayed')).toEqual(['possible']);
    expect(judged('gone')).toEqual(['likely']);
  });

  it('nor where the whole shake broke the answer, and no part of it moved anything there', () => {
    const beside: Field = { ...suspicious, field: '/options/order', pointer: '/options/order', value: 90, sources: { unsourced: 5, wire: 1 }, leaves: 6, suspected: 0 };
    const still: Field = { ...suspicious, field: '/options/title', pointer: '/options/title', value: 'Retrieve predictions' };
    const broken = data.calls.map((each) => (each.target === 'GET /api/metrics' && each.pass === 'shake' ? { ...each, status: 500 } : each));
    const judged = (others: Field['shake']): unknown => proofOf({ ...data, calls: broken, fields: data.fields.map((entry) => (entry.target === 'GET /api/metrics' ? { ...entry, total: 8, fields: [{ ...suspicious, field: '/shown', pointer: '/shown', value: 'Ines Kolar', sources: { wire: 1 }, suspected: 0, ...(others !== undefined && { shake: others }) }, beside, still].map((each) => ({ ...each, empty: 'error' as const })) } : entry)) }, undefined)?.verdicts.map(({ confidence }) => confidence);
    expect(judged('stayed')).toEqual(['possible']);
    expect(judged('followed')).toEqual(['likely']);
  });

  it('a declared constant is no accusation, and a declaration that excuses nothing is told', () => {
    const surface = { constants: [{ target: 'GET /api/metrics', field: '/customer_satisfaction', reason: 'agreed' }, { target: 'GET /api/metrics', field: '/other', reason: 'gone' }] } as unknown as Parameters<typeof prove>[2];
    const { proofs, unused } = prove(withField(suspicious), outages, surface);
    expect(proofs.find(({ target }) => target.name === 'GET /api/metrics')).toMatchObject({ verdict: 'proven', verdicts: [] });
    expect(unused).toEqual(['proof.constants declares /other of GET /api/metrics: no answer held such a constant']);
  });

  it('what was not seen accuses nobody for certain', () => {
    const seen = withField(suspicious);
    expect(proofOf({ ...seen, stores: seen.stores.map((store) => ({ ...store, observed: store.name !== 'redis' })) }, outages)).toMatchObject({ verdict: 'unproven', confidence: 'possible' });
    expect(proofOf({ ...seen, fields: seen.fields.map((entry) => ({ ...entry, partial: ['postgres: not every value was recorded'] })) }, outages)).toMatchObject({ verdict: 'unproven' });
  });
});

describe('writes', () => {
  const target: Target = { name: 'POST /api/notes', kind: 'http', service: 'api', method: 'POST', path: '/api/notes', writes: true, foundBy: ['openapi'] };
  const good: Written = { target: target.name, status: 201, writeSeen: true, committedBefore: true, sent: [{ pointer: '/text', value: 'assay-1', foundIn: 'postgres: INSERT INTO notes' }], readBack: { url: '/api/notes/1', status: 200, holds: ['/text'], lacks: [] }, afterRestart: { status: 200, holds: ['/text'], lacks: [] } };
  const of = (written: Partial<Written>, over: Partial<Target> = {}): ReturnType<typeof proofOf> => {
    const one = { ...target, ...over };
    return proofOf({ ...data, targets: [...data.targets, one], written: [{ ...good, ...written, target: one.name }] }, outages, one.name);
  };
  it.each<[string, Partial<Written>, string, string]>([
    ['stored, read back, there after a restart', {}, 'proven', 'certain'],
    ['stored where no read is known', { readBack: undefined as never, afterRestart: undefined as never }, 'proven', 'certain'],
    ['a read that shows only part of it', { readBack: { url: '/x', status: 200, holds: [], lacks: ['/text'] }, afterRestart: { status: 200, holds: [], lacks: ['/text'] } }, 'proven', 'certain'],
    ['nothing written', { writeSeen: false, committedBefore: false, sent: [{ pointer: '/text', value: 'assay-1' }], readBack: { url: '/x', status: 404, holds: [], lacks: ['/text'] } }, 'write-lie', 'certain'],
    ['nothing written and nothing to look for', { status: 204, writeSeen: false, committedBefore: false, sent: [], readBack: undefined as never }, 'write-lie', 'certain'],
    ['only an audit row', { sent: [{ pointer: '/text', value: 'assay-1' }], readBack: { url: '/x', status: 404, holds: [], lacks: ['/text'] } }, 'write-lie', 'certain'],
    ['gone after a restart', { afterRestart: { status: 404, holds: [], lacks: ['/text'] } }, 'write-lie', 'certain'],
    ['a password that is only kept as a hash', { sent: [...good.sent, { pointer: '/password', value: 'assay-2' }] }, 'proven', 'certain'],
    ['stored after the answer', { status: 202, writeSeen: false, committedBefore: false }, 'unproven', 'possible'],
    ['refused', { status: 422, writeSeen: false, committedBefore: false, sent: [] }, 'unproven', 'possible'],
  ])('%s', (_name, written, verdict, confidence) => {
    expect(of(written)).toMatchObject({ verdict, confidence });
  });

  it('acknowledged during an outage and lost', () => {
    const lost = { ...outages, outages: outages.outages.map((each, index) => (index === 0 ? { ...each, acknowledged: [{ target: target.name, status: 202, found: false, marker: 'assay-3' }] } : each)) };
    const proof = proofOf({ ...data, targets: [...data.targets, target], written: [good] }, lost, target.name);
    expect(proof).toMatchObject({ verdict: 'write-lie', confidence: 'certain', outages: [{ store: 'postgres', kind: 'refuse', verdict: 'write-lie' }] });
  });

  it.each<[string, string, boolean, string]>([
    ['told as when all is well, and nobody heard it', '{"type":"stored"}', false, 'fallback'],
    ['told otherwise', '{"type":"stored","delivered":false}', false, 'proven'],
    ['heard once the store was back', '{"type":"stored"}', true, 'proven'],
  ])('acknowledged during an outage, %s', (_name, said, heard, verdict) => {
    const one = { target: target.name, status: 200, found: true, marker: 'assay-5', passedOn: { said, calm: '{"type":"stored"}', heard } };
    const all = { ...outages, outages: outages.outages.map((each, index) => (index === 0 ? { ...each, acknowledged: [one] } : each)) };
    expect(proofOf({ ...data, targets: [...data.targets, target], written: [good] }, all, target.name)).toMatchObject({ verdict });
  });

  it('acknowledged while answers were cut: its author cannot know that the other end lost it', () => {
    const one = { target: target.name, status: 200, found: true, marker: 'assay-6', passedOn: { said: '{"type":"stored"}', calm: '{"type":"stored"}', heard: false } };
    const all = { ...outages, outages: outages.outages.map((each, index) => (index === 0 ? { ...each, outage: { kind: 'cut', afterBytes: 24 } as const, calls: [], acknowledged: [one] } : each)) };
    expect(proofOf({ ...data, targets: [...data.targets, target], written: [good] }, all, target.name)).toMatchObject({ verdict: 'proven' });
  });

  it.each<[string, boolean, string]>([
    ['whose end was never reached, while only writes were refused', false, 'write-lie'],
    ['that came to its end later', true, 'honest'],
  ])('acknowledged by one store %s', (_name, reached, verdict) => {
    const settled = { url: '/api/notes/1', at: '/status', wanted: 'sent', found: reached ? 'sent' : 'received', reached, differs: [] };
    const readOnly: OutageSeen = { ...(outages.outages[0] as OutageSeen), store: 'redis', outage: { kind: 'error', error: 'READONLY' }, calls: [], health: [], acknowledged: [{ target: target.name, status: 201, found: true, marker: 'assay-4', settled }] };
    const proof = proofOf({ ...data, targets: [...data.targets, target], written: [good] }, { ...outages, outages: [readOnly] }, target.name);
    expect(proof?.outages).toEqual([{ store: 'redis', kind: 'read-only', verdict }]);
    expect(proof?.verdict).toBe(reached ? 'proven' : 'write-lie');
  });

  it('a store that still answers reads may rightly be called well', () => {
    const readOnly: OutageSeen = { ...(outages.outages[0] as OutageSeen), store: 'redis', outage: { kind: 'error', error: 'READONLY' }, health: [], calls: [{ target: 'GET /api/metrics', status: 200, ms: 9, same: ['/total_customers'], other: [], emptied: [], leaks: [], otherStores: [] }] };
    expect(prove(data, { ...outages, outages: [...outages.outages, readOnly] }, undefined).proofs.filter(({ verdicts }) => verdicts.length > 0)).toEqual([]);
  });

  it('who only reads need not be asked while a store refuses writes; that alone took nothing away from it', () => {
    const readOnly: OutageSeen = { ...(outages.outages.find(({ store }) => store === 'postgres') as OutageSeen), outage: { kind: 'error', error: 'READONLY' }, health: [], calls: [] };
    expect(proofOf(data, { ...outages, outages: [...outages.outages, readOnly] })?.verdict).toBe('proven');
    expect(proofOf(data, { ...outages, outages: [readOnly] })).toMatchObject({ verdict: 'unproven', reason: expect.stringContaining('could not be taken away') as unknown });
  });

  it('a third party that is out makes nobody unready, unless it is said to be well', () => {
    const rates = 'third party rates';
    const base = outages.baseline.map((each) => ({ ...each, stores: [...each.stores, rates] }));
    const out = (body: object): ProofOutages => ({ ...outages, baseline: base, outages: [{ ...(outages.outages[0] as OutageSeen), store: rates, outage: { kind: 'refuse' }, calls: base.map(({ target: name }) => ({ target: name, status: 503, ms: 9, same: [], other: [], emptied: [], leaks: [], otherStores: [] })), health: [{ url: '/ready', role: 'ready', status: 200, body: body as never }], acknowledged: [] }] });
    expect(proofOf(data, out({ database: 'ok' }), 'GET /ready')?.verdicts).toEqual([]);
    expect(proofOf(data, out({ database: 'ok', rates: 'ok' }), 'GET /ready')).toMatchObject({ verdict: 'health-lie' });
  });

  it('a search that is posted is not accused of writing nothing', () => {
    expect(of({ status: 200, writeSeen: false, committedBefore: false, sent: [{ pointer: '/q', value: 'assay-1' }], readBack: undefined as never }, { name: 'POST /api/search', path: '/api/search' })).toMatchObject({ verdict: 'unproven', confidence: 'possible' });
  });
});

describe('failures that are not lies', () => {
  const change = (over: (seen: OutageSeen) => OutageSeen): ProofOutages => ({ ...outages, outages: outages.outages.map((each) => (each.store === 'postgres' && each.outage.kind === 'hang' ? over(each) : each)) });
  const call = (more: Partial<OutageSeen['calls'][number]>): ProofOutages => change((seen) => ({ ...seen, calls: seen.calls.map((each) => (each.target === 'GET /api/metrics' ? { ...each, ...more } : each)) }));
  it.each<[string, ProofOutages, string]>([
    ['no answer within the budget', call({ status: 0, ms: 10_004, broke: 'timeout after 10000 ms' }), 'hang'],
    ['the process died', change((seen) => ({ ...seen, died: [{ service: 'api', restartedByUs: true }], calls: seen.calls.map((each) => ({ ...each, status: 0, ms: 12, broke: 'socket hang up' })) })), 'crash'],
    ['a stack frame in the answer', call({ status: 500, leaks: ['a stack trace: at query (/app/db.js:12:7)'] }), 'leak'],
    ['it never comes back', change((seen) => ({ ...seen, recovery: { ...seen.recovery, stillFailing: { 'GET /api/metrics': 500 } } })), 'no-recovery'],
  ])('%s', (_name, seen, verdict) => {
    expect(proofOf(data, seen)).toMatchObject({ verdict, confidence: 'certain' });
  });

  it('an outage that was not seen to be active says nothing', () => {
    const blind = { ...outages, outages: outages.outages.map(({ active: _active, ...each }) => ({ ...each, calls: each.calls.map((one) => ({ ...one, status: 404 })) })) };
    expect(proofOf(data, blind)).toMatchObject({ verdict: 'unproven', verdicts: [], outages: [] });
  });

  it('a target that was already failing when the outages began is not proven by them', () => {
    const failing = { ...outages, baseline: outages.baseline.map((each) => (each.target === 'GET /api/metrics' ? { ...each, status: 404 } : each)) };
    expect(proofOf(data, failing)).toMatchObject({ verdict: 'unproven', outages: [], reason: expect.stringContaining('answered 404 before the outages began') as unknown });
    const notAsked = change((seen) => ({ ...seen, calls: seen.calls.filter(({ target }) => target !== 'GET /api/metrics') }));
    expect(proofOf(data, notAsked)).toMatchObject({ verdict: 'unproven', reason: 'its data are real; it was not asked while postgres was out (hang)' });
    expect(proofOf(data, undefined)).toMatchObject({ verdict: 'unproven', reason: 'its data are real; what it does in an outage was not tried' });
  });

  it('a wrong password that is let in, and a token that was signed out', () => {
    const open = change((seen) => ({ ...seen, signIn: { wrongPassword: 200, rightPassword: 503, signedOut: { target: 'GET /api/documents/recent', status: 200 } } }));
    expect(proofOf(data, open, 'sign-in')).toMatchObject({ verdict: 'fallback', confidence: 'certain' });
    expect(proofOf(data, open, 'GET /api/documents/recent')).toMatchObject({ verdict: 'fallback', confidence: 'certain' });
    const never = { ...outages, outages: outages.outages.map((each) => ({ ...each, signIn: { wrongPassword: 503, rightPassword: 503, stores: ['redis'], signedOut: { target: 'GET /api/documents/recent', status: 200 } } })) };
    expect(proofOf(data, never, 'GET /api/documents/recent')).toMatchObject({ verdict: 'proven', verdicts: [] });
  });
});

describe('laws of the verdict', () => {
  it('the order of the evidence plays no part', () => {
    const seen = withField(suspicious);
    const expected = byName(prove(seen, outages, undefined).proofs);
    fc.assert(fc.property(fc.nat(5_000), (seed) => {
      const other: ProofData = { ...seen, targets: shuffled(seen.targets, seed), calls: shuffled(seen.calls, seed), stores: shuffled(seen.stores, seed), fields: shuffled(seen.fields, seed).map((entry) => ({ ...entry, fields: shuffled(entry.fields, seed) })) };
      const out: ProofOutages = { ...outages, baseline: shuffled(outages.baseline, seed), outages: shuffled(outages.outages, seed).map((each) => ({ ...each, calls: shuffled(each.calls, seed) })) };
      expect(byName(prove(other, out, undefined).proofs)).toEqual(expected);
    }), { numRuns: 25 });
  });

  it('without evidence nothing is proven', () => {
    const names = (proofs: ReturnType<typeof prove>['proofs']): readonly string[] => proofs.filter(({ verdict }) => verdict === 'proven').map(({ target }) => target.name);
    expect(names(prove(undefined, undefined, undefined).proofs)).toEqual([]);
    expect(names(prove({ ...data, fields: [], calls: [] }, outages, undefined).proofs)).toEqual(['GET /api/health/ready']);
    expect(names(prove(data, undefined, undefined).proofs)).toEqual([]);
    expect(names(prove(undefined, outages, undefined).proofs)).toEqual(['GET /api/health/ready']);
  });

  it('removing evidence never gives proven', () => {
    const open = withField({ ...suspicious, besideSourced: false });
    const target = 'GET /api/metrics';
    const drop = fc.record({ shake: fc.boolean(), empty: fc.boolean(), calls: fc.boolean(), fields: fc.subarray(data.fields.find((entry) => entry.target === target)?.fields.map(({ field }) => field) ?? []), kinds: fc.subarray([...kinds]), call: fc.boolean(), baseline: fc.boolean() });
    fc.assert(fc.property(drop, (gone) => {
      const less = (seen: ProofData): ProofData => ({
        ...seen, calls: gone.calls ? [] : seen.calls,
        fields: seen.fields.map((entry) => ({ ...entry, fields: entry.fields.filter(({ field }) => entry.target !== target || !gone.fields.includes(field)).map(({ shake, empty, emptied, ...field }) => ({ ...field, ...(gone.shake || shake === undefined ? {} : { shake }), ...(gone.empty || empty === undefined ? {} : { empty }), ...(gone.empty || emptied === undefined ? {} : { emptied }) })) })),
      });
      expect(proofOf(less(open), outages)?.verdict).not.toBe('proven');
      const cut = { ...outages, baseline: gone.baseline ? [] : outages.baseline, outages: outages.outages.map((each) => ({ ...each, calls: gone.call && gone.kinds.includes(each.outage.kind as (typeof kinds)[number]) ? [] : each.calls })) };
      const proof = proofOf(less(data), cut);
      if (gone.fields.length > 0 || gone.baseline || (gone.call && gone.kinds.length > 0)) expect(proof?.verdict).not.toBe('proven');
      else expect(proof?.verdict).toBe('proven');
      expect(proof?.verdicts).toEqual([]);
    }), { numRuns: 100 });
  });
});

describe('tables that are locked behind the door', () => {
  const postgres = outages.outages.find(({ store, active, calls }) => store === 'postgres' && active !== undefined && calls.some(({ target }) => target === 'GET /api/metrics'));
  const locked = (status: number, ms: number, more: Partial<OutageSeen['calls'][number]> = {}): ProofOutages => ({
    ...outages, outages: [...outages.outages, ...(postgres ? [{ ...postgres, outage: { kind: 'locked' as const }, calls: postgres.calls.filter(({ target }) => target === 'GET /api/metrics').map((call) => ({ ...call, status, ms, same: [], other: [], emptied: [], leaks: [], ...more })), acknowledged: [], died: [], health: [] }] : [])],
  });
  it.each<[string, ProofOutages, string]>([
    ['are told as an error', locked(503, 4_000), 'proven'],
    ['are waited for', locked(0, 10_000, { broke: 'no answer within 10 s' }), 'proven'],
    ['are told as nothing that is there', locked(404, 4_000), 'wrong-blame'],
  ])('%s', (_name, seen, verdict) => {
    expect(postgres).toBeDefined();
    expect(proofOf(data, seen)).toMatchObject({ verdict });
  });
});
