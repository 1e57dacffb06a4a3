import type { ShakePart } from '../../../core/ports.ts';

/** Where in the data a value stands, and what may become of it. Two turns with the same numbers change a value in the same way. */
export interface Turn {
  /** Number of the row (node, entry), and of the column in it: each changes by its own measure, so that ratios and differences move too. */
  readonly row: number;
  readonly column: number;
  readonly nonce: string;
  /** Milliseconds since the epoch: the past stays past. */
  readonly now: number;
  readonly parts: ReadonlySet<ShakePart>;
}

/** A whole number from 0 to 2^32 - 1 that looks random and depends on both numbers alone. */
export function mix(row: number, column: number): number {
  let hash = Math.imul(row + 0x9e37, 0x85ebca6b) ^ Math.imul(column + 0x79b9, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** A number for a name, to be used as a column's number. */
export function numberOf(name: string): number {
  let hash = 7;
  for (const letter of name) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0;
  return hash >>> 0;
}

/** The nonce with the row's own mark: `q7xk-1f`. */
export function mark(turn: Turn): string {
  return `${turn.nonce}-${turn.row.toString(36)}`;
}
