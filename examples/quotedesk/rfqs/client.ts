/** The few questions that loading the documents asks the public API. Every answer is checked; a refusal is thrown. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { folder } from './expectations.ts';
import type { Outcome } from './expectations.ts';

const TIMEOUT_MS = 15_000;

const mediaTypes: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.eml': 'message/rfc822',
  '.pdf': 'application/pdf',
  '.txt': 'text/plain',
};

const problemSchema = z.object({ title: z.string(), detail: z.string().optional() });
const loginSchema = z.object({ token: z.string() });
const readySchema = z.object({ stores: z.record(z.string(), z.unknown()) });
const uploadedSchema = z.object({ id: z.string() });
const documentSchema = z.object({
  status: z.enum(['received', 'processing', 'quoted', 'unreadable', 'failed']),
  reason: z.string().nullable(),
  customer: z.string().nullable(),
  quote: z
    .object({
      currency: z.string(),
      total: z.number(),
      lines: z.array(z.object({ sku: z.string().nullable(), quantity: z.number().nullable() })),
    })
    .nullable(),
});

export interface Processed extends Outcome {
  readonly total: string | null;
}

export class QuotedeskClient {
  readonly #baseUrl: string;
  readonly #token: string | null;

  private constructor(baseUrl: string, token: string | null) {
    this.#baseUrl = baseUrl.replace(/\/+$/, '');
    this.#token = token;
  }

  static async login(baseUrl: string, email: string, password: string): Promise<QuotedeskClient> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const body = JSON.stringify({ email, password });
    const response = await new QuotedeskClient(baseUrl, null).#ask('/api/auth/login', { ...init, body });
    const { token } = loginSchema.parse(await response.json());
    return new QuotedeskClient(baseUrl, token);
  }

  /** A platform that is not ready refuses here, before anything is loaded. */
  async hasGraph(): Promise<boolean> {
    const response = await this.#ask('/api/health/ready');
    return 'neo4j' in readySchema.parse(await response.json()).stores;
  }

  /** The same file again is known: the API answers with the document that it has. */
  async upload(file: string): Promise<{ readonly id: string; readonly known: boolean }> {
    const type = mediaTypes[path.extname(file)] ?? 'application/octet-stream';
    const form = new FormData();
    form.append('file', new Blob([await readFile(path.join(folder, file))], { type }), file);
    const response = await this.#ask('/api/documents', { method: 'POST', body: form });
    return { id: uploadedSchema.parse(await response.json()).id, known: response.status === 200 };
  }

  async document(id: string): Promise<Processed> {
    const response = await this.#ask(`/api/documents/${encodeURIComponent(id)}`);
    const { status, reason, customer, quote } = documentSchema.parse(await response.json());
    const total = quote === null ? null : `${quote.total.toFixed(2)} ${quote.currency}`;
    return { status, reason, customer, total, lines: quote?.lines ?? [] };
  }

  async #ask(route: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#token !== null) headers.set('authorization', `Bearer ${this.#token}`);
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const asked = `${init.method ?? 'GET'} ${route}`;
    const response = await fetch(this.#baseUrl + route, { ...init, headers, signal }).catch(
      (cause: unknown) => {
        throw new Error(`${asked}: ${reasonOf(cause)}`, { cause });
      },
    );
    if (response.ok) return response;
    throw new Error(`${asked}: ${response.status} ${titleOf(await response.text())}`.trim());
  }
}

/** fetch hides what happened in the cause of its error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

function titleOf(body: string): string {
  try {
    const { title, detail } = problemSchema.parse(JSON.parse(body));
    return detail === undefined ? title : `${title}: ${detail}`;
  } catch {
    return body.slice(0, 200);
  }
}
