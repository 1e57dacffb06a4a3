import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultError } from '../../core/fault.ts';
import { sourceTree, type SourceTree } from '../facts.ts';
import { readTree } from './source.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'audit-tree-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const signal = new AbortController().signal;
const all = { include: [], exclude: [], notProduction: [] };

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

function read(more: { readonly cache?: string } = {}): Promise<SourceTree> {
  return readTree({ root, source: all }, { signal, ...more });
}

const code = "export const key = process.env.API_KEY ?? 'k1';";

describe('reading a tree', () => {
  it('gives facts of TypeScript and Python that survive being sealed', async () => {
    write('src/main.ts', code);
    write('app/main.py', 'import os\nKEY = os.getenv("API_KEY", "k1")\n');
    write('package.json', '{"name":"x","scripts":{"start":"node src/main.ts"}}');
    const tree = await read();
    expect(tree.files.map((each) => [each.path, each.language, each.env.length])).toEqual([['app/main.py', 'python', 1], ['src/main.ts', 'typescript', 1]]);
    expect(tree.config.map((each) => each.kind)).toEqual(['package']);
    expect(sourceTree.parse(JSON.parse(JSON.stringify(tree)))).toEqual(tree);
  });

  it('reads many files in workers to the same facts', async () => {
    for (let index = 0; index < 90; index++) write(`src/f${index}.${index % 3 === 0 ? 'py' : 'ts'}`, index % 3 === 0 ? 'def load(): return 1\n' : code);
    const tree = await read();
    expect(tree.files).toHaveLength(90);
    expect(tree.skipped).toEqual([]);
    expect(tree.files.filter((each) => each.env.length === 1)).toHaveLength(60);
  });

  it('answers the same from its cache, and sees what changed', async () => {
    write('src/a.ts', code);
    write('src/b.ts', 'export const b = 1;');
    const cache = join(root, '.assay/cache/facts');
    const cold = await read({ cache });
    expect(await read({ cache })).toEqual(cold);
    write('src/b.ts', code);
    expect((await read({ cache })).files.find((each) => each.path === 'src/b.ts')?.env).toHaveLength(1);
  });

  it('takes what git knows or would add, and leaves what it ignores', async () => {
    execFileSync('git', ['init', '-q', root]);
    write('.gitignore', 'secret.ts\n');
    write('secret.ts', code);
    write('src/a.ts', code);
    write('node_modules/x/index.js', code);
    expect((await read()).files.map((each) => each.path)).toEqual(['src/a.ts']);
  });

  it('runs nothing that the repository configures', async () => {
    execFileSync('git', ['init', '-q', root]);
    write('hook.sh', `#!/bin/sh\ntouch ${join(root, 'ran')}\n`);
    execFileSync('chmod', ['+x', join(root, 'hook.sh')]);
    execFileSync('git', ['-C', root, 'config', 'core.fsmonitor', join(root, 'hook.sh')]);
    write('src/a.ts', code);
    const tree = await read();
    expect(tree.files.map((each) => each.path)).toEqual(['src/a.ts']);
    expect(() => execFileSync('ls', [join(root, 'ran')], { stdio: 'pipe' })).toThrow();
  });

  it('says what is wrong where there is no folder', async () => {
    await expect(readTree({ root: join(root, 'absent'), source: all }, { signal })).rejects.toBeInstanceOf(FaultError);
  });
});

describe('a hostile tree', () => {
  const reasonOf = (tree: SourceTree, path: string): string | undefined => tree.skipped.find((each) => each.path === path)?.reason;

  it('loses single files and says why', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'audit-outside-'));
    writeFileSync(join(outside, 'x.ts'), code);
    symlinkSync(join(outside, 'x.ts'), join(root, 'link.ts'));
    symlinkSync('loop.ts', join(root, 'loop.ts'));
    execFileSync('mkfifo', [join(root, 'pipe.ts')]);
    write('huge.ts', '/'.repeat(3 * 1024 * 1024));
    write('line.ts', `export const x = "${'a'.repeat(60_000)}";`);
    write('latin.ts', new Uint8Array([0x2f, 0x2f, 0xff, 0xfe, 0xe9]));
    write('deep.ts', `export const x = ${'['.repeat(2_000)}${']'.repeat(2_000)};`);
    write('broken.ts', 'export const = ;');
    write('broken.py', 'def def (((\n');
    write('good.ts', code);
    const tree = await read();
    expect(tree.files.map((each) => each.path)).toEqual(['good.ts']);
    expect(reasonOf(tree, 'link.ts')).toContain('out of the tree');
    expect(reasonOf(tree, 'loop.ts')).toContain('circle');
    expect(reasonOf(tree, 'pipe.ts')).toContain('not a plain file');
    expect(reasonOf(tree, 'huge.ts')).toContain('KiB');
    expect(reasonOf(tree, 'line.ts')).toContain('a line of more than');
    expect(reasonOf(tree, 'latin.ts')).toBe('not UTF-8');
    expect(reasonOf(tree, 'deep.ts')).toContain('nested');
    expect(reasonOf(tree, 'broken.ts')).toContain('does not parse');
    expect(reasonOf(tree, 'broken.py')).toContain('does not parse');
    rmSync(outside, { recursive: true });
  });

  it('survives long chains that overflow a naive walk', async () => {
    write('chain.ts', `export const x = a${'.b()'.repeat(20_000)};`);
    write('sum.ts', `export const x = ${Array.from({ length: 5_000 }, () => "'a'").join(' + ')};`);
    write('good.ts', code);
    const tree = await read();
    expect(tree.files.map((each) => each.path)).toContain('good.ts');
    expect([...tree.files, ...tree.skipped]).toHaveLength(3);
  });

  it('reads generated and minified files for nothing but their imports', async () => {
    write('src/gen.ts', `// @generated by a tool\n${code}`);
    write('src/app.min.js', code);
    const tree = await read();
    expect(tree.files.map((each) => [each.own, each.env.length])).toEqual([['minified', 0], ['generated', 0]]);
  });
});
