'use client';

import { z } from 'zod';
import { apiUrl } from './config';
import { currentSession, keepSession } from './session';

/** The API refused, failed, or could not be reached; the message is for the person at the page. */
export class ApiError extends Error {
  readonly status: number | undefined;

  constructor(message: string, status?: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

const problem = z.object({ title: z.string(), detail: z.string().nullish() });
const limitMs = 15_000;

export function get<T>(path: string, shape: z.ZodType<T>): Promise<T> {
  return ask('GET', path, shape);
}

export function post<T>(path: string, shape: z.ZodType<T>, body?: FormData | object): Promise<T> {
  return ask('POST', path, shape, body);
}

async function ask<T>(method: string, path: string, shape: z.ZodType<T>, body?: FormData | object): Promise<T> {
  const session = currentSession();
  const isForm = body instanceof FormData;
  const response = await fetch(apiUrl + path, {
    method,
    headers: { ...(session && { Authorization: `Bearer ${session.token}` }), ...(body && !isForm && { 'Content-Type': 'application/json' }) },
    ...(body && { body: isForm ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(limitMs),
  }).catch((error: unknown) => {
    throw new ApiError('The server cannot be reached. Try again in a moment.', undefined, { cause: error });
  });
  if (!response.ok) throw await refusal(response, session !== null);
  const parsed = shape.safeParse(await response.json());
  if (!parsed.success) throw new ApiError('The server answered in a form that this page does not know.', response.status, { cause: parsed.error });
  return parsed.data;
}

/** A session that has ended leads to the login; everything else is told. */
async function refusal(response: Response, wasLoggedIn: boolean): Promise<ApiError> {
  if (response.status === 401 && wasLoggedIn) keepSession(null);
  const told = problem.safeParse(await response.json().catch((error: unknown) => error));
  const words = told.success ? (told.data.detail ?? told.data.title) : `The server answered ${response.status}.`;
  return new ApiError(words, response.status);
}
