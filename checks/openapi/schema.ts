import { Ajv, type ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Json } from '../../core/types.ts';
import { fields } from './operations.ts';

/** One place where a value is not what the schema says. */
export interface Mismatch {
  /** Where in the answer, as a JSON pointer; empty for the whole. */
  readonly at: string;
  readonly expected: string;
  readonly found: string;
}
export type Matcher = (value: Json) => readonly Mismatch[];

const mostMismatches = 5;
const shared = ['components', 'definitions', 'paths', '$defs'] as const;

/**
 * Makes matchers for the schemas of one OpenAPI document; references inside them are followed. Version 3.1 is JSON Schema 2020-12 as it is;
 * older ones are rewritten first. A matcher's making throws with ajv's words when the schema itself is broken.
 */
export function matcherFor(document: Json): (schema: Json) => Matcher {
  const modern = String(fields(document)['openapi'] ?? '').startsWith('3.1');
  const usable = modern ? document : plainSchema(document);
  const options = { strict: false, allErrors: true, verbose: true, logger: false, validateSchema: false } as const;
  const ajv = modern ? new Ajv2020(options) : new Ajv(options);
  addFormats.default(ajv);
  const parts = Object.fromEntries(shared.flatMap((name) => (fields(usable)[name] === undefined ? [] : [[name, fields(usable)[name]]])));
  return (schema) => {
    const validate = ajv.compile({ ...parts, allOf: [modern ? schema : plainSchema(schema)] });
    return (value) => (validate(value) ? [] : (validate.errors ?? []).filter((error) => !isRedacted(error.data)).slice(0, mostMismatches).map(mismatch));
  };
}

/** What OpenAPI 3.0 says in its own words, in those of JSON Schema: `nullable`, and limits that are excluded by a flag. */
function plainSchema(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item: Json) => plainSchema(item));
  const inside: Record<string, Json> = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainSchema(item)]));
  if (inside['nullable'] === true) return orNull(inside);
  return bounded(bounded(inside, 'exclusiveMinimum', 'minimum'), 'exclusiveMaximum', 'maximum');
}

function orNull({ nullable: _, ...schema }: Record<string, Json>): Json {
  return { anyOf: [schema, { type: 'null' }] };
}

/** A secret's mark stands where the platform sent something else, whose form nobody can judge any more. */
function isRedacted(data: unknown): boolean {
  return typeof data === 'string' && data.includes('‹redacted:');
}

function mismatch(error: ErrorObject): Mismatch {
  const extra = error.keyword === 'additionalProperties' ? ` (${String(error.params['additionalProperty'])})` : '';
  const allowed = error.keyword === 'enum' ? `: ${JSON.stringify(error.params['allowedValues']).slice(0, 100)}` : '';
  return { at: error.instancePath, expected: `${error.message ?? error.keyword}${extra}${allowed}`, found: JSON.stringify(error.data)?.slice(0, 100) ?? 'nothing' };
}

/** OpenAPI 3.0 says `minimum: 0, exclusiveMinimum: true` where JSON Schema says `exclusiveMinimum: 0`. */
function bounded(schema: Readonly<Record<string, Json>>, flag: string, limit: string): Readonly<Record<string, Json>> {
  const { [flag]: exclusive, [limit]: bound, ...rest } = schema;
  if (typeof exclusive !== 'boolean') return schema;
  if (bound === undefined) return rest;
  return exclusive ? { ...rest, [flag]: bound } : { ...rest, [limit]: bound };
}
