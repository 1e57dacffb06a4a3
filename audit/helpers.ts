import { count, kindOf, listOf, maybe, oneOf, recordOf, text } from '../core/shape.ts';
import type { Kind } from '../core/types.ts';

/** A token of a provider, or a private key, that stands in a file. The token itself is kept nowhere. */
export interface TokenHit {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  /** What it opens, in the words of who found it: "GitHub Token (GitHub personal access tokens)". */
  readonly what: string;
  readonly kind: 'token' | 'private key' | 'test token';
  /** First characters of its SHA-256, to know the same one again. */
  readonly name: string;
}

/** What was searched for tokens: every file of the tree that is text, whatever it is for. */
export interface SourceTokens {
  readonly files: number;
  readonly hits: readonly TokenHit[];
  /** Files too large to be searched. */
  readonly unsearched: readonly string[];
}

export interface ClonePlace {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
}

/** The same run of tokens, at each place where it stands. */
export interface Clone {
  readonly lines: number;
  readonly places: readonly ClonePlace[];
}

export interface SourceClones {
  /** Files that were compared. */
  readonly files: number;
  readonly clones: readonly Clone[];
  /** Why nobody compared them, where the helper is not there. */
  readonly missing?: string;
}

const place = { path: text, line: count, endLine: count };

export const sourceTokens: Kind<SourceTokens> = kindOf('source-tokens', recordOf<SourceTokens>({
  files: count, hits: listOf(recordOf<TokenHit>({ ...place, what: text, kind: oneOf('token', 'private key', 'test token'), name: text })), unsearched: listOf(text),
}));
export const sourceClones: Kind<SourceClones> = kindOf('source-clones', recordOf<SourceClones>({
  files: count, clones: listOf(recordOf<Clone>({ lines: count, places: listOf(recordOf<ClonePlace>(place)) })), missing: maybe(text),
}));
