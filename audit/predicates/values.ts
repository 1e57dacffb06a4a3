import type { Value } from '../facts.ts';

/** Nothing in it: `null`, `[]`, `{}`, `''`, `0`, `false`, or an object of nothing else. `not-data` is null or false: an absence that a caller can tell. */
type Emptiness = 'nothing' | 'empty' | undefined;

export function emptiness(value: Value | undefined): Emptiness {
  if (!value) return undefined;
  switch (value.form) {
    case 'none': case 'null': return 'nothing';
    case 'boolean': return value.text === 'false' ? 'nothing' : undefined;
    case 'number': return Number(value.text) === 0 ? 'empty' : undefined;
    case 'text': return value.text === '' ? 'empty' : undefined;
    case 'array': return (value.size ?? value.parts?.length ?? 0) === 0 ? 'empty' : (value.parts ?? []).every(([, part]) => emptiness(part) !== undefined) && (value.parts?.length ?? 0) > 0 ? ((value.parts ?? []).every(([, part]) => emptiness(part) === 'nothing') ? 'nothing' : 'empty') : undefined;
    case 'object': {
      const parts = value.parts ?? [];
      if (value.size !== undefined && parts.length < value.size) return undefined;
      // A page number or a name handed through does not make the rest of the answer less empty, but one of the parts must be a void of data.
      if (parts.length === 1 && parts[0] && emptiness(parts[0][1]) === 'empty') return 'empty';
      const voids = parts.filter(([, part]) => emptiness(part) === 'empty');
      const rest = parts.filter(([key, part]) => !/^(type|role|kind|page|limit|offset|page_?size|currency|unit)$/i.test(key) && !(/^(state|status)$/i.test(key) && part.form === 'text' && saysSuccess({ form: 'object', parts: [[key, part]] })) && emptiness(part) === undefined && !((part.on ?? []).length > 0 && (part.on ?? []).every((each) => each === 'param' || each === 'clock' || each === 'state')));
      return parts.length === 0 || (voids.length > 0 && rest.length === 0 && parts.every(([, part]) => part.form !== 'boolean' || part.text !== 'true')) ? 'empty' : undefined;
    }
    default: return undefined;
  }
}

const wordKey = /^(message|detail|details|reason|code|msg|note|title|description)$/i;
const errorKey = /^(errors?|err|error_?(message|code|type|description)|exception|problem|statusCode|stack|warning|failed|failure|isError|hasError|unavailable|degraded|stale|fromCache|isDemo|cached|partial|_?fallback|is_?fallback|demo|mock|is_?mock)$/i;
const badWord = /(error|fail|unavailable|degraded|unhealthy|down|disconnected|invalid|denied|unauthorized|not[_ -]?found|unknown|offline|timeout|rejected|unreachable|critical|not ok|missing|disabled|insufficient|not enough|too (few|short|little)|no (data|rows|result|history|signal)|could not|cannot|unable)/i;

/** The value says itself that something went wrong: an error key, `success: false`, a status such as `degraded`, the caught error in it. */
export function saysFailure(value: Value | undefined, depth = 0): boolean {
  if (!value || depth > 2) return false;
  if ((value.on ?? []).includes('caught')) return true;
  if (value.form === 'text' || value.form === 'template') return depth === 0 && badWord.test(value.text ?? '');
  if (value.form === 'array') return (value.parts ?? []).some(([, part]) => part.form === 'number' && Number(part.text) >= 400) || (depth === 0 && (value.parts ?? []).some(([, part]) => saysFailure(part, depth + 1)));
  // Whoever is told `success: true` reads no further: what an inner remark says goes unheard.
  const told = depth === 0 && (value.parts ?? []).some(([key, part]) => /^(success|ok)$/.test(key) && part.form === 'boolean' && part.text === 'true');
  return (value.parts ?? []).some(([key, part]) => {
    if (told && part.form === 'object') return false;
    if (/^(success|ok|valid|authenticated|authorized|connected|available|healthy|isValid|allowed|enabled|loaded)$/i.test(key)) return part.form === 'boolean' && part.text === 'false';
    if (/^(status|state|health|result|kind|type|outcome)$/i.test(key)) return part.form === 'text' && badWord.test(part.text ?? '');
    if (/^is_(confirmed|valid|available|success\w*|ok|healthy|found)$/.test(key) && part.form === 'boolean') return part.text === 'false';
    if (part.form === 'text' && /^(error|failed|unavailable)$/i.test(part.text ?? '')) return true;
    if (wordKey.test(key)) return (part.on ?? []).includes('caught') || ((part.form === 'text' || part.form === 'template') && badWord.test(part.text ?? ''));
    // A figure counts failures, it does not report one.
    // Beside success, a list of what went wrong may be empty.
    if (told && errorKey.test(key) && (part.form === 'computed' || part.form === 'name')) return false;
    if (errorKey.test(key)) return part.form !== 'number' && !(part.form === 'null' || (part.form === 'boolean' && part.text === 'false') || (part.form === 'text' && part.text === ''));
    return depth === 0 && part.form === 'object' && saysFailure(part, depth + 1);
  });
}

/** The value claims that it worked: `success: true`, `ok: true`, `status: 'ok'`. */
export function saysSuccess(value: Value | undefined): boolean {
  if (!value) return false;
  if (value.form === 'boolean') return value.text === 'true';
  return (value.parts ?? []).some(([key, part]) => (/^(success|ok|sent|saved|delivered|verified|valid|completed|processed|synced|acknowledged|queued|isValid|authenticated|authorized|approved|paid|connected|healthy)$/i.test(key) && part.form === 'boolean' && part.text === 'true')
    || (/^(status|state|result|health|phase)$/i.test(key) && part.form === 'text' && /^(ok|success|successful|sent|saved|stored|delivered|queued|completed?|done|healthy|ready|alive|up|active|processed|accepted|paid|verified|deployed|connected|executed|filled|loaded|fulfilled)$/i.test(part.text ?? '')));
}

interface Leaves {
  readonly figures: number;
  readonly words: number;
  readonly flags: number;
  readonly computed: number;
  /** Leaves that look like records of a business: dates, mails, amounts, percentages, ids with numbers, names of people. */
  readonly record: number;
}

/** Counts what a value is made of. */
export function leavesOf(value: Value): Leaves {
  if (value.parts) {
    const all = value.parts.map(([key, part]) => leafOrTree(key, part));
    return all.reduce(sum, none);
  }
  return leafOrTree('', value);
}

const none: Leaves = { figures: 0, words: 0, flags: 0, computed: 0, record: 0 };

function leafOrTree(key: string, value: Value): Leaves {
  if (value.parts) return value.parts.map(([inner, part]) => leafOrTree(inner, part)).reduce(sum, none);
  if (value.form === 'number') return { ...none, figures: /^-?[01]$/.test(value.text ?? '') ? 0 : 1, record: measureKey.test(key) && !/^-?[01]$/.test(value.text ?? '') ? 1 : 0 };
  if (value.form === 'text') return { ...none, words: value.text === '' ? 0 : 1, record: recordText.test(value.text ?? '') ? 1 : 0 };
  if (value.form === 'boolean') return { ...none, flags: 1 };
  if (value.form === 'null' || value.form === 'none') return none;
  // Cut off below the deepest level that is kept: a literal all the same, where it depends on nothing but the clock.
  if ((value.form === 'object' || value.form === 'array') && (value.on ?? []).every((each) => each === 'clock')) return { ...none, words: 1 };
  return { ...none, computed: 1 };
}

function sum(a: Leaves, b: Leaves): Leaves {
  return { figures: a.figures + b.figures, words: a.words + b.words, flags: a.flags + b.flags, computed: a.computed + b.computed, record: a.record + b.record };
}

/** Keys under which a number is a measurement or money, not a setting. */
export const measureKey = /(amount|buying_?power|cash$|equity|portfolio|price|total|revenue|balance|cost|spend|spent|savings?|saved|rate$|rates$|score|percent|percentage|growth|change|profit|volume|sales|orders|users|customers|visitors|views|count|quantity|qty|stock|rating|confidence|accuracy|latency|cpu|memory|uptime|temperature|humidity|marketcap|pnl|yield|apy|apr|risks?|value|average|avg|median|success_?rate|conversion|engagement|active|pending|completed)/i;
const recordText = /(^\d{4}-\d{2}-\d{2})|^[\w.+-]+@[\w-]+\.\w+|^[$€£¥₹]\s?[\d,.]+|[↑↓]|^[+-]?\d+(\.\d+)?\s?(%|[KMB]\b|days?|hours?|hrs?|min(utes)?|ms|kg|km|USD|EUR)|^[A-Z]{2,6}-\d{2,}|^\+?\d[\d\s()-]{8,}$|\b(Inc|Ltd|LLC|Corp|GmbH|Co)\.?$|^(John|Jane|Alice|Bob|Sarah|Michael|Emily|David|Mike|Lisa|Emma|James|Maria|Ahmed|Priya|Alex|Tom|Anna) [A-Z]\w+|\d+ (minutes?|hours?|days?|weeks?) ago|^\d{1,2}:\d{2}( ?[AP]M)?$|^(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)( \d+)?(, \d{4})?$/;

/** Enough in it that a reader takes it for data: three leaves that are no flags, or two that look like records. */
export function isRich(value: Value | undefined): boolean {
  if (!value || (value.form !== 'object' && value.form !== 'array')) return false;
  const leaves = leavesOf(value);
  return leaves.figures + leaves.words >= 3 || leaves.record >= 2 || (leaves.figures >= 1 && leaves.record >= 1 && leaves.figures + leaves.words >= 2);
}

/** It depends on nothing that came from outside: no parameter, store, clock, state or call. Module constants count as fixed. */
export function isFixed(value: Value, allowed: readonly string[] = []): boolean {
  return (value.on ?? []).every((each) => each.startsWith('module:') || allowed.includes(each));
}

/** `riskScore` and `risk-score` as `risk_score`: words are compared whole, so that `operating` is no `rating`. */
export function inWords(key: string): string {
  return key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[-.]/g, '_').toLowerCase();
}
