import type { Json } from '../../core/types.ts';
import { asking, type Operation, type Parameter } from './operations.ts';

/** An answer to a list, from which identifiers can be taken: the template that was asked, its values, and what came. */
export interface Listed {
  readonly path: string;
  readonly values: Readonly<Record<string, string>>;
  readonly body: Json;
}
export interface Sample {
  readonly url: string;
  readonly values: Readonly<Record<string, string>>;
  readonly guessed: readonly string[];
}

const placeholder = /\{([^}]+)\}/g;

/**
 * Fills in an operation's address: path parameters from the document's examples, else from what lists of the platform
 * answered; query parameters from examples, else from a record that they refer to, else made up by their type. Gives the reason when a path parameter has no value.
 * With `records`, the document's examples for the path are passed over: nothing need be there under them. What it allows alone (an enumeration) is taken all the same.
 */
export function sampleOf(operation: Operation, listed: readonly Listed[], from: 'examples' | 'records' = 'examples'): Sample | { readonly missing: string } {
  const declared = Object.fromEntries(operation.parameters.flatMap((each) => (each.in === 'path' && each.sample !== undefined && (from === 'examples' || isChoice(each)) ? [[each.name, each.sample]] : [])));
  const values = pathValues(operation.path, declared, listed);
  if ('missing' in values) return values;
  const queries = operation.parameters.filter((each) => each.in === 'query' && each.required);
  const query = new URLSearchParams(queries.map((each) => [each.name, each.sample ?? referredBy(each, operation.path, listed) ?? madeUp(each)]));
  const path = operation.path.replace(placeholder, (_whole, name: string) => encodeURIComponent(values.found[name] ?? ''));
  return {
    url: queries.length > 0 ? `${path}?${query}` : path,
    values: values.found,
    guessed: queries.filter((each) => each.sample === undefined).map((each) => each.name),
  };
}

/** The document says all the values that there are. */
const isChoice = ({ schema }: Parameter): boolean => Array.isArray(schema['enum']);

/** The record that a query must name: `flow_run_id` is the id of one of `/flow_runs`. */
function referredBy({ name, schema }: Parameter, path: string, listed: readonly Listed[]): string | undefined {
  const known = recordWith(name, path, listed, schema['type'] === 'integer' || schema['type'] === 'number' ? 'number' : 'string');
  return known === undefined ? undefined : String(known);
}

const noRecord = 'no sample for ';

/** Whether what is missing is a record to ask for. */
export const lacksRecord = (missing: string): boolean => missing.startsWith(`${noRecord}{`);

function pathValues(path: string, declared: Readonly<Record<string, string>>, listed: readonly Listed[]): { readonly found: Readonly<Record<string, string>> } | { readonly missing: string } {
  let found: Readonly<Record<string, string>> = {};
  for (const match of path.matchAll(placeholder)) {
    const name = match[1] ?? '';
    const example = declared[name];
    const next = example === undefined ? harvested(path.slice(0, match.index), name, found, listed) : { ...found, [name]: example };
    if (!next) return { missing: `${noRecord}{${name}}: neither an example in the document nor a record in an answer below ${path.slice(0, match.index).replace(/\/$/, '') || '/'}` };
    found = next;
  }
  return { found };
}

/**
 * Looks for the parameter in the answers of the list that the parameter's own path lies in: `/documents/{id}` in `/documents`, then in `/documents/recent`.
 * Where the path only says by which field it looks something up (`/documents/slug/{slug}`), the list is the one above; where there is none, a list of the same things
 * elsewhere will do (`/api/documents` for `/api/ui/documents/{id}`).
 */
function harvested(prefix: string, name: string, before: Readonly<Record<string, string>>, listed: readonly Listed[]): Readonly<Record<string, string>> | undefined {
  const parent = prefix.replace(/\/$/, '');
  const above = parent.slice(0, parent.lastIndexOf('/'));
  return below(parent, name, before, listed) ?? (plain(parent.slice(above.length)) === plain(name) ? below(above, name, before, listed) : elsewhere(parent, name, before, listed));
}

/** In a list of the same things elsewhere, or of what the parameter speaks of by its own name (`/archive/{featureName}`). */
function elsewhere(parent: string, name: string, before: Readonly<Record<string, string>>, listed: readonly Listed[]): Readonly<Record<string, string>> | undefined {
  for (const { body } of parent.endsWith('}') ? [] : recordsOf(lastWord(parent), listed)) {
    const value = ownRecord(body, parent, name);
    if (value !== undefined) return { ...before, [name]: value };
  }
  const referred = recordWith(name, parent, listed, 'string');
  return referred === undefined ? undefined : { ...before, [name]: String(referred) };
}

/** What a record of a list is called in the addresses below it: the field that the parameter names, else the one by which it says which one it is. */
function ownRecord(body: Json, parent: string, name: string): string | undefined {
  for (const each of [name, ownName(parent, name), ...identifying]) {
    const value = fromRecords(body, each, 0);
    if (value !== undefined) return value;
  }
  return undefined;
}
const identifying = ['id', 'uuid', '_id', 'slug', 'code', 'key', 'name'];

function below(parent: string, name: string, before: Readonly<Record<string, string>>, listed: readonly Listed[]): Readonly<Record<string, string>> | undefined {
  const near = listed.filter((each) => each.path === parent || (each.path.startsWith(`${parent}/`) && !each.path.slice(parent.length).includes('{')))
    .sort((a, b) => a.path.length - b.path.length);
  for (const { path, body, values } of near) {
    const value = isListOf(path, parent) && !parent.endsWith('}') ? ownRecord(body, parent, name) : (fromRecords(body, name, 0) ?? fromRecords(body, ownName(parent, name), 0));
    if (value !== undefined) return { ...before, ...values, [name]: value };
  }
  return undefined;
}

/** The plain list, or the plain list that is asked by a posted body. */
const isListOf = (path: string, parent: string): boolean => path.split('/').filter((part) => !asking.test(part)).join('/').replace(/\/$/, '') === parent;

/** A name without what only tells its spelling: `customer_id` and `customerId` are one. */
export const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** `work_pool_name` below `/work_pools` is the record's `name`. */
function ownName(parent: string, name: string): string {
  const thing = plain(parent.slice(parent.lastIndexOf('/'))).replace(/s$/, '');
  return thing !== '' && plain(name).startsWith(thing) ? plain(name).slice(thing.length) || name : name;
}

/** The first record of a list somewhere in an answer that has the field; lists further out come first. */
function fromRecords(body: Json, name: string, depth: number): string | undefined {
  if (depth > 3 || body === null || typeof body !== 'object') return undefined;
  if (Array.isArray(body)) {
    const records = body as readonly Json[];
    for (const record of records) {
      if (record === null || typeof record !== 'object' || Array.isArray(record)) continue;
      const value = fieldFor(record as Readonly<Record<string, Json>>, name);
      if (value !== undefined) return value;
    }
    return undefined;
  }
  for (const inside of Object.values(body)) {
    const value = fromRecords(inside, name, depth + 1);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** `documentId` is found as `documentId`, `document_id`, or the record's own `id`. */
function fieldFor(record: Readonly<Record<string, Json>>, name: string): string | undefined {
  const names = [plain(name), ...(/id$/i.test(name) ? ['id', 'uuid'] : [])];
  for (const wanted of names) {
    const key = Object.keys(record).find((each) => plain(each) === wanted);
    const value = key === undefined ? undefined : record[key];
    if ((typeof value === 'string' && value.length > 0 && value.length <= 200) || typeof value === 'number') return String(value);
  }
  return undefined;
}

function madeUp(parameter: Parameter): string {
  const { type, minimum, minLength, format } = parameter.schema;
  if (type === 'integer' || type === 'number') return String(typeof minimum === 'number' ? minimum : 1);
  if (type === 'boolean') return 'false';
  if (format === 'date') return '2026-01-01';
  if (format === 'date-time') return '2026-01-01T00:00:00Z';
  return 'a'.repeat(typeof minLength === 'number' ? Math.max(1, minLength) : 1);
}

/**
 * The value of something that the platform already has, for a field that refers to it: `patientId` and `patient` are the `id` of a record of `/patients`, `depot_code` the `code` of one of `/depots`.
 * `sku` alone is one of another resource's; of the resource's own it would be a new one's. Undefined where the name refers to nothing that was seen.
 */
export function recordWith(name: string, ownPath: string, listed: readonly Listed[], type: 'string' | 'number'): Json | undefined {
  const [, thing = '', field = ''] = /^(.+?)[_-]?(id|uuid|guid|code|key|slug|sku|number|name|handle)$/i.exec(name.replace(/([a-z])([A-Z])/g, '$1_$2')) ?? [];
  const referred = [...recordsOf(thing, listed).map((each) => [each, field] as const), ...recordsOf(name, listed).flatMap((each) => identifying.map((one) => [each, one] as const))];
  const own = singularOf(lastWord(ownPath.replace(/\/\{[^}]*\}$/, '')));
  const alone = /^(sku|vin|isbn|ean|gtin|upc)$/i.test(name) ? listed.filter(({ path }) => singularOf(lastWord(path)) !== own).map((each) => [each, name] as const) : [];
  const ownHas = alone.length > 0 && listed.some(({ path, body }) => singularOf(lastWord(path)) === own && fromRecords(body, name, 0) !== undefined);
  for (const [{ body }, wanted] of [...referred, ...(ownHas ? [] : alone)]) {
    const value = fromRecords(body, wanted, 0);
    if (value !== undefined && (type === 'string' || /^-?\d+(\.\d+)?$/.test(value))) return type === 'number' ? Number(value) : value;
  }
  return undefined;
}

/** What lists of a resource answered, whatever stands before its name in their paths. */
const recordsOf = (resource: string, listed: readonly Listed[]): readonly Listed[] => listed.filter(({ path }) => resource !== '' && singularOf(lastWord(path)) === singularOf(plain(resource)));

/** The last word of a path that is no parameter, nor says only that it is asked (`/flows/filter`). */
const lastWord = (path: string): string => plain(path.split('/').findLast((part) => part !== '' && !part.includes('{') && !asking.test(part)) ?? '');
const singularOf = (word: string): string => word.replace(/ies$/, 'y').replace(/s$/, '');
