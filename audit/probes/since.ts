import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import type { Changes } from '../../core/baseline.ts';
import { fault, FaultError } from '../../core/fault.ts';
import { listFiles } from './list.ts';
import { readSource } from './read.ts';

const run = promisify(execFile);
const gitTimeoutMs = 30_000;
const gitBytes = 256 * 1024 * 1024;
/** Nothing of the tree may run: no monitor, no hooks, no filters, no diff drivers, no fetching of what is not here. */
const hardened = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.untrackedCache=false', '-c', 'core.quotepath=off', '-c', 'protocol.allow=never'];
const wholeFile: readonly [number, number] = [1, Number.MAX_SAFE_INTEGER];

/**
 * Lines that differ from a revision, of what stands on the disk now. Contents are compared by ourselves, from objects by their name: a diff of git
 * would run filters that the repository configures. A line that only moved or was indented is not changed. Throws a fault `usage` for an unknown revision.
 */
export async function changesSince(root: string, since: string): Promise<Changes> {
  if (since.startsWith('-')) throw unknown(since);
  const tree = await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${since}^{tree}`]).catch(() => { throw unknown(since); });
  const listed = await git(root, ['ls-tree', '-r', '-z', '--full-name', tree.trim()]);
  const prefix = (await git(root, ['rev-parse', '--show-prefix'])).trim();
  const before = new Map(listed.split('\0').flatMap((row): [string, string][] => {
    const [meta = '', path = ''] = row.split('\t');
    const [, type, id = ''] = meta.split(' ');
    return type === 'blob' && path.startsWith(prefix) ? [[path.slice(prefix.length), id]] : [];
  }));
  const { paths } = await listFiles(root, AbortSignal.timeout(gitTimeoutMs));
  const lines: Record<string, readonly (readonly [number, number])[]> = {};
  for (const path of paths) {
    const now = readSource(root, path);
    const old = before.get(path);
    if (!('text' in now)) continue;
    if (old === undefined) lines[path] = [wholeFile];
    else if (old !== blobId(now.text, old.length)) {
      const changed = changedLines(await git(root, ['cat-file', 'blob', old]), now.text);
      if (changed.length > 0) lines[path] = changed;
    }
  }
  return { since, lines };
}

/** The object name that git gives to a text; its length tells which hash the repository uses. */
function blobId(text: string, length: number): string {
  const bytes = Buffer.from(text, 'utf8');
  return createHash(length === 64 ? 'sha256' : 'sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Ranges of lines that the old text does not have, however they are indented. */
export function changedLines(before: string, after: string): readonly (readonly [number, number])[] {
  const left = new Map<string, number>();
  for (const line of before.split('\n')) left.set(line.trim(), (left.get(line.trim()) ?? 0) + 1);
  const ranges: [number, number][] = [];
  after.split('\n').forEach((line, index) => {
    const text = line.trim();
    const count = left.get(text) ?? 0;
    if (count > 0) left.set(text, count - 1);
    else if (text !== '') {
      const last = ranges.at(-1);
      if (last?.[1] === index) last[1] = index + 1;
      else ranges.push([index + 1, index + 1]);
    }
  });
  return ranges;
}

async function git(root: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', [...hardened, '-C', root, ...args], {
    timeout: gitTimeoutMs, maxBuffer: gitBytes, encoding: 'utf8',
    env: { PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1' },
  });
  return stdout;
}

function unknown(since: string): FaultError {
  return new FaultError(fault('usage', `--since ${since}: this folder has no such revision`));
}
