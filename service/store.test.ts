import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { platformFolder, runId, runRecord } from '../test/history.ts';
import { startPostgres, type TestStore } from '../test/stores.ts';
import { openHistory, type History } from './store.ts';

const never = new AbortController().signal;
const silent = (): void => undefined;

describe.each(['pglite', 'postgres'] as const)('the history in %s', (home) => {
  let server: TestStore | undefined;
  let database: string | undefined;
  beforeAll(async () => {
    if (home !== 'postgres') return;
    server = await startPostgres();
    const { user, password, port } = server.address;
    database = `postgres://${user}:${password}@127.0.0.1:${port}/postgres`;
  }, 90_000);
  afterAll(() => server?.stop());

  it('keeps runs once, and tells them newest first, by platform and page by page', async () => {
    const history = await openHistory({ root: platformFolder(), database }, silent, never);
    try {
      await fill(history);
      expect((await history.list({ limit: 3 })).map(({ record }) => record.run)).toEqual([5, 4, 3].map(runId));
      expect((await history.list({ limit: 3, before: runId(3) })).map(({ record }) => record.run)).toEqual([2, 1].map(runId));
      expect((await history.list({ limit: 9, platform: 'other' })).map(({ record }) => record.run)).toEqual([runId(4)]);
      expect(await history.get(runId(2))).toEqual(runRecord(2, { verdict: 'fail' }));
      expect(await history.get('nothing')).toBeUndefined();
      expect(await history.known([runId(1), 'nothing'])).toEqual(new Set([runId(1)]));
      expect(await history.ask()).toBeGreaterThan(0);
    } finally {
      await history.close();
    }
  }, 60_000);

  it('compares a run with the last one that proved something, and takes a part for no whole', async () => {
    const history = await openHistory({ root: platformFolder(), database }, silent, never);
    try {
      await fill(history);
      const moved = new Map((await history.list({ limit: 9 })).map((each) => [each.record.run, each.moved]));
      expect(moved.get(runId(2))).toMatchObject({ since: runId(1), opened: 5, closed: 0 });
      expect(moved.get(runId(3))).toBeUndefined();
      expect(moved.get(runId(5))).toBeUndefined();
      const latest = await history.latest();
      expect(latest.map(({ record, lastSuccess }) => [record.platform, record.run, lastSuccess])).toEqual([
        ['other', runId(4), Date.parse(runRecord(4).at) + runRecord(4).ms],
        ['quotedesk', runId(3), Date.parse(runRecord(1).at) + runRecord(1).ms],
      ]);
      const strips = await history.strips(2);
      expect(strips.map((each) => [each.platform, each.count, each.runs.map(({ run }) => run)])).toEqual([['quotedesk', 4, [runId(3), runId(5)]], ['other', 1, [runId(4)]]]);
    } finally {
      await history.close();
    }
  }, 60_000);
});

describe('the history in PostgreSQL', () => {
  it('refuses in one sentence, without the password, what is no such database', async () => {
    await expect(openHistory({ root: platformFolder(), database: 'mysql://a:hunter2@x/y' }, silent, never)).rejects.toThrow('--database is no address of a PostgreSQL');
    const server = await startPostgres();
    try {
      const wrong = openHistory({ root: platformFolder(), database: `postgres://desk:hunter2@127.0.0.1:${server.address.port}/postgres` }, silent, never);
      await expect(wrong).rejects.toMatchObject({ fault: { code: 'history-unwritable', what: expect.not.stringContaining('hunter2') as string, cause: expect.stringContaining('password authentication failed') as string } });
    } finally {
      await server.stop();
    }
  }, 90_000);
});

/** 1 passes, 2 fails, 3 proves nothing, 4 is another platform's, 5 is a part of the first one's. */
async function fill(history: History): Promise<void> {
  for (const record of [runRecord(2, { verdict: 'fail' }), runRecord(1), runRecord(3, { verdict: 'inconclusive' }), runRecord(4, { platform: 'other' }), runRecord(5, { partial: true })]) {
    expect(['saved', 'known']).toContain(await history.save(record));
    expect(await history.save(record)).toBe('known');
  }
  expect(await history.save(runRecord(1, { platform: 'another one' }))).toBe('taken');
}
