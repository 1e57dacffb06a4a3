import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awkwardSchema } from '../../test/awkward.ts';
import { everything, newDatabase } from '../../test/databases.ts';
import { startPostgres, startRedis, type TestStore } from '../../test/stores.ts';
import type { StoreAddress } from '../driver.ts';
import { undoLeft } from './open.ts';
import { noteTouched, readUndo, undoPath, writeUndo } from './undo.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-undo-'));
});
afterAll(() => rm(folder, { recursive: true }));

const steps = ['shake', 'empty', 'restore'] as const;

describe('a run that is killed', () => {
  let running: readonly TestStore[];
  beforeAll(async () => {
    running = [await startPostgres(), await startRedis()];
  });
  afterAll(() => Promise.all(running.map((each) => each.stop())));

  it.each(steps)('at %s leaves a PostgreSQL that the next one puts back', async (step) => {
    const { address, client, close } = await newDatabase(running[0]!.address);
    await client.query(awkwardSchema);
    const before = await everything(client);
    await killedAt(address, step);
    expect(await undoLeft(address, AbortSignal.timeout(30_000), folder)).toBe(true);
    expect(await everything(client)).toEqual(before);
    await close();
  });

  it.each(steps)('at %s leaves a Redis that the next one puts back', async (step) => {
    const { address } = running[1]!;
    const client = new Redis({ host: '127.0.0.1', port: address.port, password: address.password });
    for (let n = 0; n < 300; n++) await client.set(`note:${n}`, `Note number ${n}`);
    await killedAt(address, step);
    expect(await undoLeft(address, AbortSignal.timeout(30_000), folder)).toBe(true);
    expect((await client.keys('*')).length).toBe(300);
    for (const n of [0, 150, 299]) expect(await client.get(`note:${n}`)).toBe(`Note number ${n}`);
    expect(await readdir(folder)).toEqual([]);
    client.disconnect();
  });
});

describe('the undo on disk', () => {
  const address: StoreAddress = { name: 'cache', kind: 'redis', host: '127.0.0.1', port: 1, user: '', password: '', database: '' };

  it('is read back whole, with what was touched since; a line that was cut off is left out', async () => {
    const path = undoPath({ folder, address });
    await writeUndo(path, { mark: 'm' }, [{ key: 'a\nb' }, 2]);
    await noteTouched(path, ['a', 'b']);
    await writeFile(`${path}.touched`, '"c', { flag: 'a' });
    expect(await readUndo(path)).toEqual({ header: { mark: 'm' }, lines: [{ key: 'a\nb' }, 2], touched: ['a', 'b'] });
    await writeUndo(path, { mark: 'n' }, []);
    expect(await readUndo(path)).toEqual({ header: { mark: 'n' }, lines: [], touched: [] });
  });

  it('is another one for another address', () => {
    expect(undoPath({ folder, address })).not.toBe(undoPath({ folder, address: { ...address, port: 2 } }));
  });
});

/** Lets another process keep and change the store, and kills it as it takes a step. */
async function killedAt(address: StoreAddress, step: string): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../test/shaker.ts'), JSON.stringify(address), folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  let last = '';
  for await (const line of createInterface({ input: child.stdout })) {
    last = line;
    if (line === step) break;
  }
  child.kill('SIGKILL');
  await exit;
  expect(last).toBe(step);
}
