import { mix, type Turn } from './turn.ts';

export interface NumberLimits {
  /** Largest size without its sign, as a decimal text without exponent. */
  readonly most?: string | undefined;
  /** Every value lies between 0 and 1, as shares do, and must stay there. */
  readonly share?: boolean | undefined;
}

/**
 * Another number of the same sign, with the same count of decimals: a factor that depends on row and column, between 0.53 and 0.96 or between 1.04 and 1.47.
 * A number never becomes what it was, nor zero. Undefined for what is no finite decimal number.
 */
export function changeNumber(text: string, turn: Turn, limits: NumberLimits = {}): string | undefined {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!parts) return changeFloat(text, turn);
  const [, sign = '', whole = '', decimals = ''] = parts;
  const size = BigInt(whole + decimals);
  const unit = 10n ** BigInt(decimals.length);
  const most = limits.share ? unit : limits.most === undefined ? undefined : scaled(limits.most, decimals.length);
  const made = newSize(size, unit, most, turn, limits.share === true);
  return made === size ? undefined : `${sign}${shown(made, decimals.length)}`;
}

/** Other numbers to try where the first was refused: the other direction, one more, one less. */
export function otherNumbers(text: string, turn: Turn): readonly string[] {
  const other = changeNumber(text, { ...turn, row: turn.row + 1 });
  const near = /^-?\d+$/.test(text) ? [String(BigInt(text) + 1n), String(BigInt(text) - 1n)] : [];
  return [...(other === undefined ? [] : [other]), ...near].filter((each) => each !== text);
}

/** 10^digits - 1 with decimals: the largest `numeric(precision, scale)`. */
export function mostOf(precision: number, scale: number): string {
  const whole = precision - scale;
  return `${whole > 0 ? '9'.repeat(whole) : '0'}${scale > 0 ? `.${'9'.repeat(scale)}` : ''}`;
}

function newSize(size: bigint, unit: bigint, most: bigint | undefined, turn: Turn, share: boolean): bigint {
  const step = mix(turn.row, turn.column);
  const within = (value: bigint) => most === undefined || value <= most;
  if (size === 0n) {
    const one = share ? unit / 100n || 1n : unit;
    const first = one * BigInt(1 + (step % 7));
    return within(first) ? first : within(1n) ? 1n : 0n;
  }
  const shrunk = (size * BigInt(53 + (step % 44))) / 100n;
  const grown = (size * BigInt(104 + (step % 44))) / 100n;
  const wanted = (turn.row + turn.column) % 2 === 0 && !share ? [grown, shrunk] : [shrunk, grown];
  const candidates = [...wanted, size + 1n, size - 1n];
  return candidates.find((value) => value !== size && value > 0n && within(value)) ?? size;
}

/** Numbers with an exponent: as floating point. */
function changeFloat(text: string, turn: Turn): string | undefined {
  if (!/^-?\d+(\.\d+)?e[+-]?\d+$/i.test(text)) return undefined;
  const value = Number(text);
  const made = value * ((53 + (mix(turn.row, turn.column) % 44)) / 100);
  return Number.isFinite(made) && made !== value ? String(made) : undefined;
}

function scaled(decimal: string, scale: number): bigint {
  const [whole = '0', decimals = ''] = decimal.split('.');
  return BigInt(whole + decimals.padEnd(scale, '0').slice(0, scale));
}

function shown(size: bigint, scale: number): string {
  const digits = size.toString().padStart(scale + 1, '0');
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
