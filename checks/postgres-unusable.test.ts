import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../core/ports.ts';
import type { Evidence, Judgement, StackReport } from '../core/types.ts';
import { openStore } from '../stack/stores/open.ts';
import { startPostgres, type TestStore } from '../test/stores.ts';
import { collected, emptyReport, evidence, platform, ports, seen } from '../test/platform.ts';
import { storeAnswers, storeRoundTrips } from './evidence/stores.ts';
import unit from './postgres-unusable.ts';
import answerUnit from './probes/store-answer.ts';
import roundTripUnit from './probes/store-round-trip.ts';

const report: StackReport = { ...emptyReport, stores: [{ name: 'postgres', kind: 'postgres' }] };

function judged(all: readonly Evidence[], stack: StackReport | undefined = report): Judgement {
  const judgement = unit.check?.judge(seen(...all), { now: 0, platform: platform(undefined), stack });
  if (!judgement) throw new Error('no check');
  return judgement;
}

async function judgedStore(store: Store): Promise<Judgement> {
  const given = ports(platform(undefined), { stores: [store] });
  return judged([await collected(answerUnit.probe, given), await collected(roundTripUnit.probe, given)]);
}

describe('postgres-unusable with a real PostgreSQL', () => {
  let running: TestStore;
  beforeAll(async () => {
    running = await startPostgres(undefined, ['-c', 'max_connections=20']);
  }, 60_000);
  afterAll(() => running.stop());

  it('passes a store that keeps what it is given', async () => {
    const judgement = await judgedStore(openStore(running.address, true));
    expect(judgement).toMatchObject({ examined: 1, problems: [], unproven: [], note: expect.stringMatching(/^postgres 17\.\d+, [\d.]+ ms, \d+\/20 connections$/) });
  });

  it('finds a wrong password', async () => {
    expect(await judgedStore(openStore({ ...running.address, password: 'wrong-one' }, true))).toMatchObject({
      examined: 1, problems: [{ key: 'postgres:refused', severity: 'high', found: expect.stringContaining('password authentication failed')}],
    });
  });

  it('finds a database that takes no writes', async () => {
    const client = new pg.Client(running.address);
    await client.connect();
    await client.query('ALTER DATABASE postgres SET default_transaction_read_only = on');
    const judgement = await judgedStore(openStore(running.address, true));
    await client.query('SET default_transaction_read_only = off; ALTER DATABASE postgres RESET default_transaction_read_only');
    await client.end();
    expect(judgement).toMatchObject({ problems: [{ key: 'postgres:round-trip', found: expect.stringContaining('read-only transaction') }] });
  });

  it('finds a server whose connections are used up', async () => {
    const clients = Array.from({ length: 17 }, () => new pg.Client(running.address));
    await Promise.all(clients.map((client) => client.connect()));
    const given = ports(platform(undefined), { stores: [openStore(running.address, false)] });
    const judgement = judged([await collected(answerUnit.probe, given)]);
    await Promise.all(clients.map((client) => client.end()));
    expect(judgement).toMatchObject({ problems: [{ key: 'postgres:exhausted', found: '18 of 20' }], unproven: ['postgres: no marker went through it'] });
  });
});

describe('postgres-unusable from sealed evidence', () => {
  const good = { version: '17.2', connectMs: 5, answerMs: 1 };
  const answers = (...each: readonly (typeof good)[]) => evidence(storeAnswers, { stores: [{ name: 'postgres', kind: 'postgres', answers: [...each] }] });
  const trip = (read: string | null, removed: boolean) => evidence(storeRoundTrips, { stores: [{ name: 'postgres', kind: 'postgres', trip: { written: 'm', read, removed, ms: 1 } }] });

  it.each([
    ['slow', [answers({ ...good, answerMs: 251 }, { ...good, answerMs: 400 }, good), trip('m', true)], 'postgres:slow'],
    ['without a version', [answers({ ...good, version: '' }), trip('m', true)], 'postgres:version'],
    ['that loses the marker', [answers(good), trip(null, true)], 'postgres:round-trip'],
    ['that keeps the marker', [answers(good), trip('m', false)], 'postgres:round-trip'],
  ] as const)('finds a store %s', (_name, all, key) => {
    expect(judged(all)).toMatchObject({ examined: 1, problems: [{ key }] });
  });

  it('is not put off by one slow moment', () => {
    expect(judged([answers({ ...good, answerMs: 900 }, good, good), trip('m', true)])).toMatchObject({ problems: [] });
  });

  it('tells apart what the platform lacks, what the profile leaves out and what the machine lacks', () => {
    const without = (missing: 'profile' | 'machine', reason: string): StackReport => ({ ...emptyReport, stores: [{ name: 'postgres', kind: 'postgres', missing }], absent: { postgres: reason } });
    expect(judged([], emptyReport)).toEqual({ inapplicable: 'the platform has no PostgreSQL' });
    expect(judged([], without('profile', 'profile small leaves it out'))).toEqual({ inapplicable: 'postgres: profile small leaves it out' });
    expect(judged([], without('machine', 'no engine here'))).toMatchObject({ examined: 0, unproven: ['postgres: no engine here'] });
    expect(judged([], report)).toMatchObject({ examined: 0, unproven: ['postgres was not asked'] });
    expect(unit.check?.judge(seen(), { now: 0, platform: platform(undefined), stack: undefined })).toMatchObject({ examined: 0, unproven: ['the stack did not run'] });
  });

  it('reads only on a stack that is attached', () => {
    expect(judged([answers(good)], { ...report, driver: 'attached' })).toMatchObject({ problems: [], unproven: [], note: expect.stringContaining('read only') });
  });
});
