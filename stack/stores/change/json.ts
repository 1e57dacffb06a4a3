import type { Json } from '../../../core/types.ts';
import { changed as moved } from './choice.ts';
import { moveEpoch } from './date.ts';
import { changeNumber } from './number.ts';
import { changeText, isWord } from './text.ts';
import { mix, numberOf, type Turn } from './turn.ts';

/** Words that stand at the same path in other rows: what a word may become. */
export type Among = (path: string) => readonly string[];

const depthLimit = 40;

/**
 * The same value with other leaves: numbers, dates and texts by their rules, words and booleans as choices. Identifiers and words that say what something is
 * stay, and so do 0 and 1. Returns the very value when nothing changed.
 */
export function changeJson(value: Json, turn: Turn, among: Among): Json {
  return inside(value, turn, among, '', 0);
}

/** Paths and words of a value, to know what choices there are: `status` → `open`. Positions in arrays are `-`. */
export function wordsIn(value: Json, found: (path: string, word: string) => void, path = '', depth = 0): void {
  if (typeof value === 'string' && isWord(value)) found(path, value);
  if (typeof value !== 'object' || value === null || depth > depthLimit) return;
  if (isList(value)) for (const each of value) wordsIn(each, found, `${path}/-`, depth + 1);
  else for (const [key, each] of Object.entries(value)) wordsIn(each, found, `${path}/${key}`, depth + 1);
}

function inside(value: Json, turn: Turn, among: Among, path: string, depth: number): Json {
  if (depth > depthLimit || value === null) return value;
  if (typeof value !== 'object') return leaf(value, { ...turn, column: turn.column + numberOf(path) }, among, path);
  let different = false;
  const changed = (each: Json, key: string, place: number): Json => {
    const made = fixed.test(key) ? each : inside(each, { ...turn, column: turn.column + place }, among, `${path}/${key}`, depth + 1);
    if (made !== each) different = true;
    return made;
  };
  const copy = isList(value) ? value.map((each, place) => changed(each, '-', place)) : Object.fromEntries(Object.entries(value).map(([key, each]) => [key, changed(each, key, 0)]));
  return different ? copy : value;
}

function leaf(value: string | number | boolean, turn: Turn, among: Among, path: string): Json {
  if (typeof value === 'boolean') return turn.parts.has('choices') && mix(turn.row, turn.column) % 3 === 0 ? !value : value;
  if (typeof value === 'number') return numberLeaf(value, turn, path);
  if (isWord(value)) return turn.parts.has('choices') ? (moved(value, among(path), turn) ?? value) : value;
  return changeText(value, turn) ?? value;
}

function numberLeaf(value: number, turn: Turn, path: string): number {
  if (value === 0 || value === 1) return value;
  const unit = epochUnit(path, value);
  if (unit) return turn.parts.has('dates') ? Number(moveEpoch(String(value), unit, turn) ?? value) : value;
  return turn.parts.has('numbers') ? Number(changeNumber(String(value), turn) ?? value) : value;
}

/** Whether a number under that name is a moment: seconds or milliseconds since the epoch, of this half century. */
export function epochUnit(name: string, value: number): 's' | 'ms' | undefined {
  if (!Number.isInteger(value) || !/(at|time|timestamp|date|on|created|updated|expires?|expiry|since|until|seen|iat|exp|ts)$/i.test(name)) return undefined;
  if (value >= 631_152_000 && value < 2_524_608_000) return 's';
  return value >= 631_152_000_000 && value < 2_524_608_000_000 ? 'ms' : undefined;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Names whose values say what something is or which one it is. */
const fixed = /^(\$.*|@.*|_?id|uuid|guid|key|type|kind|version|format|schema|locale|lang|encoding)$|([_-](id|uuid|guid|key|type)|[a-z](Id|Ids|Uuid|Guid|Key|Type))$/;
