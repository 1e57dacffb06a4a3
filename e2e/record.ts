import { count, flag, kindOf, listOf, maybe, oneOf, recordOf, text } from '../core/shape.ts';
import type { Shape } from '../core/shape.ts';
import type { Digest, Kind } from '../core/types.ts';

/** One named part of a journey. `url` is the page's address when it ended. */
export interface FlowStep {
  readonly name: string;
  readonly ms: number;
  readonly ok: boolean;
  readonly error?: string;
  readonly url: string;
  readonly screenshot?: Digest;
}

/** What the page shows beside what it must show: a stored value, or one that the flow itself typed or sent. */
export interface Expectation {
  readonly label: string;
  readonly against: 'stored' | 'sent';
  readonly expected: string;
  readonly found: string;
  readonly ok: boolean;
}

/** One request of the page. No `status`: no answer came, and `error` says why. Times are milliseconds. */
export interface PageRequest {
  readonly method: string;
  readonly url: string;
  readonly origin: string;
  readonly status?: number;
  readonly ms: number;
  /** The browser's word: document, script, fetch, xhr, websocket … */
  readonly type: string;
  readonly contentType?: string;
  readonly error?: string;
}

export interface FailedRequest extends PageRequest {
  /** The step that ran when it was sent. */
  readonly step: string;
  /** Why the flow expects this failure: a refused password is refused on purpose. */
  readonly tolerated?: string;
}

export interface PageComplaint {
  readonly text: string;
  /** The script or resource that it names. */
  readonly url: string;
  readonly step: string;
}

export interface FlowRecord {
  readonly flow: string;
  readonly title: string;
  readonly browser: string;
  /** The origin of the page itself. */
  readonly page: string;
  readonly steps: readonly FlowStep[];
  readonly expectations: readonly Expectation[];
  readonly requests: readonly PageRequest[];
  /** Requests beyond the limit: counted, not kept. */
  readonly requestsCut: number;
  readonly failedRequests: readonly FailedRequest[];
  readonly consoleErrors: readonly PageComplaint[];
  readonly pageErrors: readonly PageComplaint[];
  /** Origins that the page called for data (fetch, XHR, event streams, WebSocket). */
  readonly origins: readonly string[];
  readonly declaredOrigins: readonly string[];
  /** Hosts other than this machine that the page reached for, with the first address asked there. */
  readonly outside: readonly string[];
  readonly trace?: Digest;
  /** Why a failed flow has no trace. */
  readonly traceLeftOut?: string;
}

const digest: Shape<Digest> = {
  demand: (raw, at) => {
    if (typeof raw !== 'string' || !raw.startsWith('sha256:')) throw new TypeError(`${at}: expected a digest`);
  },
};
const request = { method: text, url: text, origin: text, status: maybe(count), ms: count, type: text, contentType: maybe(text), error: maybe(text) };
const complaint = recordOf<PageComplaint>({ text, url: text, step: text });

/** Evidence of one flow: everything that a person who watched the browser could have noted down. */
export const flowRecord: Kind<FlowRecord> = kindOf('flow-record', recordOf<FlowRecord>({
  flow: text,
  title: text,
  browser: text,
  page: text,
  steps: listOf(recordOf<FlowStep>({ name: text, ms: count, ok: flag, error: maybe(text), url: text, screenshot: maybe(digest) })),
  expectations: listOf(recordOf<Expectation>({ label: text, against: oneOf('stored', 'sent'), expected: text, found: text, ok: flag })),
  requests: listOf(recordOf<PageRequest>(request)),
  requestsCut: count,
  failedRequests: listOf(recordOf<FailedRequest>({ ...request, step: text, tolerated: maybe(text) })),
  consoleErrors: listOf(complaint),
  pageErrors: listOf(complaint),
  origins: listOf(text),
  declaredOrigins: listOf(text),
  outside: listOf(text),
  trace: maybe(digest),
  traceLeftOut: maybe(text),
}));
