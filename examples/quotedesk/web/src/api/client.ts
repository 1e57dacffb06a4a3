import type { ZodMiniType } from 'zod/mini';
import { ApiError, errorFromAnswer, malformed, timedOut, unreachable } from './error.ts';

export interface ClientOptions {
  readonly baseUrl: string;
  readonly token: () => string | null;
  /** Called with the token that the API does not accept any more. Only a 401 says so. */
  readonly onUnauthorized: (token: string | null) => void;
  readonly timeoutMs?: number;
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST';
  readonly json?: unknown;
  readonly signal?: AbortSignal;
  /** The login's own 401 means "wrong password", not "session over". */
  readonly anonymous?: boolean;
}

export interface ApiClient {
  request<T>(path: string, schema: ZodMiniType<T>, options?: RequestOptions): Promise<T>;
  requestNothing(path: string, options?: RequestOptions): Promise<void>;
  requestFile(path: string, options?: RequestOptions): Promise<Blob>;
}

const DEFAULT_TIMEOUT_MS = 15_000;

export function createClient(options: ClientOptions): ApiClient {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;

  async function send(path: string, request: RequestOptions): Promise<Response> {
    const token = request.anonymous === true ? null : options.token();
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = request.signal ? AbortSignal.any([timeout, request.signal]) : timeout;
    const response = await fetch(options.baseUrl + path, { ...init(request, token), signal }).catch(
      (cause: unknown) => {
        throw failure(cause, timeout, request.signal, timeoutMs);
      },
    );
    if (response.ok) return response;
    if (response.status === 401 && request.anonymous !== true) options.onUnauthorized(token);
    throw errorFromAnswer(response.status, response.statusText, await response.text());
  }

  function init(request: RequestOptions, token: string | null): RequestInit {
    const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
    if (token !== null) headers['authorization'] = `Bearer ${token}`;
    if (request.json === undefined) return { method: request.method ?? 'GET', headers };
    headers['content-type'] = 'application/json';
    return { method: request.method ?? 'POST', headers, body: JSON.stringify(request.json) };
  }

  return {
    async request(path, schema, request = {}) {
      const response = await send(path, request);
      const body: unknown = await response.json().catch((cause: unknown) => {
        throw request.signal?.aborted ? cause : malformed(response.status, path, cause);
      });
      const parsed = schema.safeParse(body);
      if (parsed.success) return parsed.data;
      throw malformed(response.status, path, parsed.error);
    },
    async requestNothing(path, request = {}) {
      await send(path, request);
    },
    async requestFile(path, request = {}) {
      return (await send(path, request)).blob();
    },
  };
}

/** A caller that gave up is not an error to show, so its own reason is passed on. */
function failure(
  cause: unknown,
  timeout: AbortSignal,
  given: AbortSignal | undefined,
  timeoutMs: number,
): unknown {
  if (given?.aborted) return cause;
  if (timeout.aborted) return timedOut(timeoutMs / 1000);
  return cause instanceof ApiError ? cause : unreachable(cause);
}
