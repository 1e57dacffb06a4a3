import type { Json } from '../types.ts';
import { DAY, HOUR, MINUTE, momentsOf, SECOND, type Moment } from './dates.ts';
import { leavesOf } from './leaves.ts';
import { labelsOf, momentOf } from './moments.ts';
import { formsOf, type Scalar } from './normalise.ts';
import type { Supply } from './types.ts';
import { hinted, wordsOf } from './words.ts';

/** What the request brought, by normal form, and the times that it named. */
export interface Echo {
  readonly forms: ReadonlyMap<string, string>;
  readonly moments: readonly number[];
  readonly origin: string;
  readonly path: string;
  readonly from: number;
  readonly to: number;
  /** Labels of the calendar around now, and around the times that the request named. */
  readonly labels: () => ReadonlySet<string>;
  readonly requestLabels: () => ReadonlySet<string>;
}

/** Headers that say something of the caller or the address; the rest is of the protocol. */
const HEADERS = /^(?:host|user-agent|accept-language|referer|origin|x-.*|authorization|cookie|content-type|content-length|if-.*|range|idempotency-key|traceparent)$/i;

export function echoOf({ request, from, to }: Supply): Echo {
  const forms = new Map<string, string>();
  const moments: number[] = [];
  const add = (value: Scalar, where: string): void => {
    for (const form of formsOf(value)) if (!forms.has(form)) forms.set(form, where);
    const moment = momentOf(value);
    if (moment !== undefined) moments.push(moment.ms);
  };
  const [, origin = '', path = '', query = ''] = /^([a-z]+:\/\/[^/?#]*)?([^?#]*)(?:\?([^#]*))?/i.exec(request.url) ?? [];
  for (const part of path.split('/').filter((text) => text !== '')) add(decoded(part), 'a part of the path');
  for (const pair of query.split('&').filter((text) => text !== '')) {
    const [name = '', value = ''] = pair.split('=');
    add(decoded(value), `the parameter ${decoded(name)}`);
    for (const part of decoded(value).split(',')) add(part, `the parameter ${decoded(name)}`);
  }
  add(request.url, 'its address');
  add(path, 'its path');
  add(`${path}?${query}`, 'its address');
  add(origin, 'its address');
  add(origin.replace(/^[a-z]+:\/\//i, ''), 'its host');
  for (const [name, value] of Object.entries(request.headers)) if (HEADERS.test(name)) addParts(value, name, add);
  if (request.body !== undefined) each(request.body, 'the body', add);
  if (request.claims !== undefined) each(request.claims, 'the token', add);
  return { forms, moments, origin, path, from, to, labels: once(() => new Set(spread(from))), requestLabels: once(() => new Set(moments.slice(0, MOST_MOMENTS).flatMap(spread))) };
}

const MOST_MOMENTS = 10;
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function addParts(value: string, name: string, add: (value: Scalar, where: string) => void): void {
  add(value, `the header ${name}`);
  for (const part of value.split(/[;,=\s]+/)) if (part.length > 2) add(part, `the header ${name}`);
}

function each(body: Json, where: string, add: (value: Scalar, where: string) => void): void {
  for (const { value, key } of leavesOf(body).leaves) add(value, key === '' ? where : `${key} of ${where}`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** Labels of the days, months and hours around a time: what a chart's axis says. */
function spread(ms: number): readonly string[] {
  const labels: string[] = [];
  for (let day = -62; day <= 62; day++) labels.push(...labelsOf(ms + day * DAY));
  for (let month = -25; month <= 25; month++) labels.push(...labelsOf(ms + month * 30.4 * DAY));
  for (let hour = -48; hour <= 48; hour++) labels.push(...labelsOf(ms + hour * HOUR));
  return labels;
}

/** Whether the request itself said it: an echo, a link made of its address, a time reckoned from one that it named. */
export function echoed(value: Scalar, echo: Echo): string | undefined {
  for (const form of formsOf(value)) {
    const where = echo.forms.get(form);
    if (where !== undefined) return where;
  }
  if (typeof value === 'string') return linked(value, echo) ?? reckoned(value, echo);
  return undefined;
}

const PAGE_WORDS = new Set(['limit', 'offset', 'page', 'pagesize', 'perpage', 'skip', 'take']);
const MOST_PER_PAGE = 10_000;
/** The platform's own default of a page: a whole number under a name of paging. */
export function paged(value: number, key: string): boolean {
  if (!Number.isInteger(value) || value < 0 || value > MOST_PER_PAGE || !hinted(key, 'page')) return false;
  const words = wordsOf(key);
  return words.some((word) => PAGE_WORDS.has(word)) && words.every((word) => PAGE_WORDS.has(word) || ['size', 'per', 'max', 'default', 'next', 'prev', 'previous', 'current', 'number', 'no', 'first', 'last', 'items'].includes(word));
}

/** Where a list goes on, in the platform's own code. */
export const isCursor = (value: string, key: string): boolean => !/\s/.test(value) && wordsOf(key).some((word) => /^(?:cursor|continuation|nexttoken|pagetoken)$/.test(word)) || /^(?:next|page)_?(?:page_?)?token$/i.test(key);

/** A link: to the request's own host or path, with parts that the request or its path named. */
function linked(value: string, { origin, path }: Echo): string | undefined {
  if (!/^(?:https?:\/\/|\/)\S*$/.test(value)) return undefined;
  if (path.length > 1 && (value.startsWith(path) || value.startsWith(origin + path))) return 'a link made of its address';
  return undefined;
}

/** A whole hour or day within the range that the request named, or the beginning or end of such a span around its one time. */
function reckoned(value: string, { moments, requestLabels }: Echo): string | undefined {
  if (moments.length === 0) return undefined;
  if (requestLabels().has(value.trim().toLowerCase())) return 'a date reckoned from a time that it named';
  const [moment] = momentsOf(value.trim());
  if (moment === undefined || !whole(moment)) return undefined;
  const [first, last] = [Math.min(...moments), Math.max(...moments)];
  const room = Math.max(31 * DAY, last - first);
  return moment.ms >= first - room && moment.ms <= last + room ? 'a date reckoned from a time that it named' : undefined;
}

/** A whole hour, or its last second or millisecond. */
const whole = ({ ms }: Moment): boolean => ms % HOUR === 0 || (ms + 1) % HOUR === 0 || (ms + SECOND) % HOUR === 0 || ms % (15 * MINUTE) === 0;

const SKEW = 2 * SECOND;
const MOST_DAYS = 400;

/** The clock and its calendar: now, a round time from now, today and the days around it, a duration that fits into the call. */
export function clocked(value: string | number, key: string, echo: Echo): string | undefined {
  const moment = momentOf(value);
  if (moment !== undefined) {
    const how = nowish(moment, echo);
    if (how !== undefined) return how;
  }
  if (typeof value === 'string') return echo.labels().has(value.trim().toLowerCase()) || /^©?\s*(?:19|20)\d\d$/.test(value.trim()) && Math.abs(Number(value.replace(/\D/g, '')) - yearOf(echo.from)) <= 1 ? 'a label of the calendar around today' : undefined;
  if (Number.isInteger(value) && Math.abs(value - yearOf(echo.from)) <= 1 && wordsOf(key).includes('year')) return 'the year';
  return measured(value, key, echo.to - echo.from);
}

const yearOf = (ms: number): number => new Date(ms).getUTCFullYear();

function nowish({ ms, precision }: Moment, { from, to }: Echo): string | undefined {
  const slack = precision === 'exact' || precision === 'second' ? SKEW : precision === 'minute' ? MINUTE : 0;
  if (ms >= from - slack && ms <= to + slack) return 'the time of the call';
  const distance = ms - from;
  if (Math.abs(distance) > MOST_DAYS * DAY) return undefined;
  if (precision === 'month' || ((ms % DAY === 0 || (ms + 1) % DAY === 0) && (Math.abs(distance) <= 62 * DAY || new Date(ms + 1).getUTCDate() === 1))) return 'a day of the calendar around today';
  if (ms % HOUR === 0 && Math.abs(distance) <= 8 * DAY) return 'an hour of the calendar around now';
  const unit = Math.abs(distance) <= HOUR + SKEW ? MINUTE : Math.abs(distance) <= 48 * HOUR + SKEW ? HOUR : DAY;
  const off = Math.abs(distance - Math.round(distance / unit) * unit);
  return off <= to - from + SKEW ? 'a round time from the time of the call' : undefined;
}

const MEASURE = /^(?:latency|duration|took|elapsed|time|ms|millis|milliseconds|response|processing|query|execution|took|seconds|us|ns|micros|in|sec|s|runtime|total|server|request)$/;
const SUMMARY = /^(?:avg|average|mean|median|p50|p90|p95|p99|max|min|customer|order|document)$/;

/** A duration by its name that is no longer than the call took, or the time that a process is up. */
function measured(value: number, key: string, took: number): string | undefined {
  const words = wordsOf(key);
  if (words.includes('uptime') && value >= 0) return 'the time that the process is up, as its name says';
  if (value < 0 || !words.some((word) => /^(?:latency|duration|took|elapsed|ms|millis|milliseconds|time|seconds|runtime)$/.test(word))) return undefined;
  if (words.some((word) => SUMMARY.test(word)) || !words.every((word) => MEASURE.test(word))) return undefined;
  const unit = words.some((word) => /^(?:s|sec|seconds)$/.test(word)) ? SECOND : words.some((word) => /^(?:us|micros)$/.test(word)) ? 0.001 : words.includes('ns') ? 0.000_001 : 1;
  return value * unit <= took + 5 ? 'a duration measured during the call: it is no longer than the call' : undefined;
}
