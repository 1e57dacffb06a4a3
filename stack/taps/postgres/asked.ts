import type { Effect } from '../../../core/tap.ts';
import type { Json } from '../../../core/types.ts';
import { limits } from '../decoder.ts';
import { effectOf } from './effect.ts';
import type { Shape } from './gathering.ts';
import { formatOf, type Bound } from './parts.ts';
import { readerOf } from './values.ts';

/** A statement that was parsed: its text and, once the server or the client said them, the types of its parameters and its columns. */
export interface Prepared {
  readonly text: string;
  readonly effect: Effect;
  types: readonly number[];
  shape: Shape | undefined;
}
/** A prepared statement with its parameters. `body` is the message that holds them, until they were read. */
export interface Portal {
  readonly prepared: Prepared;
  readonly bound: Bound | undefined;
  body: Buffer | undefined;
  /** Its message was too long to be kept, so its parameters are not known. */
  readonly cut: boolean;
  parameters: readonly Json[];
  shape: Shape | undefined;
}

/** What the client asked for and the server has not answered, in order. */
export type Asked =
  | { readonly op: 'sign-in'; at: number; who: Json }
  | { readonly op: 'query'; readonly at: number; readonly statements: readonly string[]; next: number }
  | { readonly op: 'close' | 'sync' }
  | { readonly op: 'parse'; readonly at: number; readonly prepared: Prepared }
  | { readonly op: 'bind'; readonly at: number; readonly portal: Portal }
  | { readonly op: 'describe'; readonly at: number; readonly target: Prepared | Portal }
  | { readonly op: 'execute'; readonly at: number; readonly portal: Portal }
  | { readonly op: 'call'; readonly at: number; readonly text: string; readonly effect: Effect };

export function prepare(text: string, types: readonly number[]): Prepared {
  const kept = keptText(text);
  return { text: kept, effect: effectOf(kept), types, shape: undefined };
}

/** A statement as an exchange holds it. */
export function keptText(text: string): string {
  return text.length <= limits.statementBytes / 4 || Buffer.byteLength(text) <= limits.statementBytes ? text : Buffer.from(text).toString('utf8', 0, limits.statementBytes).replace(/\ufffd+$/, '');
}

/** The parameters of a portal; read once, as late as possible, because the server may name their types after they were sent. */
export function parametersOf(portal: Portal): readonly Json[] {
  const { body, bound, prepared } = portal;
  if (body && bound) {
    portal.parameters = bound.values.map((place, index) => (place ? readerOf(prepared.types[index] ?? 0, formatOf(bound.formats, index))(body, place.start, place.end) : null));
    portal.body = undefined;
  }
  return portal.parameters;
}

/** Functions of the old call that change large objects: lowrite, lo_creat, lo_create, lo_unlink, lo_truncate(64), lo_import, lo_put, lo_from_bytea. */
const changing = new Set([955, 957, 715, 964, 1004, 3172, 764, 767, 3459, 3457]);
export function callEffect(oid: number): Effect {
  return changing.has(oid) ? 'write' : 'read';
}
