import type { Json, Kind } from './types.ts';

/** Says what JSON must look like: throws a TypeError that names the place when `raw` is something else. */
export interface Shape<T> {
  readonly demand: (raw: unknown, at: string) => void;
  readonly optional?: true;
  /** Never set: it carries the type. */
  readonly of?: T;
}

/** A kind of evidence from its shape. Fields that the shape does not name pass: a newer version may have added them. */
export function kindOf<T>(name: string, shape: Shape<T>): Kind<T> {
  return {
    name,
    parse: (raw) => {
      shape.demand(raw, name);
      return raw as T;
    },
  };
}

export const text: Shape<string> = primitive('string', 'text');
export const count: Shape<number> = primitive('number', 'a number');
export const flag: Shape<boolean> = primitive('boolean', 'true or false');

/** Whatever JSON can hold: somebody else's document, kept as it was. */
export const anything: Shape<Json> = {
  demand: (raw, at) => {
    if (raw === undefined) throw unlike(at, 'JSON', raw);
  },
};

export function listOf<T>(item: Shape<T>): Shape<readonly T[]> {
  return {
    demand: (raw, at) => {
      if (!Array.isArray(raw)) throw unlike(at, 'a list', raw);
      raw.forEach((each: unknown, index) => item.demand(each, `${at}[${index}]`));
    },
  };
}

export function recordOf<T extends object>(fields: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  const named = Object.entries<Shape<unknown>>(fields as Readonly<Record<string, Shape<unknown>>>);
  return {
    demand: (raw, at) => {
      if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw unlike(at, 'a record', raw);
      const values = raw as Readonly<Record<string, unknown>>;
      for (const [key, shape] of named) {
        if (values[key] === undefined && shape.optional) continue;
        shape.demand(values[key], `${at}.${key}`);
      }
    },
  };
}

export function mapOf<T>(value: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return {
    demand: (raw, at) => {
      if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw unlike(at, 'a record', raw);
      for (const [key, each] of Object.entries(raw)) value.demand(each, `${at}.${key}`);
    },
  };
}

export function maybe<T>(shape: Shape<T>): Shape<T | undefined> {
  return { demand: shape.demand, optional: true };
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return {
    demand: (raw, at) => {
      if (raw !== null) shape.demand(raw, at);
    },
  };
}

export function oneOf<T extends string>(...words: readonly T[]): Shape<T> {
  return {
    demand: (raw, at) => {
      if (!words.some((word) => word === raw)) throw unlike(at, words.join(' or '), raw);
    },
  };
}

function primitive<T>(type: 'string' | 'number' | 'boolean', name: string): Shape<T> {
  return {
    demand: (raw, at) => {
      if (typeof raw !== type) throw unlike(at, name, raw);
    },
  };
}

function unlike(at: string, wanted: string, raw: unknown): TypeError {
  const found = raw === undefined ? 'nothing' : raw === null ? 'null' : Array.isArray(raw) ? 'a list' : `a ${typeof raw}`;
  return new TypeError(`${at}: expected ${wanted}, found ${found}`);
}
