import { count, flag, kindOf, listOf, maybe, oneOf, recordOf, text } from '../../core/shape.ts';
import type { Kind } from '../../core/types.ts';

/**
 * Who asked: nobody; somebody with nonsense for a token; with the platform's own token signed by another key; with its signature taken away
 * (`alg: none`); with a token signed by a key that everybody knows; as a role that is below the one that the endpoint names.
 */
export const strangers = ['nobody', 'nonsense', 'other-key', 'unsigned', 'known-key', 'lower-role'] as const;
export type Stranger = (typeof strangers)[number];

export interface StrangerCall {
  readonly stranger: Stranger;
  readonly role?: string;
  readonly status?: number;
  readonly broke?: string;
}
export interface GuardedEndpoint {
  readonly method: string;
  readonly path: string;
  readonly url: string;
  /** Parts of the request that assay made up; then an answer about those parts says nothing about the guard. */
  readonly madeUp: readonly string[];
  /** The role that the configuration names for it. */
  readonly role?: string;
  /** What a permitted caller was answered at the same address, where that was asked. */
  readonly permitted?: number;
  readonly calls: readonly StrangerCall[];
}
export interface AccessAnswers {
  readonly service: string;
  readonly origin: string;
  /** Whether these endpoints write. */
  readonly writes: boolean;
  /** `jwt`, or `opaque` when nothing can be forged from the token's form. */
  readonly token: 'jwt' | 'opaque';
  readonly endpoints: readonly GuardedEndpoint[];
  /** `METHOD /path` of those that need no token by declaration. */
  readonly open: readonly string[];
  /** `METHOD /path` that could not be asked, and why. */
  readonly unasked: readonly { readonly endpoint: string; readonly reason: string }[];
  /** How many guarded endpoints of the other sort (reading, writing) there are: another probe asks those. */
  readonly others: number;
}

/** What each endpoint answers to those who may not ask. */
export const accessAnswers: Kind<AccessAnswers> = kindOf('access-answers', recordOf<AccessAnswers>({
  service: text, origin: text, writes: flag, token: oneOf<'jwt' | 'opaque'>('jwt', 'opaque'), open: listOf(text), others: count,
  unasked: listOf(recordOf<{ readonly endpoint: string; readonly reason: string }>({ endpoint: text, reason: text })),
  endpoints: listOf(recordOf<GuardedEndpoint>({
    method: text, path: text, url: text, madeUp: listOf(text), role: maybe(text), permitted: maybe(count),
    calls: listOf(recordOf<StrangerCall>({ stranger: oneOf<Stranger>(...strangers), role: maybe(text), status: maybe(count), broke: maybe(text) })),
  })),
}));
