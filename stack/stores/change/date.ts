import { mix, type Turn } from './turn.ts';

const minuteMs = 60_000;
const dayMinutes = 1_440;

/** A date or a moment as text: its number of milliseconds, and how it is written. */
export interface Moment {
  readonly ms: number;
  /** The same with the part of a second that `ms` leaves out: tells which of two moments comes first. */
  readonly order: number;
  readonly dateOnly: boolean;
  readonly write: (ms: number) => string;
}

/**
 * Reads `2025-03-01`, `2025-03-01 10:00:00.5+00`, `2025-03-01T10:00:00Z` and their like; undefined for anything else and for dates that stand for
 * "none" or "never" (the first year, the epoch, the far future).
 */
export function readMoment(text: string): Moment | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:([T ])(\d\d):(\d\d)(?::(\d\d)([.,]\d+)?)?( ?(?:Z|[+-]\d\d(?::?\d\d)?))?)?$/.exec(text);
  if (!parts) return undefined;
  const [, year = '', month = '', day = '', gap, hours = '0', minutes = '0', seconds, fraction = '', zone = ''] = parts;
  const written = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hours), Number(minutes), Number(seconds ?? 0));
  if (Number.isNaN(written) || Number(month) > 12 || Number(day) > 31 || Number(year) < 1000 || Number(year) > 8999 || (written === 0 && !fraction)) return undefined;
  const offset = zoneMs(zone.trim());
  return {
    ms: written - offset,
    order: written - offset + Number(`0.${fraction.slice(1) || '0'}`) * 1_000,
    dateOnly: gap === undefined,
    write: (ms) => {
      const iso = new Date(ms + offset).toISOString();
      return gap === undefined ? iso.slice(0, 10) : `${iso.slice(0, 10)}${gap}${iso.slice(11, seconds === undefined ? 16 : 19)}${fraction}${zone}`;
    },
  };
}

/**
 * Moves the moments of one row by minutes that depend on the row: the past into the past, the future into the future. Their order stays, and the time
 * between two of them grows. Whole dates move by days.
 */
export function moveMoments(moments: readonly (Moment | undefined)[], turn: Pick<Turn, 'row' | 'now'>): readonly (string | undefined)[] {
  const known = [...new Set(moments.flatMap((moment) => (moment ? [moment.order] : [])))].sort((a, b) => a - b);
  const past = known.filter((order) => order <= turn.now);
  return moments.map((moment) => {
    if (!moment) return undefined;
    const later = moment.order > turn.now;
    const rank = later ? known.indexOf(moment.order) - past.length : past.length - 1 - known.indexOf(moment.order);
    const minutes = moment.dateOnly ? wholeDays(turn.row, rank) : base(turn.row) + rank * (67 + 13 * (turn.row % 5));
    return moment.write(moment.ms + (later ? minutes : -minutes) * minuteMs);
  });
}

/** `10:30`, `10:30:00.5`: a time of day, moved by row-dependent minutes around the clock. Undefined for anything else. */
export function moveTime(text: string, turn: Turn): string | undefined {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)((?::\d\d(?:\.\d+)?)?(?:[+-]\d\d(?::?\d\d)?)?)$/.exec(text);
  if (!parts) return undefined;
  const [, hours = '', minutes = '', rest = ''] = parts;
  const moved = (Number(hours) * 60 + Number(minutes) + 7 + (mix(turn.row, turn.column) % 180)) % dayMinutes;
  return `${String(Math.floor(moved / 60)).padStart(2, '0')}:${String(moved % 60).padStart(2, '0')}${rest}`;
}

/** PostgreSQL's interval text (`1 day 02:00:00`) with row-dependent minutes more. */
export function moveInterval(text: string, turn: Turn): string {
  const minutes = 7 + (mix(turn.row, turn.column) % 180);
  const parts = /^(.*?)(-?)(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text);
  if (!parts) return `${text} ${minutes} mins`;
  const [, before = '', sign = '', hours = '', old = '', seconds = ''] = parts;
  const total = Number(hours) * 60 + Number(old) + minutes;
  return `${before}${sign}${String(Math.floor(total / 60)).padStart(2, '0')}:${String(total % 60).padStart(2, '0')}:${seconds}`;
}

/** Seconds or milliseconds since the epoch as whole numbers, moved like a moment. */
export function moveEpoch(text: string, unit: 's' | 'ms', turn: Turn): string | undefined {
  if (!/^\d+$/.test(text)) return undefined;
  const factor = unit === 's' ? 1_000 : 1;
  const ms = Number(text) * factor;
  const minutes = base(turn.row);
  return String((ms + (ms > turn.now ? minutes : -minutes) * minuteMs) / factor);
}

/** More than a day, never whole days, so that hours and days both move; every fourth row crosses into another month. */
function base(row: number): number {
  return dayMinutes + 61 + (mix(row, 1) % 11) * 397 + (row % 4 === 3 ? 31 * dayMinutes : 0);
}

function wholeDays(row: number, rank: number): number {
  return (2 + (mix(row, 1) % 5) + (row % 4 === 3 ? 31 : 0) + rank) * dayMinutes;
}

function zoneMs(zone: string): number {
  const parts = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (!parts) return 0;
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? 0);
  return (parts[1] === '-' ? -minutes : minutes) * minuteMs;
}
