import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store, StoreWorld } from '../core/ports.ts';
import type { ServiceControl } from '../core/tap.ts';
import { startPostgres, startRedis, type TestStore } from '../test/stores.ts';
import { ourStore } from './ours.ts';
import { openStore } from './stores/open.ts';

const signal = (): AbortSignal => AbortSignal.timeout(10_000);

describe.each([{ kind: 'redis', start: startRedis }, { kind: 'postgres', start: startPostgres }])('a $kind that assay booted', ({ kind, start }) => {
  let stores: readonly TestStore[];
  beforeAll(async () => { stores = [await start(), await start()]; });
  afterAll(async () => { for (const each of stores) await each.stop(); });

  it('is changed while it is the same server, and not when another one answers', async () => {
    const [first, second] = stores.map((each) => openStore(each.address, true));
    let [startedAt, answering]: [number | undefined, Store] = [1, first!];
    let changes = 0;
    const world = { empty: () => Promise.resolve({ removed: [], kept: [String(++changes)] }) } as unknown as StoreWorld;
    const control = { startedAt: () => Promise.resolve(startedAt) } as unknown as ServiceControl;
    const store = ourStore({ ...first!, world, query: (...asked) => answering.query(...asked) }, control, { begin: () => undefined, end: () => undefined });
    const empty = (): Promise<unknown> => store.world!.empty([], signal());
    await empty();
    await empty();
    answering = second!;
    await expect(empty()).rejects.toThrow('another server answers at its address');
    startedAt = undefined;
    await expect(empty()).rejects.toThrow('does not run');
    expect(changes).toBe(2);
    startedAt = 2;
    if (kind === 'postgres') answering = first!;
    await empty();
    expect(changes).toBe(3);
  });
});
