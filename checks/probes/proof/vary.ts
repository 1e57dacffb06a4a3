import { randomUUID } from 'node:crypto';
import type { Ports } from '../../../core/ports.ts';
import type { Relation } from '../../../core/proof/evidence.ts';
import type { Json } from '../../../core/types.ts';
import type { Parameter } from '../../openapi/operations.ts';
import { fields } from '../../openapi/operations.ts';
import { jsonOf } from '../http/json.ts';
import { rolesOf } from '../http/session.ts';
import { listedIn, surveyOf, type Surveyed } from '../http/survey.ts';
import { withQueries } from './asked-for.ts';
import type { Answered } from './asked.ts';
import { isGood } from './asked.ts';
import { foundIn } from './found.ts';
import { ask, beginning, isEmpty, isManner, isPaging, named, paging, recordsIn, recordsOf, sameRecords, searching, sizing, valueNamed, withQuery, type Around } from './vary-asking.ts';
import { recordRelations } from './vary-records.ts';

/** Pass 3: relations that must hold between two requests. None of them writes. */
export async function relationsOf(ports: Ports, signal: AbortSignal): Promise<readonly Relation[]> {
  const survey = await surveyOf(ports, signal);
  const found = await foundIn(ports, survey, await ports.routes(), signal);
  return relationsAmong(ports, survey.origin, [...survey.reading, ...found.reading], signal);
}

/** The relations of what was surveyed. */
export async function relationsAmong(ports: Ports, origin: string, surveyed: readonly Surveyed[], signal: AbortSignal): Promise<readonly Relation[]> {
  const routes = await ports.routes();
  const relations: Relation[] = [];
  const listed = listedIn(surveyed);
  for (const seen of surveyed) {
    const each = { ...seen, endpoint: withQueries(seen.endpoint, routes) };
    if (!('answer' in each.result) || each.result.answer.status !== 200) continue;
    const around: Around = { ports, origin, each, url: each.result.sample.url, role: each.result.role, signal, before: jsonOf(each.result.answer.body) ?? null };
    relations.push(...(await unknownId(around)), ...(await matchesNothing(around)), ...(await pageSize(around)), ...(await anotherUser(around)), ...(await narrowerRange(around)), ...(await nextPage(around)), ...(await filtered(around)), ...(await recordRelations(around, listed)));
  }
  return relations;
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
  const held = !isGood(answered) || isEmpty(answered.body ?? null);
  const own = held ? undefined : (ownName(answered.body ?? null, last, (told) => told === value) ?? ownName(answered.body ?? null, /id$/i.test(last) ? last : '', (told) => told !== strangerOf(value) && isNumber(told) && isNumber(value)));
  return [{ relation: 'unknown-id', ...named(around, other), held, detail: `an identifier that nothing has is answered with ${answered.status}`, ...(own && { contradicts: own }) }];
}

const isNumber = (text: string): boolean => /^\d+$/.test(text);

/** Where an answer for an identifier that nothing has says which one it is of: the one that was known before, or any other that was not asked for. */
function ownName(body: Json, parameter: string, isOther: (told: string) => boolean): Relation['contradicts'] {
  if (parameter === '') return undefined;
  const names = new Set([parameter, 'id', 'uuid', '_id', ...(/^.+_?id$/i.test(parameter) ? [] : ['code', 'slug', 'key'])]);
  const inside = [['', body] as const, ...Object.entries(fields(body)).map(([name, value]) => [`/${name}`, value ?? null] as const)];
  return inside.flatMap(([at, value]) => Object.entries(fields(value)).flatMap(([name, each]) => ((typeof each === 'string' || typeof each === 'number') && names.has(name) && isOther(String(each)) ? [{ pointer: `${at}/${name}`, value: each }] : [])))[0];
}

/** Of the same form as the one that is known, so that it is refused for not being there and for nothing else. */
function strangerOf(value: string): string {
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(value)) return randomUUID();
  if (/^\d+$/.test(value)) return String(2_000_000_000 + Number(value.slice(-4)));
  return `${value.replaceAll(/[a-z0-9]/gi, 'q')}zx`;
}

/** A search for a text that nothing holds: an empty answer. */
async function matchesNothing(around: Around): Promise<readonly Relation[]> {
  const parameter = around.each.endpoint.parameters.find((each) => each.in === 'query' && searching.test(each.name));
  if (!parameter) return [];
  const nothing = `zq${randomUUID().replaceAll('-', '')}`;
  const url = withQuery(around.url, parameter.name, nothing);
  const answered = await ask(around, url);
  if (!isGood(answered)) return [];
  const body = answered.body ?? null;
  // A filter may be one of few words, and what is none of them is passed over: that is no search.
  if (/^filter$/i.test(parameter.name) && recordsIn(body) === recordsIn(around.before)) return [];
  return [{ relation: 'matches-nothing', ...named(around, url), held: recordsIn(body) === 0, detail: `a search for a text that nothing holds gives ${recordsIn(body)} records` }];
}

/** A platform may have a least size of its pages; it is smaller than this. */
const mostLeast = 12;

/** A page of one: one record at most, and a total, where one is told, as before. */
async function pageSize(around: Around): Promise<readonly Relation[]> {
  const parameter = around.each.endpoint.parameters.find((each) => each.in === 'query' && sizing.test(each.name) && takesOne(each));
  if (!parameter || recordsIn(around.before) < 2) return [];
  const url = withQuery(around.url, parameter.name, '1');
  const answered = await ask(around, url);
  if (!isGood(answered) || answered.body === undefined) return [];
  const total = totalOf(around.before);
  const kept = total === undefined || totalOf(answered.body) === total;
  const records = recordsIn(answered.body);
  const ignored = records > mostLeast && sameRecords(recordsOf(answered.body), recordsOf(around.before));
  return [{ relation: 'page-size', ...named(around, url), held: records <= 1 && kept, ...(ignored && { ignored: true as const }), detail: records > 1 ? `a page of one holds ${records} records` : `the total is ${String(totalOf(answered.body))} instead of ${String(total)}` }];
}

const ownPath = /\/(me|profile|account|whoami|current[-_]user)$/i;

/** What is said of oneself: somebody else is told something else. */
async function anotherUser(around: Around): Promise<readonly Relation[]> {
  const { role, each: { endpoint } } = around;
  if (role === undefined || !ownPath.test(endpoint.path)) return [];
  const mine = await ask(around, around.url);
  if (!isGood(mine)) return [];
  const stranger = notMyself(around, role, mine);
  const other = rolesOf(around.ports).find((each) => each !== role);
  if (stranger || other === undefined) return stranger ? [stranger] : [];
  const theirs = await ask({ ...around, role: other }, around.url);
  if (!isGood(theirs)) return [];
  const same = JSON.stringify(mine.body) === JSON.stringify(theirs.body);
  return [{ relation: 'another-user', ...named(around, around.url), held: !same, detail: `${around.role} and ${other} are told ${same ? 'the same' : 'different things'} of themselves` }];
}

/** Under these names somebody signs in, and is told the same of himself. */
const signInNames = /^(e_?mail|user_?name|login|handle|user)$/i;

/** Who signs in by a name and is told another one under the same word is told of somebody else. */
function notMyself(around: Around, role: string, { body = null }: Answered): Relation | undefined {
  const signedIn = Object.entries(around.ports.platform.api?.login?.roles[role] ?? {}).find(([name]) => signInNames.test(name));
  if (!signedIn) return undefined;
  const [name, value] = signedIn;
  const told = [body, ...Object.values(fields(body))].map((each) => fields(each)[name]).find((each) => typeof each === 'string');
  if (typeof told !== 'string' || told.toLowerCase() === value.toLowerCase()) return undefined;
  return { relation: 'another-user', ...named(around, around.url), held: false, detail: `${role} is told another ${name} of himself than the one that he signs in with` };
}

/** Nothing is stored of so late a time, not even what is planned. */
const farAway = '2999-01-01';

/** A range that begins after everything: no record of the wider one is in it. */
async function narrowerRange(around: Around): Promise<readonly Relation[]> {
  const parameter = around.each.endpoint.parameters.find((each) => each.in === 'query' && beginning.test(each.name) && (each.schema.type === undefined ? datesIn(recordsOf(around.before)) : /^date(-time)?$/.test(String(each.schema.format))));
  if (!parameter || recordsIn(around.before) === 0) return [];
  const moment = withQuery(around.url, parameter.name, `${farAway}T00:00:00Z`);
  const day = withQuery(around.url, parameter.name, farAway);
  // Where nobody says which of them it takes, a day is understood by most.
  const first = await ask(around, parameter.schema.format === 'date-time' ? moment : day);
  const [url, answered] = isGood(first) || parameter.schema.format !== undefined ? [first.url, first] : [moment, await ask(around, moment)];
  if (!isGood(answered) || answered.body === undefined) return [];
  const records = recordsIn(answered.body);
  const ignored = records > 0 && sameRecords(recordsOf(answered.body), recordsOf(around.before));
  // One list of several may have no time of its own: the range is over the one that it emptied.
  const held = records === 0 || emptiedList(around.before, answered.body);
  return [{ relation: 'narrower-range', ...named(around, url), held, ...(ignored && !held && { ignored: true as const }), detail: `a range that begins in the year 2999 holds ${records} records` }];
}

/** A list near the top of an answer that had records and has none now. */
function emptiedList(before: Json, after: Json): boolean {
  return Object.entries(fields(before)).some(([name, value]) => Array.isArray(value) && value.length > 0 && Array.isArray(fields(after)[name]) && recordsOf(fields(after)[name] ?? null).length === 0);
}

/** Records that tell a day or a month. */
const datesIn = (records: readonly Json[]): boolean => records.some((record) => Object.values(fields(record)).some((value) => typeof value === 'string' && /^\d{4}-\d\d(-\d\d)?([T ]|$)/.test(value)));

const skipping = /^(offset|skip)$/i;

/** The page after the first: other records. */
async function nextPage(around: Around): Promise<readonly Relation[]> {
  const { parameters } = around.each.endpoint;
  const page = parameters.find((each) => each.in === 'query' && paging.test(each.name) && each.schema.type !== 'string');
  const size = parameters.find((each) => each.in === 'query' && sizing.test(each.name) && takesOne(each));
  if (!page) return [];
  const all = recordsOf(around.before);
  if (size ? all.length < 2 : (totalOf(around.before) ?? 0) <= all.length || all.length === 0) return [];
  const sized = size ? withQuery(around.url, size.name, '1') : around.url;
  const firstOf = typeof page.schema.minimum === 'number' ? page.schema.minimum : Number(page.schema.default ?? 1);
  const [first, second] = skipping.test(page.name) ? ['0', size ? '1' : String(all.length)] : [String(firstOf), String(firstOf + 1)];
  const url = withQuery(sized, page.name, second);
  const [one, two] = [await ask(around, withQuery(sized, page.name, first)), await ask(around, url)];
  if (!isGood(one) || !isGood(two)) return [];
  const [left, right] = [recordsOf(one.body ?? null), recordsOf(two.body ?? null)];
  if (left.length === 0 || right.length === 0) return [];
  const same = sameRecords(left, right);
  return [{ relation: 'next-page', ...named(around, url), held: !same, ...(same && { ignored: true as const }), detail: same ? `the page after the first holds the same ${left.length === 1 ? 'record' : `${left.length} records`}` : 'the page after the first holds other records' }];
}

/** A filter by a field that the records have: no record with another value of it. */
async function filtered(around: Around): Promise<readonly Relation[]> {
  const all = recordsOf(around.before);
  for (const { name, schema } of around.each.endpoint.parameters.filter((each) => each.in === 'query' && !isManner(each.name) && !searching.test(each.name) && !isPaging(each.name))) {
    const values = all.map((record) => valueNamed(record, name));
    const allowed = listOf(schema['enum']);
    const wanted = values.find((value) => value !== undefined && value !== '' && values.some((other) => other !== undefined && !fitsFilter(other, value)) && (allowed.length === 0 || allowed.includes(value)));
    if (wanted === undefined) continue;
    const url = withQuery(around.url, name, wanted);
    const answered = await ask(around, url);
    if (!isGood(answered)) continue;
    const others = recordsOf(answered.body ?? null).filter((record) => { const value = valueNamed(record, name); return value !== undefined && !fitsFilter(value, wanted); });
    return [{ relation: 'filter', ...named(around, url), held: others.length === 0, ...(others.length > 0 && sameRecords(recordsOf(answered.body ?? null), all) && { ignored: true as const }), detail: others.length === 0 ? `only records with that ${name}` : `${others.length} of the records that are asked for by ${name} have another one` }];
  }
  return [];
}

/** A filter may look for a part of a text. */
const fitsFilter = (value: string, wanted: string): boolean => value.toLowerCase().includes(wanted.toLowerCase());
const listOf = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

function takesOne({ schema }: Parameter): boolean {
  const { minimum, type } = schema;
  return (type === 'integer' || type === 'number' || type === undefined) && (typeof minimum !== 'number' || minimum <= 1);
}

function totalOf(body: Json): number | undefined {
  const found = Object.entries(fields(body)).find(([name, value]) => /^(total|total_?count|count)$/i.test(name) && typeof value === 'number');
  return found?.[1] as number | undefined;
}
