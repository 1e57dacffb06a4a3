import type { Ports } from '../../../core/ports.ts';
import type { Relation } from '../../../core/proof/evidence.ts';
import type { Json } from '../../../core/types.ts';
import { fields } from '../../openapi/operations.ts';
import { plain } from '../../openapi/sample.ts';
import type { Surveyed } from '../http/survey.ts';
import type { Answered } from './asked.ts';
import { askHttp, jsonBody } from './http-target.ts';
import { proofOf } from './world.ts';

/** What relations between two requests are asked with. */
export interface Around {
  readonly ports: Ports;
  readonly origin: string;
  readonly each: Surveyed;
  readonly url: string;
  readonly role: string | undefined;
  readonly signal: AbortSignal;
  /** What it answered when it was surveyed; null where that was no JSON. */
  readonly before: Json;
}

export function ask({ ports, origin, each, role, signal }: Around, url: string): Promise<Answered> {
  return askHttp(ports, origin, { method: each.endpoint.method, url, role, ...jsonBody(each.endpoint.body) }, proofOf(ports).budgetMs, signal);
}

export function named({ each, url }: Around, second: string): Pick<Relation, 'target' | 'first' | 'second'> {
  return { target: `${each.endpoint.method} ${each.endpoint.path}`, first: url, second };
}

/** A word by which something is looked for. */
export const searching = /^(q|query|search|term|filter|keyword|text)$/i;

export const sizing = /^(limit|page_?size|per_?page|per|size|count|take|top|last|first|max_?results)$/i;

export const beginning = /^(from|since|start|after|min)$|^(from|since|start|after|min)[_-]?(date|day|time|at)$|[_-](from|since|start|after|gte?)$|(After|From|Since)$/;

/** The very same records in the same order. */
export const sameRecords = (left: readonly Json[], right: readonly Json[]): boolean => JSON.stringify(left) === JSON.stringify(right);

/** Whether a parameter says which page, or how many on it. */
export const isPaging = (name: string): boolean => paging.test(name) || sizing.test(name) || beginning.test(name);

export const paging = /^(page|page_?(number|no|index)|offset|skip)$/i;

/** Parameters that say how, and not which. */
export const isManner = (name: string): boolean => manner.test(name);
const manner = /sort|order|dir|field|include|expand|select|format|locale|lang|view|mode|unit|interval|group|period|range|tz|zone|aggregate|metric|scope|depth|version/i;

/** The value of a field with that name, in the record itself or in the one thing of that name (`status: { code }`). */
export function valueNamed(record: Json, name: string): string | undefined {
  const found = Object.entries(fields(record)).find(([key]) => plain(key) === plain(name))?.[1];
  const value = found !== null && typeof found === 'object' && !Array.isArray(found) ? (fields(found)['code'] ?? fields(found)['value'] ?? fields(found)['key']) : found;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

export function withQuery(url: string, name: string, value: string): string {
  const at = new URL(url, 'http://localhost');
  at.searchParams.set(name, value);
  return at.pathname + at.search;
}

/** How many records the longest list near the top of an answer has. */
export function recordsIn(body: Json): number {
  return recordsOf(body).length;
}

export function recordsOf(body: Json): readonly Json[] {
  const inside = Object.values(fields(body)).flatMap((each) => [each, ...Object.values(fields(each))]);
  return [body, ...inside].filter((each): each is Json[] => Array.isArray(each)).toSorted((left, right) => right.length - left.length)[0] ?? [];
}

/** An answer without a record: null, an empty list or object, or lists that are all empty. */
export function isEmpty(body: Json): boolean {
  if (body === null || body === '') return true;
  if (typeof body !== 'object') return false;
  const inside = Object.values(body) as readonly Json[];
  if (Array.isArray(body)) return inside.every(isEmpty);
  const lists = inside.filter((each) => typeof each === 'object' && each !== null);
  return inside.length === 0 || (lists.length > 0 && lists.every(isEmpty));
}
