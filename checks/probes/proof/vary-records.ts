import { randomUUID } from 'node:crypto';
import type { Relation } from '../../../core/proof/evidence.ts';
import type { Json } from '../../../core/types.ts';
import { fields, list, type Parameter } from '../../openapi/operations.ts';
import type { Listed } from '../../openapi/sample.ts';
import { isGood } from './asked.ts';
import { ask, isManner, isPaging, named, recordsOf, sameRecords, searching, valueNamed, withQuery, type Around } from './vary-asking.ts';

/** Relations for which the platform's own records say what to ask for. */
export async function recordRelations(around: Around, listed: readonly Listed[]): Promise<readonly Relation[]> {
  return [...(await anotherRecord(around, listed)), ...(await unheard(around, listed)), ...(await sorted(around))];
}

/** A second record of the list: what is answered for it is not the first one. */
async function anotherRecord(around: Around, listed: readonly Listed[]): Promise<readonly Relation[]> {
  const { each, url, before } = around;
  const last = /\{([^}]+)\}(?!.*\{)/.exec(each.endpoint.path)?.[1];
  const value = last === undefined || !('sample' in each.result) ? undefined : each.result.sample.values[last];
  if (value === undefined) return [];
  const pair = listed.map(({ body }) => pairIn(body, value)).find((found) => found !== undefined);
  if (!pair) return [];
  const second = url.replace(encodeURIComponent(value), encodeURIComponent(pair.value));
  const answered = second === url ? undefined : await ask(around, second);
  if (!answered || !isGood(answered)) return [];
  const told = [answered.body ?? null, ...Object.values(fields(answered.body))].find((one) => plainly(fields(one)[pair.key]) !== undefined);
  const own = plainly(fields(told)[pair.key]);
  const same = own === value && JSON.stringify(answered.body) === JSON.stringify(before);
  return [{ relation: 'another-record', ...named(around, second), held: !same, detail: same ? `what is answered for ${pair.value} is the record of ${value}` : 'another identifier is answered with another record', ...(same && { contradicts: { pointer: `/${pair.key}`, value } }) }];
}

const plainly = (value: Json | undefined): string | undefined => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined);

/** Where a list has the record that is known, another one's value of the same field. */
function pairIn(body: Json, known: string): { readonly key: string; readonly value: string } | undefined {
  const records = recordsOf(body);
  for (const record of records) {
    const key = Object.entries(fields(record)).find(([, value]) => plainly(value) === known)?.[0];
    const other = key === undefined ? undefined : records.map((one) => plainly(fields(one)[key])).findLast((value) => value !== undefined && value !== known);
    if (key !== undefined && other !== undefined) return { key, value: other };
  }
  return undefined;
}

const fewestRecords = 2;
const mostParameters = 3;

/**
 * A parameter that is asked for by a text that nothing holds, and by two that the platform's own answers hold, and gives the very same records each time and without it: nobody looks at it.
 * One of them alone says less: a search may give what is nearest, and a choice that nobody knows may be passed over.
 */
async function unheard(around: Around, listed: readonly Listed[]): Promise<readonly Relation[]> {
  const texts = around.each.endpoint.parameters.filter((one) => one.in === 'query' && isText(one)).slice(0, mostParameters);
  const found: Relation[] = [];
  for (const { name } of texts) {
    const real = realValues(name, around.before, listed);
    if (real.length > 1) found.push(...(await whateverIsAsked(around, name, [`zq${randomUUID().replaceAll('-', '')}`, ...real])));
  }
  return found;
}

async function whateverIsAsked(around: Around, name: string, values: readonly string[]): Promise<readonly Relation[]> {
  const lists: (readonly Json[])[] = [];
  for (const value of values) {
    const answered = await ask(around, withQuery(around.url, name, value));
    if (!isGood(answered)) return [];
    lists.push(recordsOf(answered.body ?? null));
  }
  const [first = []] = lists;
  if (lists.every((one) => one.length === 0)) return [];
  const same = first.length >= fewestRecords && lists.every((one) => sameRecords(one, first));
  return [{ relation: 'parameter', ...named(around, withQuery(around.url, name, values[1] ?? '')), held: !same, ...(same && { ignored: true as const }), detail: same ? `the same ${first.length} records come whatever ${name} is asked for` : `${name} makes a difference` }];
}

/** What is called a filter and no more may take a few words of its own, which no schema tells. */
export const isText = ({ name, schema }: Parameter): boolean => !/^filters?$/i.test(name) && !isManner(name) && !isPaging(name) && (schema.type === undefined || schema.type === 'string') && schema['format'] === undefined && schema['enum'] === undefined;

/** Two texts that may well be asked for: of a search, words of its own records; of a filter, what some answer has under that name. */
export function realValues(name: string, before: Json, listed: readonly Listed[]): readonly string[] {
  const own = recordsOf(before);
  const sources = searching.test(name) ? [...own, ...listed.flatMap(({ body }) => recordsOf(body))].flatMap((record) => Object.values(fields(record)).flatMap((value) => (typeof value === 'string' ? (value.match(/\p{L}{4,}/gu) ?? []) : []))) : [...listed.flatMap(({ body }) => recordsOf(body)), ...own].flatMap((record) => valueNamed(record, name) ?? []);
  const different = [...new Set(sources.filter((value) => value !== ''))];
  return different.length < 2 ? [] : [different[0] ?? '', different.at(-1) ?? ''];
}

const sorting = /^(?:sort|order|sort_?by|order_?by|ordering)$/i;
const fewestSorted = 4;
const mostTries = 6;

/** A platform that refuses to sort by what it does not know sorts by what it takes. */
async function sorted(around: Around): Promise<readonly Relation[]> {
  const parameter = around.each.endpoint.parameters.find((one) => one.in === 'query' && sorting.test(one.name));
  const before = recordsOf(around.before);
  if (!parameter || before.length < fewestSorted) return [];
  const refused = await ask(around, withQuery(around.url, parameter.name, `zq${randomUUID().slice(0, 8)}`));
  if (refused.status < 400 || refused.status >= 500 || refused.status === 429) return [];
  const names = [...new Set([...list(parameter.schema['enum']).map(String), ...Object.keys(fields(before[0]))])].slice(0, mostTries * 2);
  let tried = 0;
  let seen: Relation | undefined;
  for (const name of names) {
    if (tried >= mostTries) break;
    const url = withQuery(around.url, parameter.name, name);
    const answered = await ask(around, url);
    if (!isGood(answered)) continue;
    tried++;
    const values = recordsOf(answered.body ?? null).map((record) => fields(record)[name]).filter((value) => value !== null && value !== undefined);
    if (new Set(values).size < fewestSorted || isSorted(values)) continue;
    const same = sameRecords(recordsOf(answered.body ?? null), before);
    seen = { relation: 'sort', ...named(around, url), held: false, ...(same && { ignored: true as const }), detail: `what is sorted by ${name} comes ${same ? 'in the order of what is not' : 'in another order'}` };
    if (same) return [seen];
  }
  return seen ? [seen] : tried > 0 ? [{ relation: 'sort', ...named(around, around.url), held: true, detail: 'what is sorted comes in order' }] : [];
}

/** In one of both directions, whatever a database thinks of case and accents. */
function isSorted(values: readonly (Json | undefined)[]): boolean {
  const compare = (left: Json | undefined, right: Json | undefined): number => (typeof left === 'number' && typeof right === 'number' ? left - right : String(left).localeCompare(String(right), 'en', { sensitivity: 'base' }));
  const steps = values.slice(1).map((value, index) => Math.sign(compare(values[index], value)));
  const plain = values.slice(1).map((value, index) => (String(values[index]) < String(value) ? -1 : String(values[index]) > String(value) ? 1 : 0));
  return [steps, plain].some((one) => one.every((step) => step <= 0) || one.every((step) => step >= 0));
}
