import type { Http, HttpAnswer, HttpInit } from '../core/ports.ts';

const DEFAULT_TIMEOUT_MS = 10_000;
const LARGEST_BODY_BYTES = 1024 * 1024;

/**
 * Plain HTTP requests for probes: redirects are shown, not followed; any status is an answer; a body beyond 1 MiB is cut.
 * A network failure throws with its own cause; a timeout says how long was waited.
 */
export const http: Http = {
  async request(url, init = {}) {
    const started = performance.now();
    const timeoutMs = init.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url, requestInit(init, timeout));
      const body = await readBounded(response);
      return { status: response.status, headers: Object.fromEntries(response.headers), body, ms: performance.now() - started };
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

async function readBounded(response: Response): Promise<HttpAnswer['body']> {
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    const room = LARGEST_BODY_BYTES - size;
    chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    size += chunk.length;
    if (size >= LARGEST_BODY_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
