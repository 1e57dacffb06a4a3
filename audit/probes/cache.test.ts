import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourceTree } from '../facts.ts';
import { readCache, writeCache, type CacheEntry } from './cache.ts';
import { readTree } from './source.ts';

let root: string;
let cache: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'audit-cache-'));
  cache = join(root, '.assay/cache/facts');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const signal = new AbortController().signal;
const withSecret = "export const key = process.env.API_KEY ?? 'k1';\n";
const without = withSecret.replace(/process.*/, "'a'.repeat(22) + 'bcdefg';");

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
function read(more: { readonly cache?: string; readonly exclude?: readonly string[]; readonly notProduction?: SourceTree['notProduction'] } = { cache }): Promise<SourceTree> {
  const { exclude = [], notProduction = [], ...options } = more;
  return readTree({ root, source: { include: [], exclude, notProduction } }, { signal, ...options });
}
const defaults = (tree: SourceTree): readonly string[] => tree.files.filter((file) => file.env.length > 0).map((file) => file.path);

/** Makes what the cache holds trusted, as it is once the files have lain still: the clock of the entries is put back. */
async function settle(): Promise<void> {
  await read();
  const entries = readCache(cache);
  const stamped = [...entries].map(([path, entry]): [string, CacheEntry] => {
    const { mtimeMs, ctimeMs, size, ino } = statSync(join(root, path.replace('\0', '')));
    return [path, { ...entry, stamp: [mtimeMs, ctimeMs, size, ino] }];
  });
  writeCache(cache, new Map(stamped));
}

describe('a tree read from the cache', () => {
  it('is the tree that is read without it, also after files came, went, moved and changed', async () => {
    write('src/a.ts', withSecret);
    write('src/b.py', 'import os\nKEY = os.getenv("API_KEY", "k1")\n');
    write('src/broken.ts', 'export const = ;');
    write('package.json', '{"name":"x","scripts":{"start":"node src/a.ts"}}');
    await settle();
    expect(await read()).toEqual(await read({}));
    write('src/c.ts', withSecret);
    rmSync(join(root, 'src/b.py'));
    write('src/broken.ts', withSecret);
    write('package.json', '{"name":"y","scripts":{"start":"node src/c.ts"}}');
    expect(await read()).toEqual(await read({}));
    expect(defaults(await read())).toEqual(['src/a.ts', 'src/broken.ts', 'src/c.ts']);
  });

  it('sees an edit that keeps the size and is given the old time', async () => {
    const day = new Date('2026-01-01');
    write('src/a.ts', withSecret);
    utimesSync(join(root, 'src/a.ts'), day, day);
    const { size } = statSync(join(root, 'src/a.ts'));
    await settle();
    expect(defaults(await read())).toEqual(['src/a.ts']);
    const text = without.trim().padEnd(size - 1).slice(0, size - 1);
    write('src/a.ts', `${text}\n`);
    utimesSync(join(root, 'src/a.ts'), day, day);
    expect(statSync(join(root, 'src/a.ts'))).toMatchObject({ size, mtime: day });
    expect(defaults(await read())).toEqual([]);
  });

  it('sees what a checkout put there', async () => {
    const git = (...args: readonly string[]): void => { execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@t.t', ...args], { stdio: 'ignore' }); };
    execFileSync('git', ['init', '-q', root]);
    write('src/a.ts', withSecret);
    git('add', '-A');
    git('commit', '-qm', 'one');
    write('src/a.ts', without);
    git('commit', '-qam', 'two');
    await settle();
    expect(defaults(await read())).toEqual([]);
    git('checkout', '-q', 'HEAD~1');
    expect(defaults(await read())).toEqual(['src/a.ts']);
  });

  it('does not trust the stamp of a file that had just changed', async () => {
    write('src/a.ts', withSecret);
    await read();
    expect(readCache(cache).get('src/a.ts')?.stamp).toBeUndefined();
  });

  it('follows a link to what stands there now', async () => {
    write('src/real.txt', withSecret);
    symlinkSync('real.txt', join(root, 'src/link.ts'));
    await read();
    write('src/real.txt', without);
    expect(defaults(await read())).toEqual([]);
  });

  it('obeys the configuration of now', async () => {
    write('src/a.ts', withSecret);
    write('old/b.ts', withSecret);
    await settle();
    const now = await read({ cache, exclude: ['old'], notProduction: [{ path: 'src', reason: 'only a try' }] });
    expect(now).toEqual(await read({ exclude: ['old'], notProduction: [{ path: 'src', reason: 'only a try' }] }));
    expect(now.files.map((each) => each.path)).toEqual(['src/a.ts']);
  });

  it('is believed only where this user wrote it: a tree may bring one that says what it likes', async () => {
    write('src/a.ts', withSecret);
    await settle();
    const pack = readFileSync(join(cache, 'facts.pack'));
    const forged = Buffer.from(pack.toString('latin1').replace('"API_KEY"', '"API_NEY"'), 'latin1');
    expect(forged.equals(pack)).toBe(false);
    writeFileSync(join(cache, 'facts.pack'), forged);
    expect(readCache(cache).size).toBe(0);
    expect(defaults(await read())).toEqual(['src/a.ts']);
    writeFileSync(join(cache, 'facts.pack'), pack.subarray(32));
    expect(readCache(cache).size).toBe(0);
  });

  it('is thrown away when another reader made it, or when it was cut off', async () => {
    write('src/a.ts', withSecret);
    await settle();
    const file = join(cache, 'facts.pack');
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length - 3));
    expect(readCache(cache).size).toBe(0);
    writeFileSync(file, bytes.toString('latin1').replace(/"reader":"\w{4}/, '"reader":"0000'), 'latin1');
    expect(readCache(cache).size).toBe(0);
    expect(await read()).toEqual(await read({}));
  });
});
