/** A date that cannot be read is shown as it came. */
export function dateTime(iso: string, locale?: string, timeZone?: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...zone(timeZone),
  }).format(date);
}

export function clockTime(date: Date, locale?: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'medium', ...zone(timeZone) }).format(date);
}

/** How long a document took, e.g. "0.8 s" or "2 min 5 s". */
export function duration(fromIso: string, toIso: string): string | null {
  const milliseconds = new Date(toIso).getTime() - new Date(fromIso).getTime();
  if (!Number.isFinite(milliseconds) || milliseconds < 0) return null;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function zone(timeZone: string | undefined): { timeZone?: string } {
  return timeZone === undefined ? {} : { timeZone };
}
