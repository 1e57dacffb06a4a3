import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settle } from '../../core/baseline.ts';
import { changedLines, changesSince } from './since.ts';

let root = '';
const git = (...args: readonly string[]): void => { execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@t.t', ...args], { stdio: 'ignore' }); };
const write = (path: string, text: string): void => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'since-'));
  execFileSync('git', ['init', '-q', root]);
  write('src/a.ts', 'const a = 1;\nconst b = 2;\n');
  write('src/same.ts', 'const c = 3;\n');
  git('add', '-A');
  git('commit', '-qm', 'first');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('changesSince', () => {
  it('names the lines that are new, and new files whole', async () => {
    write('src/a.ts', 'const a = 1;\nconst x = 5;\nconst b = 2;\n');
    write('src/new.ts', 'const n = 1;\n');
    const { lines } = await changesSince(root, 'HEAD');
    expect(lines).toEqual({ 'src/a.ts': [[2, 2]], 'src/new.ts': [[1, Number.MAX_SAFE_INTEGER]] });
  });

  it('takes what moved or was indented for unchanged', () => {
    expect(changedLines('one\ntwo\nthree\n', '  three\none\n\ttwo\n')).toEqual([]);
    expect(changedLines('one\n', 'one\none\nnew\n')).toEqual([[2, 3]]);
  });

  it('runs no filter and no monitor of the repository', async () => {
    const trap = join(root, 'trap.sh');
    write('trap.sh', `#!/bin/sh\ntouch ${root}/ran\ncat\n`);
    execFileSync('chmod', ['+x', trap]);
    write('.gitattributes', '*.ts filter=evil diff=evil\n');
    for (const [key, value] of [['filter.evil.clean', trap], ['filter.evil.smudge', trap], ['diff.evil.textconv', trap], ['core.fsmonitor', trap]] as const) execFileSync('git', ['-C', root, 'config', key, value]);
    write('src/a.ts', 'const a = 7;\nconst b = 2;\n');
    expect((await changesSince(root, 'HEAD')).lines['src/a.ts']).toEqual([[1, 1]]);
    expect(() => execFileSync('ls', [join(root, 'ran')], { stdio: 'ignore' })).toThrow();
  });

  it('refuses what is no revision, and what looks like an option', async () => {
    await expect(changesSince(root, 'nowhere')).rejects.toThrow(/no such revision/);
    await expect(changesSince(root, '--output=x')).rejects.toThrow(/no such revision/);
  });
});

describe('findings since a revision', () => {
  const finding = (line: number, way: number): never => ({ fingerprint: `${line}-${way}`, check: 'x', location: { uri: 'src/b.ts', line, endLine: line + 2 }, path: [{ uri: 'src/a.ts', line: way, role: 'imports', label: 'b' }] }) as never;
  const changes = { since: 'HEAD', lines: { 'src/b.ts': [[10, 12]], 'src/a.ts': [[3, 3]] } } as const;
  const knownOf = (line: number, way: number): boolean | undefined => settle([finding(line, way)], undefined, [], '2026-01-01', changes)[0]?.known;

  it('counts what lies on a changed line', () => expect(knownOf(9, 1)).toBeUndefined());
  it('counts what a changed import made reachable', () => expect(knownOf(50, 3)).toBeUndefined());
  it('knows the rest', () => expect(knownOf(50, 1)).toBe(true));
});
