/** PostgreSQL counts from 2000-01-01; this is that moment in milliseconds since 1970. */
const epochMs = 946_684_800_000;
const dayMs = 86_400_000;
const dayMicros = 86_400_000_000n;

/** `2026-01-31 10:00:00.5+02` as `2026-01-31T10:00:00.5+02:00`; what is not in the ISO style stays as it is. `+00` becomes `Z`. */
export function isoTimestamp(text: string): string {
  const match = /^(\d{4,6}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?:([+-]\d\d)(?::?(\d\d))?)?$/.exec(text);
  if (!match) return text;
  const [, date, time, hours, minutes = '00'] = match;
  const zone = hours === undefined ? '' : hours === '+00' && minutes === '00' ? 'Z' : `${hours}:${minutes}`;
  return `${date}T${time}${zone}`;
}

export function binaryTimestamp(bytes: Buffer, start: number, zone: string): string {
  const micros = bytes.readBigInt64BE(start);
  if (micros === 0x7fffffffffffffffn) return 'infinity';
  if (micros === -0x8000000000000000n) return '-infinity';
  const days = floorDiv(micros, dayMicros);
  return `${dayText(Number(days))}T${clock(micros - days * dayMicros)}${zone}`;
}

export function binaryDate(bytes: Buffer, start: number): string {
  const days = bytes.readInt32BE(start);
  if (days === 0x7fffffff) return 'infinity';
  return days === -0x80000000 ? '-infinity' : dayText(days);
}

export function binaryTime(bytes: Buffer, start: number): string {
  return clock(bytes.readBigInt64BE(start));
}

/** As the server writes it: `1 year 2 mons 3 days 04:05:06.7`. */
export function binaryInterval(bytes: Buffer, start: number): string {
  const micros = bytes.readBigInt64BE(start);
  const days = bytes.readInt32BE(start + 8);
  const months = bytes.readInt32BE(start + 12);
  const years = Math.trunc(months / 12);
  const parts = [[years, 'year'], [months - years * 12, 'mon'], [days, 'day']] as const;
  let below = false;
  const words: string[] = [];
  for (const [count, word] of parts) {
    if (count === 0) continue;
    // The server shows a plus only behind a part that was negative.
    words.push(`${below && count > 0 ? '+' : ''}${count} ${word}${count === 1 ? '' : 's'}`);
    below = count < 0;
  }
  if (micros !== 0n || words.length === 0) words.push(`${micros < 0n ? '-' : below ? '+' : ''}${clock(micros < 0n ? -micros : micros)}`);
  return words.join(' ');
}

/** Days since 2000-01-01 as a date; beyond what Date can say, as a count of days. */
function dayText(days: number): string {
  const date = new Date(epochMs + days * dayMs);
  if (Number.isNaN(date.getTime())) return `2000-01-01 + ${days} days`;
  const year = date.getUTCFullYear();
  const rest = date.toISOString().slice(-20, -14);
  return year > 0 ? `${String(year).padStart(4, '0')}${rest}` : `${String(1 - year).padStart(4, '0')}${rest} BC`;
}

function clock(micros: bigint): string {
  const whole = Number(micros / 1_000_000n);
  const fraction = Number(micros % 1_000_000n);
  const two = (value: number): string => String(value).padStart(2, '0');
  const shown = `${two(Math.trunc(whole / 3600))}:${two(Math.trunc(whole / 60) % 60)}:${two(whole % 60)}`;
  return fraction === 0 ? shown : `${shown}.${String(fraction).padStart(6, '0').replace(/0+$/, '')}`;
}

function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
