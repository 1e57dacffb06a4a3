import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { platformFolder } from '../test/history.ts';

const bin = fileURLToPath(new URL('../bin/assay.js', import.meta.url));
const limitMs = 60_000;

function assay(...args: readonly string[]): { readonly status: number | null; readonly stderr: string } {
  return spawnSync(process.execPath, [bin, 'serve', ...args], { encoding: 'utf8', timeout: limitMs });
}

async function lineOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no stdout');
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return chunk.toString();
}

describe('assay serve', () => {
  it('says where it answers, and ends with 0 when it is told to', async () => {
    const root = platformFolder();
    const child = spawn(process.execPath, [bin, 'serve', '-C', root, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(await lineOf(child))?.[0] ?? '';
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const second = assay('-C', root, '--port', '0');
    expect(second.status).toBe(3);
    expect(second.stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(/^history-unwritable: another assay serve keeps this history: process \d+/)]);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  }, limitMs);

  it('refuses in one line what cannot be', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const busy = assay('-C', platformFolder(), '--port', port);
    taken.close();
    expect([busy.status, busy.stderr.split(':')[0]]).toEqual([3, 'port-taken']);
    expect(assay('-C', '/nowhere/at/all')).toMatchObject({ status: 2, stderr: expect.stringMatching(/^path-missing: /) as string });
    expect(assay('--port', 'http').status).toBe(2);
    expect(assay('-C', platformFolder(), '--database', 'redis://x').status).toBe(2);
  }, limitMs);
});
