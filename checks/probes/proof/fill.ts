import { randomInt, randomUUID } from 'node:crypto';
import type { Ports, WriteSample } from '../../../core/ports.ts';
import type { Json } from '../../../core/types.ts';
import { filledArguments } from '../mcp/arguments.ts';
import type { HttpRequest } from './http-target.ts';
import { escaped } from '../../../core/pointer.ts';

/** A write with every placeholder filled in, and the values by which it can be found again. */
export interface FilledWrite {
  readonly request: HttpRequest;
  /** JSON pointers into the body (or names of the form) of the values that were made for this request alone, and the values. */
  readonly sent: readonly { readonly pointer: string; readonly value: string }[];
  /** The text that only this request carries. */
  readonly marker: string;
}

/** Makes a new request from a sample: other texts and numbers each time, so that what is found later is this write and no other. */
export async function fillWrite(ports: Ports, sample: WriteSample, signal: AbortSignal): Promise<FilledWrite> {
  const words = newWords();
  const marker = words.text;
  const filled = await filledArguments(ports, sample.body ?? null, signal, sample.role);
  // In a body that was made, each text is one of its own: what became of one field says nothing of the others.
  const body = replaced(sample.made === true ? apart(filled, words) : filled, words);
  const url = await address(ports, sample, words, signal);
  const base = { method: sample.method, url, role: sample.role };
  if (sample.form) {
    const form = Object.entries(sample.form).map(([name, field]) => [name, typeof field === 'string' ? text(field, words) : { ...field, filename: text(field.filename, words), text: text(field.text, words) }] as const);
    const encoded = await encodedForm(form);
    const sent = form.flatMap(([name, field]) => (typeof field === 'string' ? [{ pointer: `/${name}`, value: field }] : [{ pointer: `/${name}`, value: field.text }, { pointer: `/${name}/filename`, value: field.filename }]));
    return { request: { ...base, body: encoded }, sent: sent.filter(({ value }) => carries(value, words)), marker };
  }
  const json = sample.body === undefined ? {} : { body: { text: JSON.stringify(body), contentType: 'application/json', json: body } };
  return { request: { ...base, ...json }, sent: leavesOf(body).filter(({ value }) => carries(value, words)), marker };
}

/** What stands for the placeholders of one request. Those that ask for a kind and a length (`lower:8`) are made when they are met. */
type Words = Record<string, string>;
const placeholder = /\$\{(text|id|number|(?:lower|upper|digits):\d+)\}/g;

function newWords(): Words & { readonly text: string } {
  return { text: `assay-${randomUUID().slice(0, 18)}`, id: randomUUID(), number: nineDigits() };
}

const nineDigits = (): string => String(randomInt(100_000_000, 999_999_999));

/** Shorter ones may stand in a store by chance. */
const shortestMark = 6;

/** Values of JSON with their placeholders filled in, and those by which they can be found again. */
export function filledJson(json: Json): { readonly json: Json; readonly sent: FilledWrite['sent'] } {
  const words = newWords();
  const filled = replaced(json, words);
  return { json: filled, sent: leavesOf(filled).filter(({ value }) => carries(value, words)) };
}

/** Whether JSON asks for values of its own each time: only what writes needs them. */
export function hasPlaceholder(json: Json): boolean {
  return JSON.stringify(json).search(placeholder) >= 0;
}

function carries(value: string, words: Words): boolean {
  return Object.values(words).some((word) => word.length >= shortestMark && value.includes(word));
}

function text(from: string, words: Words): string {
  return from.replace(placeholder, (_whole, name: string) => (words[name] ??= made(name)));
}

/** Letters and digits that begin with a letter, or digits that begin with none that is dropped. */
function made(name: string): string {
  const [kind, size = '0'] = name.split(':');
  const length = Number(size);
  if (kind === 'digits') return Array.from({ length: Math.ceil(length / 9) }, nineDigits).join('').slice(0, length);
  const letters = `q${Array.from({ length: Math.ceil(length / 32) }, () => randomUUID().replaceAll('-', '')).join('')}`.slice(0, length);
  return kind === 'upper' ? letters.toUpperCase() : letters;
}

/** Each `${text}` filled in with another one. */
function apart(value: Json, words: Words): Json {
  if (typeof value === 'string') return value.replaceAll('${text}', () => (words[`text ${Object.keys(words).length}`] = newWords().text));
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: Json) => apart(item, words));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, apart(item, words)]));
}

/** A text that is `${number}` alone becomes a number: a schema may want one. */
function replaced(value: Json, words: Words): Json {
  if (value === '${number}') return Number(words['number']);
  if (typeof value === 'string') return text(value, words);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: Json) => replaced(item, words));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, words)]));
}

/** References to other answers may stand as parts of an address: `/api/quotes/${GET /api/quotes quotes.0.id}/notes`. */
async function address(ports: Ports, sample: WriteSample, words: Words, signal: AbortSignal): Promise<string> {
  const template = sample.url ?? sample.path;
  let url = text(template, words);
  for (const [reference] of template.matchAll(/\$\{GET [^}]+\}/g)) url = url.replace(reference, encodeURIComponent(String(await filledArguments(ports, reference, signal, sample.role))));
  return url;
}

function leavesOf(value: Json, at = ''): readonly { readonly pointer: string; readonly value: string }[] {
  if (value === null || typeof value === 'boolean') return [];
  if (typeof value !== 'object') return [{ pointer: at, value: String(value) }];
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item as Json, `${at}/${escaped(key)}`));
}

/** The platform's own FormData does the encoding (multipart/form-data, RFC 7578). */
async function encodedForm(fields: readonly (readonly [string, string | { readonly filename: string; readonly type: string; readonly text: string }])[]): Promise<NonNullable<HttpRequest['body']>> {
  const form = new FormData();
  for (const [name, field] of fields) {
    if (typeof field === 'string') form.append(name, field);
    else form.append(name, new File([field.text], field.filename, { type: field.type }));
  }
  const encoded = new Response(form);
  return { text: new Uint8Array(await encoded.arrayBuffer()), contentType: encoded.headers.get('content-type') ?? 'multipart/form-data' };
}
