import type { Json } from '../../core/types.ts';
import { fields, list, resolved, type Fields } from './operations.ts';

/** Where in a body a schema stands. */
export interface Place {
  /** The property's name; of items, the list's. */
  readonly name: string;
  readonly schema: Fields;
  /** `string`, `integer`, … as the schema says, null left out. */
  readonly type: string | undefined;
}

/** What a body is made of. */
export interface Maker {
  /** A value that the schema itself gives, if it is to be taken. */
  readonly given: (place: Place) => Json | undefined;
  /** Whether a property is filled in. */
  readonly wants: (place: Place, required: boolean) => boolean;
  readonly items: (place: Place) => number;
  /** Undefined where nothing fits: the property is left out then. */
  readonly scalar: (place: Place) => Json | undefined;
}

/** Deeper parts of a schema that contains itself are left out. */
const deepest = 6;

/** A value that a schema of an OpenAPI document allows, made by the maker's rules. */
export function valueOf(document: Json, raw: Json | undefined, maker: Maker, name = '', depth = 0): Json | undefined {
  const schema = fields(resolved(document, raw));
  const place: Place = { name, schema, type: typeOf(schema) };
  const given = maker.given(place);
  if (given !== undefined) return given;
  if (depth > deepest) return undefined;
  const inner = (each: Json | undefined): Json | undefined => valueOf(document, each, maker, name, depth + 1);
  const choice = [...list(schema['oneOf']), ...list(schema['anyOf'])].find((each) => fields(resolved(document, each))['type'] !== 'null');
  if (choice !== undefined) return inner(choice);
  const parts = list(schema['allOf']);
  if (parts.length === 1) return inner(parts[0]);
  if (parts.length > 0) return Object.assign({}, ...parts.map((part) => fields(inner(part)))) as Json;
  if (place.type === 'object') return objectOf(document, schema, maker, depth);
  if (place.type === 'array') return Array.from({ length: maker.items(place) }, () => inner(schema['items']) ?? null);
  return maker.scalar(place);
}

function objectOf(document: Json, schema: Fields, maker: Maker, depth: number): Json {
  const required = new Set(list(schema['required']).map(String));
  return Object.fromEntries(Object.entries(fields(schema['properties'])).flatMap(([name, property]) => {
    const inside = fields(resolved(document, property));
    if (inside['readOnly'] === true || !maker.wants({ name, schema: inside, type: typeOf(inside) }, required.has(name))) return [];
    const value = valueOf(document, property, maker, name, depth + 1);
    return value === undefined ? [] : [[name, value]];
  }));
}

function typeOf(schema: Fields): string | undefined {
  const { type } = schema;
  const named = Array.isArray(type) ? list(type).find((each) => each !== 'null') : type;
  return typeof named === 'string' ? named : schema['properties'] === undefined ? undefined : 'object';
}
