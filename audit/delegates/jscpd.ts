import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Clone, ClonePlace } from '../helpers.ts';

const run = promisify(execFile);
/** Shortest clone that is worth a word, longest wait (ms), most bytes of its report. */
const leastTokens = 120;
const leastLines = 12;
const timeoutMs = 120_000;
const reportBytes = 256 * 1024 * 1024;
const formats = 'typescript,tsx,javascript,jsx,python';

/** One pair of jscpd's JSON report; lines count from 1. */
interface Pair {
  readonly lines: number;
  readonly tokens: number;
  readonly firstFile: { readonly name: string; readonly start: number; readonly end: number };
  readonly secondFile: { readonly name: string; readonly start: number; readonly end: number };
}

/** The program of this system; undefined where it was not installed. */
export function jscpdProgram(): string | undefined {
  try {
    const starter = createRequire(import.meta.url).resolve('jscpd/run-jscpd.js');
    return existsSync(starter) ? starter : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The clones of a tree, the largest first, as jscpd finds them: the same tokens, spaces and comments apart. It runs in an empty folder of its own, since it
 * takes its configuration from where it is started, and the audited tree is to configure nothing. Throws where it cannot be run or its report not be read.
 */
export async function clonesOf(root: string, wanted: (path: string) => boolean, signal: AbortSignal): Promise<readonly Clone[]> {
  const program = jscpdProgram();
  if (program === undefined) throw new Error('jscpd is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'assay-jscpd-'));
  try {
    await run(process.execPath, [program, '--min-tokens', String(leastTokens), '--min-lines', String(leastLines), '--format', formats, '--mode', 'weak', '--no-gitignore', '--silent', '--reporters', 'json', '--output', folder, root], {
      cwd: folder, signal, timeout: timeoutMs, maxBuffer: 1024 * 1024, env: { PATH: dirname(process.execPath) },
    });
    const file = join(folder, 'jscpd-report.json');
    const text = existsSync(file) ? readFileSync(file) : Buffer.from('{}');
    if (text.length > reportBytes) throw new Error(`jscpd's report has more than ${reportBytes} bytes`);
    return classesOf((JSON.parse(text.toString('utf8')) as { readonly duplicates?: readonly Pair[] }).duplicates ?? [], wanted);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Pairs that share their first place are one class. */
function classesOf(pairs: readonly Pair[], wanted: (path: string) => boolean): readonly Clone[] {
  const classes = new Map<string, { lines: number; tokens: number; places: Map<string, ClonePlace> }>();
  for (const { lines, tokens, firstFile, secondFile } of pairs) {
    const [first, second] = [placeOf(firstFile), placeOf(secondFile)];
    if (!wanted(first.path) || !wanted(second.path)) continue;
    const key = `${first.path} ${first.line}`;
    const known = classes.get(key) ?? { lines, tokens, places: new Map([[key, first]]) };
    known.places.set(`${second.path} ${second.line}`, second);
    classes.set(key, known);
  }
  return [...classes.values()].map(({ lines, tokens, places }) => ({ lines, tokens, places: [...places.values()] })).sort((a, b) => b.tokens * (b.places.length - 1) - a.tokens * (a.places.length - 1));
}

function placeOf({ name, start, end }: Pair['firstFile']): ClonePlace {
  return { path: name.replaceAll('\\', '/'), line: start, endLine: end };
}
