import type { Http, HttpInit } from '../core/ports.ts';

const DEFAULT_TIMEOUT_MS = 10_000;
const LARGEST_BODY_BYTES = 1024 * 1024;

/**
 * Plain HTTP requests for probes: redirects are shown, not followed; any status is an answer; a body beyond 1 MiB is cut, unless more is asked for.
 * A network failure throws with its own cause; a timeout says how long was waited.
 */
export const http: Http = {
  async request(url, init = {}) {
    const started = performance.now();
    const timeoutMs = init.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url, requestInit(init, timeout));
      const bytes = await readBounded(response, init.largestBytes ?? LARGEST_BODY_BYTES);
      const binary = isBinary(response.headers.get('content-type'));
      return {
        status: response.status, headers: Object.fromEntries(response.headers), body: bytes.toString('utf8'), ms: performance.now() - started,
        ...(binary && { base64: bytes.toString('base64') }), ...(response.headers.has('set-cookie') && { cookies: response.headers.getSetCookie() }),
      };
    } catch (error) {
      if (timeout.aborted) throw new Error(`no answer from ${url} within ${timeoutMs} ms`, { cause: error });
      throw error;
    }
  },
};

function requestInit(init: HttpInit, timeout: AbortSignal): RequestInit {
  return {
    method: init.method ?? 'GET',
    redirect: 'manual',
    signal: init.signal ? AbortSignal.any([init.signal, timeout]) : timeout,
    ...(init.headers && { headers: init.headers }),
    ...(init.body !== undefined && { body: typeof init.body === 'string' ? init.body : new Uint8Array(init.body) }),
  };
}

/** Whatever does not call itself text, JSON, XML or a form may hold any bytes. */
function isBinary(contentType: string | null): boolean {
  return contentType !== null && !/^(text\/|application\/([\w.+-]*\+)?(json|xml|javascript|x-www-form-urlencoded))/i.test(contentType);
}

async function readBounded(response: Response, largest: number): Promise<Buffer> {
  if (!response.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    const room = largest - size;
    chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    size += chunk.length;
    if (size >= largest) break;
  }
  return Buffer.concat(chunks);
}
