import * as z from 'zod/mini';

export type ApiErrorKind = 'refused' | 'unreachable' | 'timeout' | 'malformed';

interface ApiErrorParts {
  readonly kind: ApiErrorKind;
  readonly status: number | null;
  readonly title: string;
  readonly detail: string | null;
}

/** Everything that can go wrong between the page and the API, told the way a person can read it. */
export class ApiError extends Error {
  readonly kind: ApiErrorKind;
  readonly status: number | null;
  readonly title: string;
  readonly detail: string | null;

  constructor(parts: ApiErrorParts, cause?: unknown) {
    super(parts.title, { cause });
    this.name = 'ApiError';
    this.kind = parts.kind;
    this.status = parts.status;
    this.title = parts.title;
    this.detail = parts.detail;
  }
}

const problemSchema = z.object({ title: z.string(), detail: z.optional(z.string()) });

/** The API's own words when it sent a problem document, and the bare status when it did not. */
export function errorFromAnswer(status: number, statusText: string, body: string): ApiError {
  const problem = problemSchema.safeParse(jsonOrUndefined(body));
  const title = problem.success ? problem.data.title : `The API answered ${status} ${statusText}`.trim();
  const detail = problem.success ? (problem.data.detail ?? null) : null;
  return new ApiError({ kind: 'refused', status, title, detail });
}

export function unreachable(cause?: unknown): ApiError {
  const detail = 'The connection failed before there was an answer.';
  return new ApiError(
    { kind: 'unreachable', status: null, title: 'The API cannot be reached', detail },
    cause,
  );
}

export function timedOut(seconds: number): ApiError {
  const detail = `There was no answer within ${seconds} s.`;
  return new ApiError({ kind: 'timeout', status: null, title: 'The API does not answer', detail });
}

export function malformed(status: number, path: string, cause?: unknown): ApiError {
  const detail = `What came from ${path} is not what this page understands, so nothing of it is shown.`;
  return new ApiError(
    { kind: 'malformed', status, title: 'The API answered with something unexpected', detail },
    cause,
  );
}

/** Whether a body is JSON is a question, and "no" is one of its answers. */
function jsonOrUndefined(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
