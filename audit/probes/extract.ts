import type { FileFacts, SkippedFile } from '../facts.ts';
import { factsOf } from '../extract/file.ts';
import { lexImports, lowerTypeScript } from '../languages/typescript.ts';
import { ownByPath, ownByText } from '../own.ts';

export type Extracted = { readonly facts: FileFacts } | { readonly skipped: SkippedFile };

export const typescriptFile = /\.[cm]?[jt]sx?$/;
export const sourceFile = typescriptFile;

/** Facts of one file from its text. A file that is not production by its path needs its imports only, and those come from the lexer. */
export function extract(path: string, text: string): Extracted {
  const own = ownByPath(path) ?? ownByText(text);
  try {
    if (own) return { facts: { ...bare(path, text), own } };
    const lowered = lowerTypeScript(path, text);
    if ('unparsable' in lowered) return { skipped: { path, reason: `does not parse: ${lowered.unparsable} (line ${lowered.line})` } };
    return { facts: factsOf(lowered, 'typescript') };
  } catch (error) {
    // A parser that overflows or stumbles loses one file, not the audit.
    return { skipped: { path, reason: error instanceof RangeError ? 'nested too deeply to parse' : `could not be read: ${String(error).slice(0, 200)}` } };
  }
}

function bare(path: string, text: string): FileFacts {
  const imports = path.endsWith('.d.ts') ? [] : lexImports(text).map((from) => ({ from, line: 1, names: [] }));
  return {
    path, language: 'typescript', lines: text.split('\n').length, imports, exports: [], functions: [], routes: [], env: [], literals: [], failures: [],
    answers: [], constants: [], randoms: [], switches: [], standIns: [], oddities: [], excerpts: [],
  };
}
