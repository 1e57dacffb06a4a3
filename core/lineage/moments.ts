import { DAY, dayOf, DAY_NAMES, epochOf, HOUR, MINUTE, momentsOf, MONTH_NAMES, SECOND, type Moment } from './dates.ts';
import { toleranceOf } from './figures.ts';
import type { Scalar } from './normalise.ts';
import type { Origin, Wire } from './wire.ts';

/** Dates that passed the taps, found again in coarser precision or another zone. */
export interface Moments {
  readonly byDay: ReadonlyMap<string, Origin>;
  readonly bySecond: ReadonlyMap<number, Origin>;
  readonly byMinute: ReadonlyMap<number, Origin>;
  /** By what a change of zone leaves alone, the time within a quarter of an hour, and the day. */
  readonly byRest: ReadonlyMap<string, readonly { readonly ms: number; readonly origin: Origin }[]>;
  /** By time, ascending. */
  readonly sorted: readonly { readonly ms: number; readonly origin: Origin }[];
  /** By every label of its day, in any zone; made when it is first asked for. */
  readonly byLabel: () => ReadonlyMap<string, Origin>;
}

/** Zones reach from 12 hours behind to 14 hours ahead. */
const FURTHEST = 14 * HOUR;
const QUARTER = 15 * MINUTE;

/** The moment that a value of a store stands for; numbers only where they can be nothing but a Unix time. */
export function momentOf(value: Scalar): Moment | undefined {
  if (typeof value === 'string') return momentsOf(value.trim())[0];
  return typeof value === 'number' ? epochOf(value) : undefined;
}

export function momentsIn(wire: Wire): Moments {
  const byDay = new Map<string, Origin>();
  const bySecond = new Map<number, Origin>();
  const byMinute = new Map<number, Origin>();
  const byRest = new Map<string, { ms: number; origin: Origin }[]>();
  const all: { ms: number; origin: Origin }[] = [];
  for (const [form, [origin]] of wire.origins) {
    if (!form.startsWith('d:') || origin === undefined) continue;
    const ms = Number(form.slice(2));
    for (const shift of [-12 * HOUR, 0, FURTHEST]) byDay.set(dayOf(ms + shift), origin);
    bySecond.set(Math.floor(ms / SECOND), origin);
    byMinute.set(Math.floor(ms / MINUTE), origin);
    const list = byRest.get(restOf(ms, 0));
    const entry = { ms, origin };
    all.push(entry);
    if (list === undefined) byRest.set(restOf(ms, 0), [entry]);
    else list.push(entry);
  }
  const sorted = all.toSorted((left, right) => left.ms - right.ms);
  let labels: ReadonlyMap<string, Origin> | undefined;
  return { byDay, bySecond, byMinute, byRest, sorted, byLabel: () => (labels ??= labelled(byDay)) };
}

function labelled(days: ReadonlyMap<string, Origin>): ReadonlyMap<string, Origin> {
  const labels = new Map<string, Origin>();
  for (const [day, origin] of days) for (const label of labelsOf(Date.parse(day))) if (!labels.has(label) && !/^\d\d?:/.test(label)) labels.set(label, origin);
  return labels;
}

/** A text that shows the day, month or year of one of the rows' dates. */
export function derivedLabel(text: string, moments: Moments): { readonly origin: Origin; readonly what: string } | undefined {
  if (text.length > 24 || moments.sorted.length === 0) return undefined;
  const origin = moments.byLabel().get(text.trim().toLowerCase());
  return origin === undefined ? undefined : { origin, what: 'a label of its date' };
}

const PARTS: readonly (readonly [RegExp, (date: Date) => number])[] = [
  [/^years?$/, (date) => date.getUTCFullYear()], [/^months?$/, (date) => date.getUTCMonth() + 1], [/^(?:days?|dom)$/, (date) => date.getUTCDate()], [/^hours?$/, (date) => date.getUTCHours()], [/^minutes?$/, (date) => date.getUTCMinutes()],
  [/^(?:weekday|dow)$/, (date) => date.getUTCDay()], [/^(?:weeks?|isoweek)$/, (date) => weekOf(date.getTime())], [/^quarters?$/, (date) => Math.floor(date.getUTCMonth() / 3) + 1],
];

/** A number under the name of a part of a date: the year, month, day, hour of a moment, in any zone. */
export function partOf(value: number, words: readonly string[], ms: number): boolean {
  const part = PARTS.find(([name]) => words.some((word) => name.test(word)))?.[1];
  return part !== undefined && [-12 * HOUR, 0, FURTHEST].some((shift) => [0, 1, -1].includes(part(new Date(ms + shift)) - value)) && Number.isInteger(value);
}


const restOf = (ms: number, days: number): string => `${((ms % QUARTER) + QUARTER) % QUARTER} ${Math.floor(ms / DAY) + days}`;

/** A date of the answer that is one of the rows' in less detail or in another zone. */
export function derivedMoment({ ms, precision }: Moment, moments: Moments): { readonly origin: Origin; readonly what: string } | undefined {
  if (precision === 'month') {
    const origin = moments.sorted.length === 0 ? undefined : moments.byLabel().get(dayOf(ms).slice(0, 7));
    return origin === undefined ? undefined : { origin, what: 'the month of it' };
  }
  if (precision === 'day') {
    const origin = moments.byDay.get(dayOf(ms));
    return origin === undefined ? undefined : { origin, what: 'the day of it' };
  }
  const cut = precision === 'minute' ? moments.byMinute.get(ms / MINUTE) : ms % SECOND === 0 ? moments.bySecond.get(ms / SECOND) : undefined;
  if (cut !== undefined) return { origin: cut, what: precision === 'minute' ? 'its minute' : 'its second' };
  const shifted = [-1, 0, 1].flatMap((days) => moments.byRest.get(restOf(ms, days)) ?? []).find((other) => Math.abs(other.ms - ms) <= FURTHEST);
  return shifted === undefined ? undefined : { origin: shifted.origin, what: 'it in another time zone' };
}

/** Texts that show a moment: days, months and times as people write them. */
export function labelsOf(ms: number): readonly string[] {
  const date = new Date(ms);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const name = MONTH_NAMES[month] ?? '';
  const brief = name.slice(0, 3);
  const two = (value: number): string => String(value).padStart(2, '0');
  const weekday = DAY_NAMES[date.getUTCDay()] ?? '';
  const hour = date.getUTCHours();
  const noon = `${hour % 12 === 0 ? 12 : hour % 12}:${two(date.getUTCMinutes())} ${hour < 12 ? 'am' : 'pm'}`;
  return [
    name, brief, weekday, weekday.slice(0, 3), `${year}`, `${name} ${year}`, `${brief} ${year}`, `${brief} '${two(year % 100)}`, `${year}-${two(month + 1)}`, `${two(month + 1)}/${year}`, `${two(month + 1)}.${year}`, `${year}-q${Math.floor(month / 3) + 1}`, `q${Math.floor(month / 3) + 1} ${year}`,
    `${brief} ${day}`, `${name} ${day}`, `${day} ${brief}`, `${day} ${name}`, `${day}. ${name}`, `${two(day)}.${two(month + 1)}.`, `${two(day)}/${two(month + 1)}`, `${two(month + 1)}/${two(day)}`, `${two(month + 1)}-${two(day)}`, `${weekday.slice(0, 3)} ${day}`, `${weekday}, ${day} ${name}`,
    `${two(hour)}:${two(date.getUTCMinutes())}`, `${two(hour)}:00`, `${two(hour)}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`, noon, `${year}-w${two(weekOf(ms))}`, `week ${weekOf(ms)}`,
  ];
}

/** ISO week of a moment. */
function weekOf(ms: number): number {
  const date = new Date(ms);
  const thursday = ms + (3 - ((date.getUTCDay() + 6) % 7)) * DAY;
  return Math.floor((thursday - Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1)) / (7 * DAY)) + 1;
}

const UNIT_MS: readonly (readonly [RegExp, number])[] = [[/^(?:s|secs?|seconds?)$/, SECOND], [/^(?:m|mins?|minutes?)$/, MINUTE], [/^(?:h|hrs?|hours?)$/, HOUR], [/^(?:d|days?)$/, DAY], [/^(?:w|weeks?)$/, 7 * DAY], [/^(?:mo|months?)$/, 30.4 * DAY], [/^(?:y|yrs?|years?)$/, 365.25 * DAY]];
const AGO = /^(?:about |over |almost |in |~)?(\d+(?:\.\d+)?|an?)\s?([a-z]+)(?: ago| left| old| remaining)?$/;

/** `3 days ago`, `in 2 hours`, `5m`: a date of the rows that lies so far from now. */
export function derivedAgo(text: string, now: number, moments: Moments): { readonly origin: Origin; readonly what: string } | undefined {
  const match = AGO.exec(text.toLowerCase());
  const unit = UNIT_MS.find(([name]) => name.test(match?.[2] ?? ''))?.[1];
  if (match === null || unit === undefined) return undefined;
  const amount = /^an?$/.test(match[1] ?? '') ? 1 : Number(match[1]);
  for (const sign of [-1, 1]) {
    const found = within(moments, now + sign * amount * unit, unit);
    if (found !== undefined) return { origin: found, what: 'its distance from now' };
  }
  return undefined;
}

export const AGES: readonly (readonly [number, string])[] = [[SECOND, 'seconds'], [MINUTE, 'minutes'], [HOUR, 'hours'], [DAY, 'days'], [1, 'milliseconds'], [7 * DAY, 'weeks'], [30.44 * DAY, 'months'], [365.25 * DAY, 'years']];
/** How long an answer may lie behind the time that it was computed with. */
const SLACK = 2 * SECOND;
/** A shorter time may be anything that was measured. */
export const SHORTEST_AGE = 10 * SECOND;

/** A number under the name of a duration: how far a date of the rows lies from now, in some unit, rounded. */
export function derivedAge(value: number, now: number, moments: Moments): { readonly origin: Origin; readonly what: string } | undefined {
  for (const [unit, name] of AGES) {
    if (Math.abs(value) * unit < SHORTEST_AGE) continue;
    for (const sign of [-1, 1]) {
      const origin = within(moments, now + sign * Math.abs(value) * unit, unit * 2 * toleranceOf(value) + SLACK);
      if (origin !== undefined) return { origin, what: `its distance from now in ${name}` };
    }
  }
  return undefined;
}

function within({ sorted }: Moments, ms: number, distance: number): Origin | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.ms ?? 0) < ms - distance) low = middle + 1;
    else high = middle;
  }
  const found = sorted[low];
  return found !== undefined && found.ms <= ms + distance ? found.origin : undefined;
}
