import type { Json } from '../../../core/types.ts';
import { changed as chosen } from './choice.ts';
import { moveEpoch, moveInterval, moveTime } from './date.ts';
import { changeJson, epochUnit, wordsIn, type Among } from './json.ts';
import { changeNumber, otherNumbers, type NumberLimits } from './number.ts';
import { changeText, isWord, sameForm, shapeOf } from './text.ts';
import { mix, type Turn } from './turn.ts';

/** How the values of one column (property, field) become others. Dates are moved by row, see `moveMoments`. */
export type Way =
  | { readonly way: 'number'; readonly limits: NumberLimits }
  | { readonly way: 'year' }
  | { readonly way: 'epoch'; readonly unit: 's' | 'ms' }
  | { readonly way: 'choice'; readonly among: readonly string[] }
  | { readonly way: 'text'; readonly most?: number | undefined }
  | { readonly way: 'json'; readonly among: Among }
  | { readonly way: 'moment' | 'time' | 'interval' | 'boolean' };
export type Decision = Way | { readonly stays: string };

/** What is known of a column beside its values. */
export interface ColumnFacts {
  readonly name: string;
  readonly kind: 'integer' | 'decimal' | 'text';
  readonly unique: boolean;
  /** The only values that it may have: of an enum, or of a check. */
  readonly labels: readonly string[];
  readonly most?: number | undefined;
  readonly limits?: NumberLimits | undefined;
}

/** Most different values of a column that is taken for a choice. */
const choiceLimit = 12;

/** Decides by a column's values how they may change. `values` are its texts without nulls, at most some thousands. */
export function decide(facts: ColumnFacts, values: readonly string[]): Decision {
  const different = [...new Set(values)];
  if (facts.labels.length > 0) {
    const among = different.length > 1 ? different : facts.labels;
    return among.some((each) => !different.includes(each)) || among.length > 1 ? { way: 'choice', among } : { stays: 'there is one value only' };
  }
  return facts.kind === 'text' ? decideText(facts, values, different) : decideNumber(facts, values, different);
}

/** Another text for a value, or undefined where it stays under these parts. */
export function change(way: Way, text: string, turn: Turn): string | undefined {
  const { parts } = turn;
  switch (way.way) {
    case 'number': return parts.has('numbers') ? changeNumber(text, turn, way.limits) : undefined;
    case 'year': return parts.has('numbers') ? String(Number(text) - 1 - (mix(turn.row, turn.column) % 3)) : undefined;
    case 'epoch': return parts.has('dates') ? moveEpoch(text, way.unit, turn) : undefined;
    case 'choice': return parts.has('choices') ? chosen(text, way.among, turn) : undefined;
    case 'boolean': return parts.has('choices') && (turn.row === 0 || mix(turn.row, turn.column) % 3 === 0) ? flipped(text) : undefined;
    case 'time': return parts.has('dates') ? moveTime(text, turn) : undefined;
    case 'interval': return parts.has('dates') ? moveInterval(text, turn) : undefined;
    case 'text': return changeText(text, turn, way.most);
    case 'json': return changedJson(text, way.among, turn);
    case 'moment': return undefined;
  }
}

/** Values to try where the store refused the first: gentler ones, of the same form, and those that other rows have. */
export function others(way: Way, text: string, turn: Turn, present: readonly string[]): readonly string[] {
  const existing = chosen(text, present, { ...turn, row: 0 });
  const made = way.way === 'number' ? otherNumbers(text, turn) : way.way === 'text' && turn.parts.has('text') ? [sameForm(text, turn)] : [];
  return [...made, ...(existing === undefined || way.way === 'json' ? [] : [existing])].filter((each) => each !== text);
}

/** What words stand at each path of a column's JSON values. */
export function wordsAmong(values: readonly string[]): Among {
  const found = new Map<string, Set<string>>();
  for (const text of values) {
    const value = parsed(text);
    if (value !== undefined) wordsIn(value, (path, word) => { found.set(path, (found.get(path) ?? new Set()).add(word)); });
  }
  return (path) => [...(found.get(path) ?? [])].slice(0, choiceLimit);
}

function decideText(facts: ColumnFacts, values: readonly string[], different: readonly string[]): Decision {
  const shapes = different.slice(0, 200).map(shapeOf);
  const [first] = shapes;
  if (first !== undefined && typeof first === 'object' && shapes.every((shape) => typeof shape === 'object')) return different.length > 1 && first.stays === 'a media type' ? { way: 'choice', among: different.slice(0, choiceLimit) } : { stays: first.stays };
  if (facts.unique && different.length > 0 && different.every((each) => isWord(each) || /^[\w.:-]{1,64}$/.test(each))) return { stays: 'a natural key: unique, and written like a name that code knows' };
  if (different.length > 0 && different.length <= choiceLimit && values.length >= 2 * different.length && different.every(isWord)) {
    return different.length > 1 ? { way: 'choice', among: different } : { stays: 'one word in every row: there is no other that code would know' };
  }
  if (shapes.some((shape) => shape === 'json')) return { way: 'json', among: wordsAmong(values) };
  return { way: 'text', most: facts.most };
}

function decideNumber(facts: ColumnFacts, values: readonly string[], different: readonly string[]): Decision {
  const numbers = different.map(Number);
  if (facts.kind === 'decimal') return { way: 'number', limits: { ...facts.limits, share: numbers.length > 0 && numbers.some((each) => !Number.isInteger(each)) && numbers.every((each) => each >= 0 && each <= 1) } };
  const units = new Set(numbers.map((each) => epochUnit(facts.name, each)));
  const [unit] = units;
  if (units.size === 1 && unit) return { way: 'epoch', unit };
  if (numbers.length > 0 && /year/i.test(facts.name) && numbers.every((each) => each >= 1900 && each <= 2100)) return { way: 'year' };
  const states = numbers.length > 1 && numbers.length <= 6 && values.length >= 3 * numbers.length && numbers.every((each) => each >= -1 && each <= 9);
  return states && !facts.unique ? { way: 'choice', among: different } : { way: 'number', limits: facts.limits ?? {} };
}

function changedJson(text: string, among: Among, turn: Turn): string | undefined {
  const value = parsed(text);
  if (value === undefined) return changeText(text, turn);
  const made = changeJson(value, turn, among);
  return made === value ? undefined : JSON.stringify(made);
}

function flipped(text: string): string | undefined {
  const to: Readonly<Record<string, string>> = { t: 'f', f: 't', true: 'false', false: 'true' };
  return to[text];
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
