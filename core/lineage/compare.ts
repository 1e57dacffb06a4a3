import type { Json } from '../types.ts';
import { escaped } from '../pointer.ts';
import { fieldOf, isArray, leavesOf } from './leaves.ts';
import { formsOf, type Scalar } from './normalise.ts';
import { readable } from './readable.ts';

export interface Moved {
  readonly followed: number;
  readonly stayed: number;
  readonly gone: number;
}
type LeafReaction = 'followed' | 'stayed' | 'gone';

/**
 * What became of each field between two answers: how many of its leaves have another value, the same, or are no longer there. Elements of a list are matched by what
 * identifies them (an id, a key, a number that both answers share), else by position, so that another order or missing rows are no change of the rest.
 */
export function compareAnswers(before: Json, after: Json): ReadonlyMap<string, Moved> {
  const fields = new Map<string, { followed: number; stayed: number; gone: number }>();
  for (const [pointer, reaction] of compareLeaves(before, after)) {
    const field = fieldOf(pointer);
    const moved = fields.get(field) ?? { followed: 0, stayed: 0, gone: 0 };
    moved[reaction]++;
    fields.set(field, moved);
  }
  return fields;
}

/** The same by JSON pointer into the answer before. */
export function compareLeaves(before: Json, after: Json): ReadonlyMap<string, LeafReaction> {
  const reactions = new Map<string, LeafReaction>();
  pair(asJson(before), asJson(after), '', reactions, 0);
  return reactions;
}

const asJson = (answer: Json): Json => (typeof answer === 'string' ? readable(answer).json : answer);
const DEEPEST = 200;

function pair(before: Json, after: Json | undefined, pointer: string, reactions: Map<string, LeafReaction>, depth: number): void {
  if (after === undefined || depth > DEEPEST) {
    for (const leaf of leavesOf(before).leaves) reactions.set(pointer + leaf.pointer, 'gone');
  } else if (before === null || typeof before !== 'object') {
    if (before === null) reactions.set(pointer, after === null ? 'stayed' : 'followed');
    else reactions.set(pointer, after === null || typeof after === 'object' ? 'gone' : equal(before, after) ? 'stayed' : 'followed');
  } else if (isArray(before)) lists(before, isArray(after) ? after : [], pointer, reactions, depth);
  else {
    const other: Readonly<Record<string, Json>> = after !== null && typeof after === 'object' && !isArray(after) ? after : {};
    for (const [name, value] of Object.entries(before)) pair(value, Object.hasOwn(other, name) ? other[name] : undefined, `${pointer}/${escaped(name)}`, reactions, depth + 1);
  }
}

function equal(left: Scalar, right: Scalar): boolean {
  if (left === right) return true;
  if (typeof left === typeof right) return false;
  const forms = formsOf(left);
  return formsOf(right).some((form) => forms.includes(form));
}

function lists(before: readonly Json[], after: readonly Json[], pointer: string, reactions: Map<string, LeafReaction>, depth: number): void {
  const key = identityOf(before, after);
  if (key !== undefined) {
    const others = new Map(after.map((item) => [identity(item, key), item]));
    before.forEach((item, index) => { pair(item, others.get(identity(item, key)), `${pointer}/${index}`, reactions, depth + 1); });
  } else if (before.every(isScalar)) scalars(before, after, pointer, reactions);
  else before.forEach((item, index) => { pair(item, after[index], `${pointer}/${index}`, reactions, depth + 1); });
}

const isScalar = (value: Json): value is Scalar => value === null || typeof value !== 'object';

/** Scalars have no identity: what is found again stayed, what has another in its place followed, what has none is gone. */
function scalars(before: readonly Json[], after: readonly Json[], pointer: string, reactions: Map<string, LeafReaction>): void {
  const left = new Map<Json, number>();
  for (const item of after) left.set(item, (left.get(item) ?? 0) + 1);
  const moved: number[] = [];
  before.forEach((item, index) => {
    const count = left.get(item) ?? 0;
    if (count === 0) moved.push(index);
    else {
      left.set(item, count - 1);
      reactions.set(`${pointer}/${index}`, 'stayed');
    }
  });
  let others = [...left.values()].reduce((sum, count) => sum + count, 0);
  for (const index of moved) reactions.set(`${pointer}/${index}`, others-- > 0 ? 'followed' : 'gone');
}

const KEYS = /^(?:_?id|uuid|guid|key|pk|slug|sku|code|number|handle|login|email|username|ref|reference|name|title|label|status|date|day|month|position|.*_?id|.*(?:Id|Key|Code|Slug|Uuid|Number))$/;

/** The name that identifies the elements of both lists: the likeliest first, each value once, and some of them in both. Before all names, one that is an id. */
function identityOf(before: readonly Json[], after: readonly Json[]): string | undefined {
  const [first] = before;
  if (first === undefined || first === null || typeof first !== 'object' || isArray(first)) return undefined;
  const names = Object.keys(first).filter((name) => KEYS.test(name)).toSorted((left, right) => rank(left) - rank(right));
  return names.find((name) => identifies(before, name) && identifies(after, name) && shared(before, after, name));
}

const RANKED = ['id', '_id', 'uuid', 'guid', 'pk', 'sku', 'slug', 'key', 'code'];
const rank = (name: string): number => {
  const place = RANKED.indexOf(name);
  return place >= 0 ? place : /id$/i.test(name) ? RANKED.length : /(?:number|code|slug|handle|login|email|username)$/i.test(name) ? RANKED.length + 1 : RANKED.length + 2;
};

function identifies(items: readonly Json[], name: string): boolean {
  const values = items.map((item) => identity(item, name));
  return !values.includes('') && new Set(values).size === values.length;
}

function shared(before: readonly Json[], after: readonly Json[], name: string): boolean {
  const values = new Set(before.map((item) => identity(item, name)));
  return after.length === 0 || after.some((item) => values.has(identity(item, name)));
}

function identity(item: Json, name: string): string {
  const value = item !== null && typeof item === 'object' && !isArray(item) ? item[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
