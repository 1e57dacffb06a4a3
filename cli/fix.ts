import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../core/types.ts';

/** One line that is mended, as it was and as it becomes. */
export interface Mend {
  readonly path: string;
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

/** What `--fix` can mend for certain: constants that become a secret. Everything else is left to its author. */
export function mendsFor(findings: readonly Finding[], root: string): readonly Mend[] {
  return findings.flatMap(({ check, confidence, waiver, location }) => {
    if (!check.endsWith('secret-env-fallback') || confidence !== 'certain' || waiver || location?.line === undefined) return [];
    if (location.endLine !== undefined && location.endLine !== location.line) return [];
    const text = readFileSync(join(root, location.uri), 'utf8');
    const before = text.split('\n')[location.line - 1] ?? '';
    const after = mended(before, location.uri, text);
    return after === undefined ? [] : [{ path: location.uri, line: location.line, before, after }];
  });
}

const getenv = /\bos\.(?:getenv|environ\.get)\(\s*(["'])(\w+)\1\s*,\s*(?:"[^"\\]*"|'[^'\\]*')\s*\)/g;
const field = /^(\s+)(\w+)(\s*:\s*str)\s*=\s*(?:"[^"\\]*"|'[^'\\]*')(\s*(?:#.*)?)$/;
const fallback = /\b((?:process|import\.meta)\.env(?:\.(\w+)|\[(["'])(\w+)\3\])\s*(?:\?\?|\|\|)\s*)(?:"[^"\\]*"|'[^'\\]*')(?=\s*[;,)}\]]|\s*$)/g;

/** The line without its default, where it has exactly one that is a plain literal. */
function mended(line: string, path: string, text: string): string | undefined {
  const ending = line.endsWith('\r') ? '\r' : '';
  const bare = ending ? line.slice(0, -1) : line;
  if (path.endsWith('.py')) {
    if ((bare.match(getenv)?.length ?? 0) === 1) return bare.replace(getenv, 'os.environ[$1$2$1]') + ending;
    return /\bBaseSettings\b/.test(text) && !/\bdataclass\b/.test(text) && field.test(bare) ? bare.replace(field, '$1$2$3$4') + ending : undefined;
  }
  if (!/\.[cm]?[jt]sx?$/.test(path) || bare.match(fallback)?.length !== 1) return undefined;
  return bare.replace(fallback, (_, read: string, dotted: string | undefined, __, quoted: string | undefined) => `${read}(() => { throw new Error('${dotted ?? quoted ?? ''} is not set'); })()`) + ending;
}

/** The mends as a patch that `git apply --unidiff-zero` takes. */
export function patchOf(mends: readonly Mend[]): string {
  const paths = [...new Set(mends.map((each) => each.path))].sort();
  return paths.map((path) => [`--- a/${path}`, `+++ b/${path}`, ...inOrder(mends, path).flatMap(({ line, before, after }) => [`@@ -${line} +${line} @@`, `-${before}`, `+${after}`])].join('\n') + '\n').join('');
}

/** Writes them; a line that is another one by now stays. */
export function writeMends(mends: readonly Mend[], root: string): void {
  for (const path of new Set(mends.map((each) => each.path))) {
    const lines = readFileSync(join(root, path), 'utf8').split('\n');
    for (const { line, before, after } of inOrder(mends, path)) if (lines[line - 1] === before) lines[line - 1] = after;
    writeFileSync(join(root, path), lines.join('\n'));
  }
}

function inOrder(mends: readonly Mend[], path: string): readonly Mend[] {
  const seen = new Map(mends.filter((each) => each.path === path).map((each) => [each.line, each]));
  return [...seen.values()].sort((a, b) => a.line - b.line);
}
