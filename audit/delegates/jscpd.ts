import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Clone, ClonePlace } from '../helpers.ts';

const run = promisify(execFile);
/** Shortest clone that is worth a word, longest wait (ms), most bytes of its answer. */
const leastTokens = 120;
const leastLines = 12;
const timeoutMs = 120_000;
const reportBytes = 64 * 1024 * 1024;
const formats = 'typescript,tsx,javascript,jsx,python';

/** One pair, as jscpd writes it for Xcode: `a.ts:1:0: warning: Found 39 lines (1-40) duplicated on file b.ts (1-40)`. Lines count from 1. */
const pair = /^(.+):\d+:\d+: warning: Found \d+ lines \((\d+)-(\d+)\) duplicated on file (.+) \((\d+)-(\d+)\)$/;

/** The packages that may hold the program of this system; the package manager installs the one that fits. */
const packages: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['gnu', 'musl'].map((libc) => `jscpd-linux-${process.arch}-${libc}`),
  darwin: [`jscpd-darwin-${process.arch}`],
  win32: [`jscpd-windows-${process.arch}-msvc`],
};

/** The program of this system, which is started itself: its starter would not end with us. Undefined where it was not installed. */
export function jscpdProgram(): string | undefined {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve('jscpd/package.json'));
  for (const name of packages[process.platform] ?? []) {
    try {
      const program = join(dirname(resolve(`${name}/package.json`)), 'bin', process.platform === 'win32' ? 'jscpd.exe' : 'jscpd');
      if (existsSync(program)) return program;
    } catch {
      // Not the one of this system.
    }
  }
  return undefined;
}

/**
 * The clones of a tree, the largest first, as jscpd finds them: the same tokens, spaces and comments apart. It is started beside its own program, since it
 * takes its configuration from where it is started, and the audited tree is to configure nothing; it answers on its output and writes no file. Throws where it cannot be run.
 */
export async function clonesOf(root: string, wanted: (path: string) => boolean, signal: AbortSignal): Promise<readonly Clone[]> {
  const program = jscpdProgram();
  if (program === undefined) throw new Error('jscpd is not installed');
  const { stdout } = await run(program, ['--min-tokens', String(leastTokens), '--min-lines', String(leastLines), '--format', formats, '--mode', 'weak', '--no-gitignore', '--no-colors', '--reporters', 'xcode', root], {
    cwd: dirname(program), signal, killSignal: 'SIGKILL', timeout: timeoutMs, maxBuffer: reportBytes, env: {},
  });
  return classesOf(stdout.split('\n'), wanted);
}

/** Pairs that share their first place are one class. */
function classesOf(lines: readonly string[], wanted: (path: string) => boolean): readonly Clone[] {
  const classes = new Map<string, { lines: number; places: Map<string, ClonePlace> }>();
  for (const line of lines) {
    const [, path = '', from, to, otherPath = '', otherFrom, otherTo] = pair.exec(line) ?? [];
    const [first, second] = [placeOf(path, from, to), placeOf(otherPath, otherFrom, otherTo)];
    if (!wanted(first.path) || !wanted(second.path)) continue;
    const key = `${first.path} ${first.line}`;
    const known = classes.get(key) ?? { lines: first.endLine - first.line + 1, places: new Map([[key, first]]) };
    known.places.set(`${second.path} ${second.line}`, second);
    classes.set(key, known);
  }
  const weight = ({ lines: each, places }: Clone): number => each * (places.length - 1);
  return [...classes.values()].map((each): Clone => ({ lines: each.lines, places: [...each.places.values()] })).sort((a, b) => weight(b) - weight(a));
}

function placeOf(path: string, from: string | undefined, to: string | undefined): ClonePlace {
  return { path: path.replaceAll('\\', '/'), line: Number(from), endLine: Number(to) };
}
