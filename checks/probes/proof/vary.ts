import { randomUUID } from 'node:crypto';
import type { Ports } from '../../../core/ports.ts';
import type { Relation } from '../../../core/proof/evidence.ts';
import type { Json } from '../../../core/types.ts';
import type { Parameter } from '../../openapi/operations.ts';
import { fields } from '../../openapi/operations.ts';
import { jsonOf } from '../http/json.ts';
import { rolesOf } from '../http/session.ts';
import { surveyOf, type Surveyed } from '../http/survey.ts';
import type { Answered } from './asked.ts';
import { isGood } from './asked.ts';
import { askHttp, jsonBody } from './http-target.ts';
import { proofOf } from './world.ts';

/** Pass 3: relations that must hold between two requests. None of them writes. */
export async function relationsOf(ports: Ports, signal: AbortSignal): Promise<readonly Relation[]> {
  const { origin, reading } = await surveyOf(ports, signal);
  const relations: Relation[] = [];
  for (const each of reading) {
    if (!('answer' in each.result) || each.result.answer.status !== 200) continue;
    const around: Around = { ports, origin, each, url: each.result.sample.url, role: each.result.role, signal };
    relations.push(...(await unknownId(around)), ...(await matchesNothing(around)), ...(await pageSize(around)), ...(await anotherUser(around)), ...(await narrowerRange(around)));
  }
  return relations;
}

interface Around {
  readonly ports: Ports;
  readonly origin: string;
  readonly each: Surveyed;
  readonly url: string;
  readonly role: string | undefined;
  readonly signal: AbortSignal;
}

function ask({ ports, origin, each, role, signal }: Around, url: string): Promise<Answered> {
  return askHttp(ports, origin, { method: each.endpoint.method, url, role, ...jsonBody(each.endpoint.body) }, proofOf(ports).budgetMs, signal);
}

function named({ each, url }: Around, second: string): Pick<Relation, 'target' | 'first' | 'second'> {
  return { target: `${each.endpoint.method} ${each.endpoint.path}`, first: url, second };
}

/** An identifier that nothing has: 404 (or a refusal), not a record. */
async function unknownId(around: Around): Promise<readonly Relation[]> {
  const { each, url } = around;
  const last = /\{([^}]+)\}(?!.*\{)/.exec(each.endpoint.path)?.[1];
  if (last === undefined || !('sample' in each.result)) return [];
  const value = each.result.sample.values[last];
  if (value === undefined) return [];
  const other = url.replace(encodeURIComponent(value), encodeURIComponent(strangerOf(value)));
  if (other === url) return [];
  const answered = await ask(around, other);
  if (answered.status === 429 || answered.status === 0) return [];
  return [{ relation: 'unknown-id', ...named(around, other), held: !isGood(answered) || isEmpty(answered.body ?? null), detail: `an identifier that nothing has is answered with ${answered.status}` }];
}

/** Of the same form as the one that is known, so that it is refused for not being there and for nothing else. */
function strangerOf(value: string): string {
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(value)) return randomUUID();
  if (/^\d+$/.test(value)) return String(2_000_000_000 + Number(value.slice(-4)));
  return `${value.replaceAll(/[a-z0-9]/gi, 'q')}zx`;
}

/** A word by which something is looked for. */
export const searching = /^(q|query|search|term|filter|keyword|text)$/i;

/** A search for a text that nothing holds: an empty answer. */
async function matchesNothing(around: Around): Promise<readonly Relation[]> {
  const parameter = around.each.endpoint.parameters.find((each) => each.in === 'query' && searching.test(each.name));
  if (!parameter) return [];
  const nothing = `zq${randomUUID().replaceAll('-', '')}`;
  const url = withQuery(around.url, parameter.name, nothing);
  const answered = await ask(around, url);
  if (!isGood(answered)) return [];
  const body = answered.body ?? null;
  return [{ relation: 'matches-nothing', ...named(around, url), held: recordsIn(body) === 0, detail: `a search for a text that nothing holds gives ${recordsIn(body)} records` }];
}

const sizing = /^(limit|page_?size|per_?page|size|count|take)$/i;

/** A page of one: one record at most, and a total, where one is told, as before. */
async function pageSize(around: Around): Promise<readonly Relation[]> {
  const parameter = around.each.endpoint.parameters.find((each) => each.in === 'query' && sizing.test(each.name) && takesOne(each));
  if (!parameter || !('answer' in around.each.result)) return [];
  const before = jsonOf(around.each.result.answer.body);
  if (before === undefined || recordsIn(before) < 2) return [];
  const url = withQuery(around.url, parameter.name, '1');
  const answered = await ask(around, url);
  if (!isGood(answered) || answered.body === undefined) return [];
  const total = totalOf(before);
  const kept = total === undefined || totalOf(answered.body) === total;
  const records = recordsIn(answered.body);
  return [{ relation: 'page-size', ...named(around, url), held: records <= 1 && kept, detail: records > 1 ? `a page of one holds ${records} records` : `the total is ${String(totalOf(answered.body))} instead of ${String(total)}` }];
}

const ownPath = /\/(me|profile|account|whoami|current[-_]user)$/i;

/** What is said of oneself: somebody else is told something else. */
async function anotherUser(around: Around): Promise<readonly Relation[]> {
  const other = rolesOf(around.ports).find((each) => each !== around.role);
  if (other === undefined || around.role === undefined || !ownPath.test(around.each.endpoint.path)) return [];
  const [mine, theirs] = [await ask(around, around.url), await ask({ ...around, role: other }, around.url)];
  if (!isGood(mine) || !isGood(theirs)) return [];
  const same = JSON.stringify(mine.body) === JSON.stringify(theirs.body);
  return [{ relation: 'another-user', ...named(around, around.url), held: !same, detail: `${around.role} and ${other} are told ${same ? 'the same' : 'different things'} of themselves` }];
}

const beginning = /^(from|since|start|after|min)$|^(from|since|start|after|min)[_-]?(date|day|time|at)$|[_-](from|since|start|after|gte?)$|(After|From|Since)$/;
/** Nothing is stored of so late a time, not even what is planned. */
const farAway = '2999-01-01';

/** A range that begins after everything: no record of the wider one is in it. */
async function narrowerRange(around: Around): Promise<readonly Relation[]> {
  const parameter = around.each.endpoint.parameters.find((each) => each.in === 'query' && beginning.test(each.name) && /^date(-time)?$/.test(String(each.schema.format)));
  if (!parameter || !('answer' in around.each.result)) return [];
  const before = jsonOf(around.each.result.answer.body);
  if (before === undefined || recordsIn(before) === 0) return [];
  const url = withQuery(around.url, parameter.name, parameter.schema.format === 'date' ? farAway : `${farAway}T00:00:00Z`);
  const answered = await ask(around, url);
  if (!isGood(answered) || answered.body === undefined) return [];
  const records = recordsIn(answered.body);
  return [{ relation: 'narrower-range', ...named(around, url), held: records === 0, detail: `a range that begins in the year 2999 holds ${records} records` }];
}

function takesOne({ schema }: Parameter): boolean {
  const { minimum, type } = schema;
  return (type === 'integer' || type === 'number' || type === undefined) && (typeof minimum !== 'number' || minimum <= 1);
}

function withQuery(url: string, name: string, value: string): string {
  const at = new URL(url, 'http://localhost');
  at.searchParams.set(name, value);
  return at.pathname + at.search;
}

/** Records of the longest list near the top of an answer. */
export function recordsIn(body: Json): number {
  if (Array.isArray(body)) return body.length;
  return Math.max(0, ...Object.values(fields(body)).map((each) => (Array.isArray(each) ? each.length : Math.max(0, ...Object.values(fields(each)).map((inner) => (Array.isArray(inner) ? inner.length : 0))))));
}

function totalOf(body: Json): number | undefined {
  const found = Object.entries(fields(body)).find(([name, value]) => /^(total|total_?count|count)$/i.test(name) && typeof value === 'number');
  return found?.[1] as number | undefined;
}

/** An answer without a record: null, an empty list or object, or lists that are all empty. */
function isEmpty(body: Json): boolean {
  if (body === null || body === '') return true;
  if (typeof body !== 'object') return false;
  const inside = Object.values(body) as readonly Json[];
  if (Array.isArray(body)) return inside.every(isEmpty);
  const lists = inside.filter((each) => typeof each === 'object' && each !== null);
  return inside.length === 0 || (lists.length > 0 && lists.every(isEmpty));
}
