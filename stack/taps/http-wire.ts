import type { Endpoint } from './settings.ts';
import type { Answer, Order, State } from './wire.ts';

/** What a tap before HTTP is started with, as JSON in `ASSAY_TAP`. Without `upstream` it is a forward proxy only (`HTTP_PROXY`, `HTTPS_PROXY`). */
export interface HttpSettings {
  readonly store: string;
  readonly kind: 'http';
  readonly listen: Endpoint;
  /** The API that stands behind a base URL which points at the tap. */
  readonly upstream?: Endpoint & { readonly secure: boolean };
  readonly control: Endpoint;
  readonly token: string;
  /** As of the other taps: how long an outage holds without renewal. */
  readonly leaseMs?: number;
}

/** One call to somebody else's API. Of a CONNECT tunnel only bytes are known: `url` is `host:port`. Bytes are those of bodies, of a tunnel all. */
export interface HttpExchange {
  readonly at: number;
  readonly endedAt: number;
  readonly number: number;
  readonly method: string;
  /** Without credentials; query values that look like keys are masked. */
  readonly url: string;
  readonly host: string;
  /** 0 when there was no answer. */
  readonly status: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** What the tap did instead of passing, or to it. */
  readonly outage?: HttpOutage['kind'];
  readonly error?: string;
}

/** Without `host`: every host. `error` answers 503, or the status given; `refuse` closes the connection without a word. */
export type HttpOutage = { readonly host?: string } & (
  | { readonly kind: 'refuse' | 'hang' }
  | { readonly kind: 'error'; readonly status?: number }
  | { readonly kind: 'slow'; readonly ms: number });

export type HttpOrder = Order<HttpOutage>;
export type HttpState = State<HttpOutage>;
export type HttpAnswer = Answer<HttpOutage, HttpExchange>;

/** Reads the settings; throws a sentence that names the field that is wrong. */
export function readHttpSettings(text: string | undefined): HttpSettings {
  const raw = JSON.parse(text ?? 'null') as Partial<HttpSettings> | null;
  if (raw?.kind !== 'http') throw new Error('ASSAY_TAP: kind must be http');
  const { store, token, listen, control, upstream, leaseMs } = raw;
  if (typeof store !== 'string' || typeof token !== 'string' || token === '') throw new Error('ASSAY_TAP: store and token must be texts');
  return { store, kind: 'http', token, listen: endpoint(listen, 'listen'), control: endpoint(control, 'control'), ...(upstream && { upstream: { ...endpoint(upstream, 'upstream'), secure: upstream.secure } }), ...(leaseMs !== undefined && { leaseMs }) };
}

function endpoint(value: Endpoint | undefined, name: string): Endpoint {
  if (typeof value?.host !== 'string' || typeof value.port !== 'number') throw new Error(`ASSAY_TAP: ${name} must hold host and port`);
  return { host: value.host, port: value.port };
}
