import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Largest file that is read. */
const sizeLimit = 2 * 1024 * 1024;
/** Longest line and deepest nesting of brackets that are parsed. */
const lineLimit = 50_000;
const nestingLimit = 400;

export type Read = { readonly text: string } | { readonly reason: string };

/**
 * Reads one file of a tree that may be hostile: no link out of the root, no pipe or device, nothing huge.
 * Never waits for a writer: a pipe is opened without blocking and refused.
 */
export function readSource(root: string, path: string): Read {
  const full = join(root, path);
  try {
    // Folders behind links are never listed, so only the file itself can be one.
    if (lstatSync(full).isSymbolicLink() && !realpathSync(full).startsWith(realpathSync(root) + sep)) return { reason: 'a link out of the tree' };
    const handle = openSync(full, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = fstatSync(handle);
      if (!stat.isFile()) return { reason: 'not a plain file' };
      if (stat.size > sizeLimit) return { reason: `${Math.round(stat.size / 1024)} KiB, more than ${sizeLimit / 1024}` };
      return decode(readFileSync(handle));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { reason: code === 'ENOENT' ? 'gone before it was read' : code === 'ELOOP' ? 'a link that leads in a circle' : `unreadable (${code})` };
  }
}

function decode(bytes: Uint8Array): Read {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { reason: 'not UTF-8' };
  }
  return trouble(text) ?? { text };
}

/** One look at each character: what would make a parser slow or overflow its stack is refused before it starts. */
function trouble(text: string): { readonly reason: string } | undefined {
  let depth = 0;
  let line = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) line = at;
    else if (at - line > lineLimit) return { reason: `a line of more than ${lineLimit} characters` };
    else if (code === 40 || code === 91 || code === 123) {
      if (++depth > nestingLimit) return { reason: `nested deeper than ${nestingLimit}` };
    } else if ((code === 41 || code === 93 || code === 125) && depth > 0) depth--;
    else if (code === 0) return { reason: 'binary' };
  }
  return undefined;
}
