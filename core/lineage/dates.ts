/** A moment or a day that a text stands for. Without a zone it is read as UTC. `exact`: to a millisecond or a part of it. */
export interface Moment {
  readonly ms: number;
  readonly precision: 'month' | 'day' | 'minute' | 'second' | 'exact';
}

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
export const MONTH_NAMES = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
export const DAY_NAMES = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const LONGEST = 50;
const TIME = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(am|pm)?`;
const ZONE = String.raw`\s*(z|utc|gmt|[+-]\d{2}(?::?\d{2})?(?::\d{2})?)?`;
const AFTER = String.raw`(?:(?:,|t|\s|\sat\s)\s*${TIME}${ZONE}(?:\s*\[[^\]]*\])?)?`;
const ISO = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})${AFTER}$`, 'i');
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:t(\d{2})(\d{2})(\d{2})z?)?$/i;
const MONTH = /^(\d{4})-(\d{2})$/;
const DAY_FIRST = new RegExp(String.raw`^(?:[a-z]{3,9},?\s)?(\d{1,2})(?:st|nd|rd|th)?[.\s-]\s?([a-z]{3,9})\.?,?[\s-](\d{4})${AFTER}$`, 'i');
const MONTH_FIRST = new RegExp(String.raw`^(?:[a-z]{3,9},?\s)?([a-z]{3,9})\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})${AFTER}$`, 'i');
const MONTH_YEAR = /^([a-z]{3,9})\.?\s'?(\d{4})$/i;
const NUMERIC = new RegExp(String.raw`^(\d{1,2})([./-])(\d{1,2})\2(\d{4})${AFTER}$`, 'i');

/** The moments that a text may stand for: ISO 8601, PostgreSQL's text, RFC 1123, `24 Nov 2026`, `Nov 24, 2026, 1:05 PM`, `24.11.2026`; two for `03/04/2026`. */
export function momentsOf(text: string): readonly Moment[] {
  if (text.length < 7 || text.length > LONGEST || !/\d{4}/.test(text)) return [];
  const iso = ISO.exec(text);
  if (iso !== null) return moment(Number(iso[1]), Number(iso[2]), Number(iso[3]), iso, 4);
  const named = DAY_FIRST.exec(text);
  if (named !== null) return moment(Number(named[3]), monthOf(named[2]), Number(named[1]), named, 4);
  const american = MONTH_FIRST.exec(text);
  if (american !== null) return moment(Number(american[3]), monthOf(american[1]), Number(american[2]), american, 4);
  const numeric = NUMERIC.exec(text);
  if (numeric !== null) return eitherOrder(numeric);
  return rare(text);
}

function rare(text: string): readonly Moment[] {
  const compact = COMPACT.exec(text);
  if (compact !== null) {
    const [, year, month, day, hour, minute, second] = compact;
    const found = moment(Number(year), Number(month), Number(day), [], 0);
    if (hour === undefined) return found;
    return found.map(({ ms }) => ({ ms: ms + Number(hour) * HOUR + Number(minute) * MINUTE + Number(second) * SECOND, precision: 'second' }));
  }
  const month = MONTH.exec(text);
  if (month !== null) return moment(Number(month[1]), Number(month[2]), 1, [], 0).map(({ ms }) => ({ ms, precision: 'month' }));
  const named = MONTH_YEAR.exec(text);
  if (named !== null) return moment(Number(named[2]), monthOf(named[1]), 1, [], 0).map(({ ms }) => ({ ms, precision: 'month' }));
  return [];
}

function eitherOrder(match: RegExpExecArray): readonly Moment[] {
  const [first, second, year] = [Number(match[1]), Number(match[3]), Number(match[4])];
  const both = [...moment(year, second, first, match, 5), ...moment(year, first, second, match, 5)];
  return first === second ? both.slice(0, 1) : both;
}

function monthOf(name: string | undefined): number {
  const lower = (name ?? '').toLowerCase();
  const index = MONTHS.indexOf(lower.slice(0, 3));
  return index >= 0 && (MONTH_NAMES[index] ?? '').startsWith(lower.replace(/^sept$/, 'sep')) ? index + 1 : 0;
}

/** `at` is the place of the hour in the match. */
function moment(year: number, month: number, day: number, match: readonly (string | undefined)[], at: number): readonly Moment[] {
  if (month < 1 || month > 12 || day < 1 || day > 31 || year > 9999) return [];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const midnight = date.getTime();
  const hour = match[at];
  if (hour === undefined) return [{ ms: midnight, precision: 'day' }];
  const noon = match[at + 4]?.toLowerCase();
  const hours = noon === undefined ? Number(hour) : (Number(hour) % 12) + (noon === 'pm' ? 12 : 0);
  const fraction = match[at + 3];
  const ms = midnight + hours * HOUR + Number(match[at + 1]) * MINUTE + Number(match[at + 2] ?? 0) * SECOND + Number((fraction ?? '').padEnd(3, '0').slice(0, 3));
  const precision = match[at + 2] === undefined ? 'minute' : fraction === undefined ? 'second' : 'exact';
  return [{ ms: ms - zoneOf(match[at + 5]), precision }];
}

function zoneOf(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})?/.exec(zone ?? '');
  if (match === null) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * HOUR + Number(match[3] ?? 0) * MINUTE);
}

/** A number that may be a Unix time between 2001 and 2106, in seconds, milliseconds or microseconds. */
export function epochOf(value: number): Moment | undefined {
  if (value >= 1e9 && value < 4.3e9) return { ms: Math.floor(value * 1_000), precision: Number.isInteger(value) ? 'second' : 'exact' };
  if (value >= 1e12 && value < 4.3e12) return { ms: Math.floor(value), precision: 'exact' };
  if (value >= 1e15 && value < 4.3e15) return { ms: Math.floor(value / 1_000), precision: 'exact' };
  return undefined;
}

export const dayOf = (ms: number): string => (Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString().slice(0, 10) : '');

const CLOCK = /^(-)?(?:(\d+) days?,? ?)?(-)?(\d{1,4}):(\d{2})(?::(\d{2}(?:\.\d{1,9})?))?$/;
const ISO_LENGTH = /^(-)?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const DAYS_ONLY = /^(-?\d+) days?$/;

/** Seconds of an interval: PostgreSQL's `1 day 02:03:04.5`, `02:03:04`, ISO 8601's `P1DT2H`. Months and years have no length and give none. */
export function secondsOf(text: string): number | undefined {
  if (text.length > LONGEST || !/\d/.test(text)) return undefined;
  const clock = CLOCK.exec(text);
  if (clock !== null) {
    const days = Number(clock[2] ?? 0) * (clock[1] === '-' ? -1 : 1);
    const time = Number(clock[4]) * 3_600 + Number(clock[5]) * 60 + Number(clock[6] ?? 0);
    return days * 86_400 + (clock[3] === '-' || (clock[1] === '-' && clock[2] === undefined) ? -time : time);
  }
  const iso = text.length > 2 ? ISO_LENGTH.exec(text) : null;
  if (iso !== null) {
    const [, sign, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = iso;
    return (sign === '-' ? -1 : 1) * (Number(weeks) * 604_800 + Number(days) * 86_400 + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds));
  }
  const days = DAYS_ONLY.exec(text);
  return days === null ? undefined : Number(days[1]) * 86_400;
}
