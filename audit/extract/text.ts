import { noFacts, type FileFacts, type Own, type SkippedFile } from '../facts.ts';
import { factsOf } from './file.ts';
import { lexImports } from '../languages/imports.ts';
import type * as Python from '../languages/python.ts';
import type * as TypeScript from '../languages/typescript.ts';
import { pythonFile } from '../probes/kinds.ts';
import { ownByPath, ownByText } from '../own.ts';

export type Extracted = { readonly facts: FileFacts } | { readonly skipped: SkippedFile };

let python: typeof Python | undefined;
let typescript: typeof TypeScript | undefined;

/** Loads what the languages of these files need. Files that are not production by their path need no parser. */
export async function prepare(paths: readonly string[]): Promise<void> {
  const parsed = paths.filter((path) => ownByPath(path) === undefined);
  if (!typescript && parsed.some((path) => !pythonFile.test(path))) typescript = await import('../languages/typescript.ts');
  if (python || !parsed.some((path) => pythonFile.test(path))) return;
  const loaded = await import('../languages/python.ts');
  await loaded.preparePython();
  python = loaded;
}

/** Facts of one file from its text. A file that is not production by its path needs its imports only, and those come from the lexer. */
export function extract(path: string, text: string): Extracted {
  const own = ownByPath(path) ?? ownByText(text, path);
  try {
    if (own) return { facts: { ...bare(path, text, own), own } };
    const language = pythonFile.test(path) ? 'python' : 'typescript';
    const lowered = language === 'python' ? python?.lowerPython(path, text) : typescript?.lowerTypeScript(path, text);
    if (!lowered) throw new Error('prepare was not awaited for this language');
    if ('unparsable' in lowered) return { skipped: { path, reason: `does not parse: ${lowered.unparsable} (line ${lowered.line})` } };
    return { facts: factsOf(lowered, language) };
  } catch (error) {
    // A parser that overflows or stumbles loses one file, not the audit.
    return { skipped: { path, reason: error instanceof RangeError ? 'nested too deeply to parse' : `could not be read: ${String(error).slice(0, 200)}` } };
  }
}

/** Files that a configuration of a tool names: what it builds or starts. */
const namedFile = /['"`](\.{0,2}\/?[\w@./-]+\.(?:[cm]?[jt]sx?|py))['"`]/g;

function bare(path: string, text: string, own: Own): FileFacts {
  const language = pythonFile.test(path) ? 'python' : 'typescript';
  const from = /\.d\.[cm]?ts$|\.pyi$/.test(path) ? [] : language === 'python' ? [...text.matchAll(/^\s*(?:from\s+([\w.]+)\s+import|import\s+([\w.]+))/gm)].map((match) => match[1] ?? match[2] ?? '') : lexImports(text);
  const named = own === 'tooling' ? [...text.matchAll(namedFile)].map((match) => `./${(match[1] ?? '').replace(/^\.?\//, '')}`) : [];
  const imports = [...from, ...named].map((each) => ({ from: each, line: 1, names: [] }));
  return { ...noFacts, path, language, lines: text.split('\n').length, imports };
}
