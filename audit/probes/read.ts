import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, realpathSync, type Stats } from 'node:fs';
import { join, sep } from 'node:path';

/** Largest file that is read. */
const sizeLimit = 2 * 1024 * 1024;
/** Longest line and deepest nesting of brackets that are parsed. */
const lineLimit = 50_000;
const nestingLimit = 400;

/**
 * How a file stands on the disk: times of change of its content and of its description (ms), size (bytes), inode. Nobody can set the second time, so a
 * file that was written to and given its old size and time again is told apart, too.
 */
export type Stamp = readonly [mtimeMs: number, ctimeMs: number, size: number, inode: number];

/** `stamp` is there where the text, or the reason against it, follows from the content alone. */
export type Read = ({ readonly text: string } | { readonly reason: string }) & { readonly stamp?: Stamp };

type ReadBytes = ({ readonly bytes: Uint8Array } | { readonly reason: string }) & { readonly stamp?: Stamp };

/** Reads one file of a tree that may be hostile as text: UTF-8 that a parser can be given. */
export function readSource(root: string, path: string): Read {
  const { stamp, ...read } = readBytes(root, path);
  return { ...('bytes' in read ? decode(read.bytes) : read), ...(stamp && { stamp }) };
}

/**
 * The bytes of one file: no link out of the root, no pipe or device, nothing huge.
 * Never waits for a writer: a pipe is opened without blocking and refused.
 */
export function readBytes(root: string, path: string): ReadBytes {
  const full = join(root, path);
  try {
    // Folders behind links are never listed, so only the file itself can be one.
    const isLink = lstatSync(full).isSymbolicLink();
    if (isLink && !realpathSync(full).startsWith(realpathSync(root) + sep)) return { reason: 'a link out of the tree' };
    const handle = openSync(full, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = fstatSync(handle);
      if (!stat.isFile()) return { reason: 'not a plain file' };
      if (stat.size > sizeLimit) return { reason: `${Math.round(stat.size / 1024)} KiB, more than ${sizeLimit / 1024}` };
      // Where a link leads to may change without the link.
      return { bytes: readFileSync(handle), ...(!isLink && { stamp: stampOf(stat) }) };
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { reason: code === 'ENOENT' ? 'gone before it was read' : code === 'ELOOP' ? 'a link that leads in a circle' : `unreadable (${code})` };
  }
}

/** The stamp of a plain file; undefined for anything else, and where nothing is there. */
export function stampAt(full: string): Stamp | undefined {
  const stat = lstatSync(full, { throwIfNoEntry: false });
  return stat?.isFile() === true ? stampOf(stat) : undefined;
}

function stampOf({ mtimeMs, ctimeMs, size, ino }: Stats): Stamp {
  return [mtimeMs, ctimeMs, size, ino];
}

export function sameStamp(a: Stamp | undefined, b: Stamp | undefined): boolean {
  return a !== undefined && b !== undefined && a.every((each, index) => each === b[index]);
}

/** Names a content, so that the same text is known again. */
export function contentName(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 27);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of bytes, or what stands against giving it to a parser. */
export function decode(bytes: Uint8Array): Read {
  let text: string;
  try {
    text = utf8.decode(bytes);
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
