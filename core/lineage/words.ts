import { unescaped } from '../pointer.ts';
import type { Scalar } from './normalise.ts';

const LONGEST_WORD = 60;
const WORD = /^[\p{L}\p{M}_$@#][\p{L}\p{M}_.:/+'’-]*[?!.]?$/u;

/** An identifier-like word without space or digit: an enum label, a media type, a name of a setting. */
export const isWord = (text: string): boolean => text.length <= LONGEST_WORD && WORD.test(text) && !/[@].*\./.test(text);

const NIL = /^[{]?0{8}-?0{4}-?0{4}-?0{4}-?0{12}[}]?$/;
const ZERO_TIME = /^(?:0001-01-01|0000-00-00|1970-01-01)(?:[T ]00:00:00(?:\.0+)?(?:Z|\+00(?::?00)?)?)?$/i;
const MASK = /^(?:[*•●x]{3,}|[\p{P}\p{S}\s]*)$/iu;
const NOTHING = /^(?:n\/?a|nan|null|none|nil|undefined|unknown|-?(?:\p{Sc}\s?)?0+(?:[.,:]0+)*\s?(?:%|\p{Sc}|[a-z]{1,2}|bytes|ms)?|pt?0[smhd])$/iu;

/** A zero value of a language or a mask: says nothing, whoever supplied it. */
export function isZero(value: Scalar): boolean {
  if (typeof value !== 'string') return value === null || value === 0 || value === false;
  const text = value.trim();
  return text.length <= 40 && (text === '' || NIL.test(text) || ZERO_TIME.test(text) || MASK.test(text) || NOTHING.test(text));
}

/** Whether a leaf could be data at all: no word, no zero value, no 0, 1, true, false, null alone. */
export function isDataLike(value: Scalar): boolean {
  if (typeof value === 'number') return value !== 0 && value !== 1 && Number.isFinite(value);
  if (typeof value !== 'string') return false;
  const text = value.trim();
  return text !== '1' && !isZero(text) && !isWord(text);
}

/** The words of a name in lower case: `avgLinesPer_quote` → avg, lines, per, quote. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== '');
}

/** The last name of a pointer or field that is no position: `/items/0/total_price` → `total_price`. */
export function keyOf(path: string): string {
  const parts = path.split('/');
  for (let index = parts.length - 1; index > 0; index--) {
    const part = parts[index] ?? '';
    if (part !== '-' && !/^\d+$/.test(part)) return unescaped(part);
  }
  return '';
}

const sets = {
  count: ['count', 'counts', 'total', 'totals', 'num', 'number', 'rows', 'size', 'length', 'len', 'items', 'results', 'hits', 'n', 'quantity', 'sum', 'amount', 'unique', 'distinct', 'records', 'entries', 'found', 'matches', 'unread', 'pending', 'open', 'active', 'all'],
  aggregate: ['avg', 'average', 'mean', 'median', 'min', 'minimum', 'max', 'maximum', 'sum', 'total', 'totals', 'highest', 'lowest', 'largest', 'smallest', 'first', 'last', 'latest', 'per', 'range', 'subtotal', 'balance', 'amount', 'value', 'revenue', 'top', 'best', 'worst', 'p50', 'p90', 'p95', 'p99'],
  ratio: ['percent', 'percentage', 'pct', 'rate', 'ratio', 'share', 'fraction', 'per', 'avg', 'average', 'mean', 'conversion', 'growth', 'change', 'delta', 'diff', 'difference', 'progress', 'margin', 'utilization', 'utilisation', 'completion', 'remaining', 'available', 'left', 'net', 'balance'],
  duration: ['duration', 'seconds', 'secs', 'sec', 'minutes', 'mins', 'hours', 'days', 'ms', 'millis', 'milliseconds', 'age', 'elapsed', 'took', 'time', 'ago', 'waiting', 'wait', 'uptime', 'lag', 'delay', 'since', 'remaining', 'expires', 'ttl', 'due', 'overdue', 'left', 'nights', 'weeks', 'months', 'years', 'lead', 'turnaround', 'response', 'period', 'old'],
  length: ['length', 'len', 'size', 'bytes', 'chars', 'characters', 'words', 'wordcount'],
  place: ['position', 'rank', 'index', 'idx', 'order', 'no', 'nr', 'seq', 'row', 'number', 'line', 'place', 'sort', 'key', 'pos', 'ordinal'],
  page: ['limit', 'offset', 'page', 'pages', 'size', 'per', 'skip', 'take', 'cursor', 'count', 'first', 'last', 'from', 'to', 'start', 'end', 'next', 'prev', 'previous', 'current'],
} as const;
export type Hint = keyof typeof sets;
const hints = new Map<string, ReadonlySet<string>>(Object.entries(sets).map(([hint, words]) => [hint, new Set<string>(words)]));

/** Whether the name says what kind of value it is: a count, a rate, a duration. */
export const hinted = (key: string, hint: Hint): boolean => wordsOf(key).some((word) => hints.get(hint)?.has(word) === true);

/** Whether two names share a word that says something: `quoted_value` and `value`. */
export function related(left: string, right: string): boolean {
  const words = new Set(wordsOf(left));
  return wordsOf(right).some((word) => word.length > 1 && words.has(word));
}

/** Lower case with one dash between the words: `In progress`, `in_progress` and `IN-PROGRESS` are one. */
export const slugOf = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\d]+/gu, '-').replace(/^-|-$/g, '');
