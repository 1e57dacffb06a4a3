import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { TapOutage } from '../../core/tap.ts';
import type { Json } from '../../core/types.ts';
import type { HttpSettings } from './settings.ts';

type Upstream = HttpSettings['upstream'];

/** They belong to one connection and are not handed on (RFC 9110, 7.6.1). */
const hopByHop: ReadonlySet<string> = new Set(['connection', 'proxy-connection', 'keep-alive', 'proxy-authorization', 'proxy-authenticate', 'te', 'trailer', 'transfer-encoding', 'upgrade']);
const secretName = /key|token|secret|pass|auth|sig|credential/i;

/** `https://api.example`: the port only where it is not the scheme's own. */
export function origin({ host, port, secure }: Upstream): string {
  return new URL(`${secure ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`).origin;
}

/** The path and query of a request, also where its client took the tap for a proxy and named the whole address. */
export function pathOf(url = '/'): string {
  if (url.startsWith('/')) return url;
  const whole = URL.canParse(url) ? new URL(url) : undefined;
  return whole ? `${whole.pathname}${whole.search}` : '/';
}

/** Raw headers without those of the connection; the host is the third party's own, and where it sends its caller to itself, that is the tap. */
export function handedOn(raw: readonly string[], upstream: Upstream | undefined, moved?: { readonly from: string; readonly to: string }): string[] {
  const named = new Set(raw.flatMap((value, index) => (index % 2 === 1 && raw[index - 1]?.toLowerCase() === 'connection' ? value.toLowerCase().split(/\s*,\s*/) : [])));
  const kept: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name = '', value = ''] = [raw[index], raw[index + 1]];
    const lower = name.toLowerCase();
    if (hopByHop.has(lower) || named.has(lower)) continue;
    if (lower === 'host' && upstream) kept.push(name, new URL(origin(upstream)).host);
    else if (lower === 'location' && moved && (value === moved.from || value.startsWith(`${moved.from}/`))) kept.push(name, `${moved.to}${value.slice(moved.from.length)}`);
    else kept.push(name, value);
  }
  return kept;
}

/** A query as a record; values that look like keys are masked, and none at all is nothing. */
export function masked(query: URLSearchParams): Json | undefined {
  const entries = [...query].map(([name, value]) => [name, secretName.test(name) ? '…' : value] as const);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** Hands an answer on; under a `cut` its connection ends within the body: after so many bytes, or in the middle of a shorter one. */
export function deliver(from: Readable, response: ServerResponse, outage: TapOutage | undefined): void {
  if (outage?.kind !== 'cut') {
    from.pipe(response);
    return;
  }
  const { afterBytes } = outage;
  const held: Buffer[] = [];
  let length = 0;
  const cut = (bytes: number): void => {
    from.removeAllListeners('data').removeAllListeners('end').destroy();
    if (bytes > 0) response.write(Buffer.concat(held).subarray(0, bytes), () => response.destroy());
    else response.destroy();
  };
  from.on('data', (chunk: Buffer) => {
    held.push(chunk);
    length += chunk.length;
    if (length > afterBytes) cut(afterBytes);
  });
  from.on('end', () => cut(Math.floor(length / 2)));
}
