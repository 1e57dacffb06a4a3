import { anything, count, flag, kindOf, listOf, maybe, recordOf, text } from '../../core/shape.ts';
import type { Json, Kind } from '../../core/types.ts';

export interface Call {
  readonly status: number;
  readonly contentType?: string;
  readonly ms: number;
}
export interface AskedEndpoint {
  readonly method: string;
  /** The template: `/api/quotes/{id}`. */
  readonly path: string;
  /** What was asked: the template filled in. Absent when it was not asked. */
  readonly url?: string;
  /** Whose token was sent; absent when none was. */
  readonly role?: string;
  /** The status that the configuration expects. */
  readonly status?: number;
  /** Query parameters whose values assay made up, as the document gives no example: a refusal of those says nothing. */
  readonly guessed: readonly string[];
  /** All calls, in order; the first one met the endpoint cold. */
  readonly calls: readonly Call[];
  /** The first answer's text, at most 256 KiB. */
  readonly body?: string;
  readonly bodyCut?: boolean;
  /** The network's words when no answer came. */
  readonly broke?: string;
  /** Why it could not be asked. */
  readonly unproven?: string;
}
export interface EndpointAnswers {
  readonly service: string;
  /** `http://127.0.0.1:PORT` as it was in the run. */
  readonly origin: string;
  /** Where the list of endpoints came from. */
  readonly source: string;
  /** Why there is no OpenAPI document, where one was named. */
  readonly unreadable?: string;
  /** The OpenAPI document, as read. */
  readonly document?: Json;
  readonly endpoints: readonly AskedEndpoint[];
  /** `METHOD /path` of those that change data: found, and not asked by this probe. */
  readonly writes: readonly string[];
  /** The share of the processors that was to be had before and after. */
  readonly granted?: readonly number[];
}

/** What each endpoint that only reads answered. */
export const endpointAnswers: Kind<EndpointAnswers> = kindOf('endpoint-answers', recordOf<EndpointAnswers>({
  service: text, origin: text, source: text, unreadable: maybe(text), document: maybe(anything),
  endpoints: listOf(recordOf<AskedEndpoint>({
    method: text, path: text, url: maybe(text), role: maybe(text), status: maybe(count), guessed: listOf(text),
    calls: listOf(recordOf<Call>({ status: count, contentType: maybe(text), ms: count })),
    body: maybe(text), bodyCut: maybe(flag), broke: maybe(text), unproven: maybe(text),
  })),
  writes: listOf(text), granted: maybe(listOf(count)),
}));
