import { execFile } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { bareEnvironment, hardened } from './git.ts';
import type { SkippedFile } from '../facts.ts';

const run = promisify(execFile);
/** Most files of one tree, deepest folder, longest wait for git (ms), most bytes of its answer. */
const fileLimit = 100_000;
const depthLimit = 40;
const gitTimeoutMs = 30_000;
const gitBytes = 64 * 1024 * 1024;
const foreign = /(^|\/)(node_modules|\.git|\.hg|\.svn|\.assay|dist|build|out|\.next|\.nuxt|\.output|\.svelte-kit|\.turbo|\.cache|\.yarn|coverage|vendor|\.venv|venv|site-packages|__pycache__|\.tox|\.mypy_cache|bower_components|\.terraform|target)\//;

interface Listing {
  readonly paths: readonly string[];
  readonly skipped: readonly SkippedFile[];
  readonly by: 'git' | 'walk';
}

/** Files of a tree, relative, sorted. What git ignores, and what was installed or built, is left out. */
export async function listFiles(root: string, signal: AbortSignal): Promise<Listing> {
  const fromGit = isBelowRepository(root) ? await gitFiles(root, signal) : undefined;
  const all = fromGit ?? walkFiles(root, signal);
  const skipped: SkippedFile[] = [];
  const folders = new Set<string>();
  const paths: string[] = [];
  const known = new Map<string, string | undefined>();
  for (const path of all.sort()) {
    // What version control and assay itself keep there is nobody's source.
    if (path.startsWith('.git/') || path.startsWith('.assay/')) continue;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    if (!known.has(folder)) known.set(folder, foreignIn(folder));
    const strange = known.get(folder);
    if (strange !== undefined) folders.add(strange);
    else if (paths.length < fileLimit) paths.push(path);
  }
  if (all.length - folders.size > fileLimit) skipped.push({ path: '.', reason: `more than ${fileLimit} files; the rest was not listed` });
  for (const folder of [...folders].sort().slice(0, 200)) skipped.push({ path: folder, reason: 'installed or built, not written here' });
  return { paths, skipped, by: fromGit ? 'git' : 'walk' };
}

/** Whether git would find a repository from here: where there is none it need not be started to say so. */
export function isBelowRepository(root: string): boolean {
  for (let folder = realpathSync(root); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return true;
    if (dirname(folder) === folder) return false;
  }
}

/** The outermost folder of a path that holds what was installed or built. */
function foreignIn(folder: string): string | undefined {
  const match = foreign.exec(folder);
  return match ? folder.slice(0, match.index + match[0].length) : undefined;
}

/**
 * Asks git, which must run nothing of the tree: no file-system monitor, no hooks, no configuration but the repository's own
 * plain settings. Undefined where the folder is no repository or git is not there.
 */
async function gitFiles(root: string, signal: AbortSignal): Promise<string[] | undefined> {
  try {
    const { stdout } = await run('git', [
      ...hardened, '-C', root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', '.',
    ], {
      signal, timeout: gitTimeoutMs, maxBuffer: gitBytes, encoding: 'utf8',
      env: bareEnvironment(),
    });
    const paths = stdout.split('\0').filter((path) => path !== '');
    return paths.length > 0 ? paths : undefined;
  } catch (error) {
    if (signal.aborted) throw error;
    // No repository, no git, or one that git refuses to read: the walk finds the same files.
    return undefined;
  }
}

/** Read in one go: thousands of small answers take longer to wait for than to get. */
function walkFiles(root: string, signal: AbortSignal): string[] {
  const found: string[] = [];
  const open: { readonly path: string; readonly depth: number }[] = [{ path: '', depth: 0 }];
  for (let each = open.pop(); each && found.length <= fileLimit; each = open.pop()) {
    signal.throwIfAborted();
    for (const entry of readdirSync(join(root, each.path), { withFileTypes: true })) {
      const path = each.path ? `${each.path}/${entry.name}` : entry.name;
      if (entry.isDirectory()) {
        if (foreign.test(`${path}/`) || each.depth >= depthLimit) found.push(`${path}/`);
        else open.push({ path, depth: each.depth + 1 });
      } else found.push(path);
    }
  }
  return found;
}

/** True when the folder exists and is one. */
export async function isFolder(path: string): Promise<boolean> {
  return lstat(path).then((stat) => stat.isDirectory() || stat.isSymbolicLink(), () => false);
}
