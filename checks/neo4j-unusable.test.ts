import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Judgement, StackReport } from '../core/types.ts';
import { openStore } from '../stack/stores/open.ts';
import { hasNeo4j, startNeo4j, type TestStore } from '../test/stores.ts';
import { collected, emptyReport, evidence, platform, ports, seen } from '../test/platform.ts';
import { storeAnswers, storeRoundTrips } from './evidence/stores.ts';
import unit from './neo4j-unusable.ts';
import answerUnit from './probes/store-answer.ts';
import roundTripUnit from './probes/store-round-trip.ts';

const report: StackReport = { ...emptyReport, stores: [{ name: 'graph', kind: 'neo4j' }] };
const circumstances = { now: 0, platform: platform(undefined), stack: report };

describe.skipIf(!(await hasNeo4j()))('neo4j-unusable with a real Neo4j', () => {
  let running: TestStore;
  beforeAll(async () => {
    running = await startNeo4j();
  }, 120_000);
  afterAll(() => running.stop());

  async function judged(change: Partial<TestStore['address']> = {}): Promise<Judgement | undefined> {
    const given = ports(platform(undefined), { stores: [openStore({ ...running.address, name: 'graph', ...change }, true)] });
    return unit.check?.judge(seen(await collected(answerUnit.probe, given), await collected(roundTripUnit.probe, given)), circumstances);
  }

  it('passes a store that keeps what it is given', async () => {
    expect(await judged()).toMatchObject({ examined: 1, unproven: [], note: expect.stringMatching(/^graph 5\./) });
  });

  it('finds a wrong password', async () => {
    expect(await judged({ password: 'wrong-one' })).toMatchObject({ problems: [{ key: 'graph:refused', found: expect.stringContaining('unauthorized')}] });
  });

  it('finds a database that is not there', async () => {
    expect(await judged({ database: 'other' })).toMatchObject({ problems: [{ key: 'graph:refused', found: expect.stringContaining('other')}] });
  });
});

describe('neo4j-unusable from sealed evidence', () => {
  it('finds a graph that loses what it is given', () => {
    const answer = evidence(storeAnswers, { stores: [{ name: 'graph', kind: 'neo4j', answers: [{ version: '5.26', connectMs: 5, answerMs: 1 }] }] });
    const trip = evidence(storeRoundTrips, { stores: [{ name: 'graph', kind: 'neo4j', trip: { written: 'm', read: null, removed: true, ms: 1 } }] });
    expect(unit.check?.judge(seen(answer, trip), circumstances)).toMatchObject({ examined: 1, problems: [{ key: 'graph:round-trip', found: 'read null' }] });
  });
});
