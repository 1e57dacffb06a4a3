/**
 * Loads the documents of rfqs/ through the public API, as a user would, says something in the chat, waits until the worker has finished with each of them, and compares what came
 * out with rfqs/expected.json. Needs nothing but Node. Exit code 1: something is not as it should be.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

interface Expected {
  readonly status: string;
  readonly customer?: string;
  readonly total?: number;
  readonly lines?: number;
  readonly open?: number;
  readonly reason?: string;
}
interface Document {
  readonly status: string;
  readonly customer: string | null;
  readonly quote_id: string | null;
  readonly reason: string | null;
}
interface Quote {
  readonly total: number;
  readonly lines: readonly { readonly sku: string | null }[];
}

const pollMs = 250;
/** For all documents together: they take seconds, so more than this means that nobody works on them. */
const waitMs = 90_000;
const requestMs = 10_000;

const folder = new URL('../rfqs/', import.meta.url);
const expected = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Readonly<Record<string, Expected>>;

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

const api = given('API_URL');

async function ask(path: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(api + path, { ...init, signal: AbortSignal.timeout(requestMs) });
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function logIn(): Promise<Readonly<Record<string, string>>> {
  const body = JSON.stringify({ email: given('CLERK_EMAIL'), password: given('CLERK_PASSWORD') });
  const { token } = (await ask('/api/auth/login', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })) as { readonly token: string };
  return { Authorization: `Bearer ${token}` };
}

async function upload(name: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([readFileSync(new URL(name, folder))]), name);
  const { id } = (await ask('/api/documents', { method: 'POST', headers, body: form })) as { readonly id: string };
  return id;
}

async function finished(id: string, headers: Readonly<Record<string, string>>, deadline: number): Promise<Document> {
  for (;;) {
    const document = (await ask(`/api/documents/${id}`, { headers })) as Document;
    const open = document.status === 'received' || document.status === 'processing';
    if (!open || Date.now() > deadline) return document;
    await sleep(pollMs);
  }
}

async function differences(want: Expected, document: Document, headers: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const quote = document.quote_id === null ? undefined : ((await ask(`/api/quotes/${document.quote_id}`, { headers })) as Quote);
  const got: Readonly<Record<keyof Expected, unknown>> = {
    status: document.status, customer: document.customer, reason: document.reason,
    total: quote?.total, lines: quote?.lines.length, open: quote?.lines.filter((line) => line.sku === null).length,
  };
  return (Object.keys(want) as (keyof Expected)[]).filter((key) => want[key] !== got[key]).map((key) => `${key} is ${String(got[key])}, expected ${String(want[key])}`);
}

/** Says something in the chat as a page would; ends when the server says that it is stored. */
function say(text: string, token: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { protocols: ['fastapi-desk.v1', `bearer.${token}`], headers: { Origin: given('WEB_ORIGIN') } };
    // Node's client takes headers as well, which the browser's types do not know.
    const socket = new WebSocket(`${given('CHAT_URL').replace(/^http/, 'ws')}/chat`, options as unknown as string[]);
    const timer = setTimeout(() => settle(new Error('the chat did not say that the message is stored')), requestMs);
    const settle = (error?: Error): void => {
      clearTimeout(timer);
      socket.close();
      if (error) reject(error);
      else resolve();
    };
    socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'say', id: crypto.randomUUID(), body: text })));
    socket.addEventListener('message', ({ data }) => {
      if ((JSON.parse(String(data)) as { readonly type: string }).type === 'stored') settle();
    });
    socket.addEventListener('error', () => settle(new Error('the chat could not be reached')));
  });
}

const headers = await logIn();
for (const text of ['The panel for Lindgren goes out on Friday.', 'Ostwind asks which gland is meant.']) await say(text, headers['Authorization']?.slice('Bearer '.length) ?? '');
const ids = new Map<string, string>();
for (const name of Object.keys(expected)) ids.set(name, await upload(name, headers));
const deadline = Date.now() + waitMs;
let wrong = 0;
for (const [name, id] of ids) {
  const document = await finished(id, headers, deadline);
  const problems = await differences(expected[name] ?? { status: '' }, document, headers);
  process.stdout.write(`${name.padEnd(28)} ${document.status}\n${problems.map((each) => `    ! ${each}\n`).join('')}`);
  if (problems.length > 0) wrong += 1;
}
process.stdout.write(wrong === 0 ? `${ids.size} documents, all as expected.\n` : `${wrong} of ${ids.size} documents are not as expected.\n`);
process.exitCode = wrong === 0 ? 0 : 1;
