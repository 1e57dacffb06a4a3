import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import type { Changes } from '../../core/baseline.ts';
import { fault, FaultError } from '../../core/fault.ts';
import { bareEnvironment, hardened } from './git.ts';
import { listFiles } from './list.ts';
import { decode, readBytes } from './read.ts';

const run = promisify(execFile);
const gitTimeoutMs = 30_000;
const gitBytes = 256 * 1024 * 1024;
const wholeFile: readonly [number, number] = [1, Number.MAX_SAFE_INTEGER];

/**
 * Lines that differ from a revision, of what stands on the disk now. Contents are compared by ourselves, from objects by their name: a diff of git
 * would run filters that the repository configures. A line that only moved or was indented is not changed. Throws a fault `usage` for an unknown revision.
 */
export async function changesSince(root: string, since: string): Promise<Changes> {
  if (since.startsWith('-')) throw unknown(since);
  const tree = await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${since}^{tree}`]).catch(() => { throw unknown(since); });
  const [listed, prefix, { paths }] = await Promise.all([
    git(root, ['ls-tree', '-r', '-z', '--full-name', tree.trim()]), git(root, ['rev-parse', '--show-prefix']).then((text) => text.trim()), listFiles(root, AbortSignal.timeout(gitTimeoutMs)),
  ]);
  const before = new Map(listed.split('\0').flatMap((row): [string, string][] => {
    const [meta = '', path = ''] = row.split('\t');
    const [, type, id = ''] = meta.split(' ');
    return type === 'blob' && path.startsWith(prefix) ? [[path.slice(prefix.length), id]] : [];
  }));
  const { whole, differing } = differences(root, paths, before);
  const old = await blobs(root, [...differing.values()].map(({ id }) => id));
  const lines: Record<string, readonly (readonly [number, number])[]> = {};
  for (const path of paths) {
    const now = differing.get(path);
    const changed = whole.has(path) ? [wholeFile] : now ? changedLines(old.get(now.id) ?? '', now.text) : [];
    if (changed.length > 0) lines[path] = changed;
  }
  return { since, lines };
}

interface Differences {
  /** Files that the revision does not have. */
  readonly whole: ReadonlySet<string>;
  /** What stands in the others now, and the object that stood there. */
  readonly differing: ReadonlyMap<string, { readonly id: string; readonly text: string }>;
}

function differences(root: string, paths: readonly string[], before: ReadonlyMap<string, string>): Differences {
  const whole = new Set<string>();
  const differing = new Map<string, { readonly id: string; readonly text: string }>();
  for (const path of paths) {
    const read = readBytes(root, path);
    const id = before.get(path);
    if (!('bytes' in read) || (id !== undefined && id === blobId(read.bytes, id.length))) continue;
    const now = decode(read.bytes);
    if (!('text' in now)) continue;
    if (id === undefined) whole.add(path);
    else differing.set(path, { id, text: now.text });
  }
  return { whole, differing };
}

/** The object name that git gives to a text; its length tells which hash the repository uses. */
function blobId(bytes: Uint8Array, length: number): string {
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

/** Objects by their names, all from one process. */
async function blobs(root: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const child = spawn('git', [...hardened, '-C', root, 'cat-file', '--batch'], { env: bareEnvironment(), timeout: gitTimeoutMs, stdio: ['pipe', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A process that ends early breaks the pipe; what is missing then shows below.
  child.stdin.on('error', () => undefined).end(`${ids.join('\n')}\n`);
  await new Promise((resolve, reject) => { child.once('close', resolve).once('error', reject); });
  const all = Buffer.concat(chunks);
  const found = new Map<string, string>();
  for (let at = 0, index = 0; index < ids.length; index++) {
    const line = all.indexOf(10, at);
    const [id = '', type, size] = all.toString('utf8', at, Math.max(at, line)).split(' ');
    if (line < 0 || type !== 'blob') throw new FaultError(fault('probe-failed', `git does not give the object ${ids[index] ?? ''} that --since needs`));
    found.set(id, all.toString('utf8', line + 1, line + 1 + Number(size)));
    at = line + 2 + Number(size);
  }
  return found;
}

async function git(root: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', [...hardened, '-C', root, ...args], {
    timeout: gitTimeoutMs, maxBuffer: gitBytes, encoding: 'utf8', env: bareEnvironment(),
  });
  return stdout;
}

function unknown(since: string): FaultError {
  return new FaultError(fault('usage', `--since ${since}: this folder has no such revision`));
}
