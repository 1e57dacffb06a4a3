const PLAIN = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/i;
const MOST_DIGITS = 60;
/** A double holds 15 digits for certain; what stands behind them is noise of binary arithmetic (0.30000000000000004). */
const CERTAIN_DIGITS = 15;

/** A decimal in one spelling: no sign for zero, no leading or trailing zeros, no exponent up to 60 digits. Undefined when the text is no plain decimal. */
export function canonicalDecimal(text: string): string | undefined {
  const match = PLAIN.exec(text);
  if (match === null) return undefined;
  const whole = match[2] ?? '';
  const fraction = match[3] ?? '';
  if (whole === '' && fraction === '') return undefined;
  const exponent = Number(match[4] ?? 0);
  let digits = whole + fraction;
  let point = whole.length + exponent;
  const leading = /^0*/.exec(digits)?.[0].length ?? 0;
  digits = digits.slice(leading).replace(/0+$/, '');
  point -= leading;
  if (digits === '') return '0';
  if (digits.length > CERTAIN_DIGITS && point < digits.length) return rounded(text, digits, point);
  return placed(match[1] === '-' ? '-' : '', digits, point);
}

function rounded(text: string, digits: string, point: number): string {
  const short = canonicalDecimal(Number(text).toPrecision(CERTAIN_DIGITS));
  return short ?? placed(text.startsWith('-') ? '-' : '', digits, point);
}

function placed(sign: string, digits: string, point: number): string {
  if (point > MOST_DIGITS || point < -MOST_DIGITS) return `${sign}${digits}e${point}`;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + '0'.repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

const CURRENCY = /\p{Sc}/u;
const DRESS = /^\(?\s*([+-]?)\s*(?:\p{Sc}|[A-Z]{3}\s|[A-Z]{2,3}\p{Sc}|Fr\.|kr\.?)?\s*([+-]?)\s*(\d[\d.,'’_\s]*|[.,]\d+)\s*(?:\p{Sc}|\s[A-Z]{3}|[A-Z]{3}|kr\.?|zł|%|‰)?\s*\)?$/u;

/** Decimals that a text may stand for: `1,234.50`, `1.234,50 €`, `CHF 1'234.50`, `(12.00)`, `94.5 %` (also as 0.945). None when it is not a number in some dress. */
export function decimalsOf(text: string): readonly string[] {
  if (text.length > MOST_DIGITS || !/\d/.test(text)) return [];
  const plain = canonicalDecimal(text);
  if (plain !== undefined) return [plain];
  const match = DRESS.exec(text);
  if (match === null) return [];
  const negative = match[1] === '-' || match[2] === '-' || /^\(.*\)$/.test(text);
  const bodies = readings((match[3] ?? '').trim(), CURRENCY.test(text));
  const values = bodies.map((body) => canonicalDecimal(negative ? `-${body}` : body)).filter((value) => value !== undefined);
  const scale = text.includes('%') ? -2 : text.includes('‰') ? -3 : 0;
  return scale === 0 ? values : values.flatMap((value) => [value, canonicalDecimal(`${value}e${scale}`) ?? value]);
}

/** The groups-of-three and the decimal-comma reading of a number's body; both where both are possible. */
function readings(body: string, money: boolean): readonly string[] {
  const text = body.replace(/[\s'’_](?=\d{3}(?!\d))/g, '');
  if (/[\s'’_]/.test(text)) return [];
  const comma = text.lastIndexOf(',');
  const point = text.lastIndexOf('.');
  if (comma < 0 && point < 0) return [text];
  if (comma >= 0 && point >= 0) {
    const [decimal, group] = comma > point ? [',', '.'] : ['.', ','];
    const [whole = '', fraction, more] = text.split(decimal);
    if (more !== undefined || !groups(whole, group)) return [];
    return [`${whole.replaceAll(group, '')}.${fraction ?? ''}`];
  }
  const mark = comma >= 0 ? ',' : '.';
  const parts = text.split(mark);
  const found: string[] = [];
  if (groups(text, mark) && (mark === ',' || parts.length > 2 || money)) found.push(parts.join(''));
  if (parts.length === 2) found.push(parts.join('.'));
  return found;
}

function groups(text: string, mark: string): boolean {
  return text.split(mark).every((part, index) => (index === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(part));
}

/** Digits after the point as written, and digits that count. */
export function shapeOf(value: number): { readonly decimals: number; readonly significant: number } {
  const text = canonicalDecimal(String(value)) ?? String(value);
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  return { decimals: fraction.length, significant: fraction === '' ? digits.replace(/0+$/, '').length : digits.length };
}
