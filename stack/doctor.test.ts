import { describe, expect, it } from 'vitest';
import type { Facts, Item } from './doctor.ts';
import { judge } from './doctor.ts';
import { managerOf } from './packages.ts';

const now = Date.UTC(2026, 10, 24);
const good: Facts = {
  node: '24.21.0', engine: { version: '20.10.24', api: '1.41', skewMs: 3 }, compose: '2.26.1', browser: '156', redis: '7.0.15', java: 17, maven: '3.8.7',
  port: undefined, freeBytes: [{ path: '/p', bytes: 50 * 1024 ** 3, writable: true }], now,
};
const all = { graph: true, browser: true, native: true };
const debian = managerOf('ID=debian\nVERSION_ID="12"\n', 'linux');
const find = (facts: Partial<Facts>, wanted = all): Record<string, Item> => Object.fromEntries(judge({ ...good, ...facts }, wanted, debian).map((each) => [each.id, each]));

describe('judge', () => {
  it('finds nothing wrong with a whole machine', () => {
    expect(judge(good, all, debian).filter((each) => each.state !== 'ok')).toEqual([]);
  });

  it.each<[string, Partial<Facts>, string, string]>([
    ['node', { node: '22.21.9' }, 'unfit', 'needs 22.22'],
    ['engine', { engine: { error: 'no socket' } }, 'missing', 'started natively instead'],
    ['engine', { engine: { version: '19.03', api: '1.40', skewMs: 0 } }, 'unfit', 'older than 1.41'],
    ['compose', { compose: undefined }, 'missing', 'started natively instead'],
    ['browser', { browser: undefined }, 'missing', 'stay unproven'],
    ['redis', { redis: undefined }, 'missing', 'has no Redis'],
    ['jdk', { java: undefined }, 'missing', 'has no graph'],
    ['jdk', { java: 11 }, 'unfit', 'needs 17'],
    ['maven', { maven: undefined }, 'missing', 'has no graph'],
    ['ports', { port: 'No port is free' }, 'unfit', 'No port is free'],
    ['disk', { freeBytes: [{ path: '/p', bytes: 1024 ** 3, writable: true }] }, 'unfit', 'only 1.0 GiB in /p'],
    ['disk', { freeBytes: [{ path: '/p', bytes: 0, writable: false }] }, 'unfit', '/p cannot be written'],
    ['clock', { now: 0 }, 'unfit', 'cannot be right'],
    ['clock', { engine: { version: '29', api: '1.52', skewMs: -60_000 } }, 'unfit', 'look expired'],
  ])('%s: %j', (id, facts, state, words) => {
    const item = find(facts)[id];
    expect(item?.state).toBe(state);
    expect(item?.trouble).toContain(words);
    expect(item?.mend).toBeTruthy();
  });

  it('asks for the native parts only where they would be used', () => {
    const contained = { graph: true, browser: true, native: false };
    expect(find({ redis: undefined }, contained).redis?.needed).toBe(false);
    expect(find({ redis: undefined, compose: undefined }, contained).redis?.needed).toBe(true);
    expect(find({ maven: undefined }, { ...all, graph: false }).maven?.needed).toBe(false);
    expect(find({ engine: { error: '' } }).engine?.needed).toBe(false);
  });

  it('names the command that installs', () => {
    expect(find({ redis: undefined }).redis?.mend).toBe('install it with: apt-get update -qq && apt-get install -y --no-install-recommends redis-server');
  });
});
