/** Quantities and units as they are written in requests, English and German. */

const UNIT_NAMES: Readonly<Record<string, string>> = {
  piece: 'piece',
  pieces: 'piece',
  pc: 'piece',
  pcs: 'piece',
  stueck: 'piece',
  stück: 'piece',
  stk: 'piece',
  st: 'piece',
  ea: 'piece',
  x: 'piece',
  m: 'metre',
  metre: 'metre',
  metres: 'metre',
  meter: 'metre',
  l: 'litre',
  ltr: 'litre',
  litre: 'litre',
  litres: 'litre',
  liter: 'litre',
  kg: 'kg',
  set: 'set',
  sets: 'set',
  satz: 'set',
  box: 'box',
  boxes: 'box',
  karton: 'box',
};

const UNIT = Object.keys(UNIT_NAMES)
  .sort((left, right) => right.length - left.length)
  .join('|');
const AMOUNT = String.raw`\d[\d.,]*`;

const LEADING = new RegExp(`^(${AMOUNT})\\s*(${UNIT})\\.?(?![\\p{L}\\d/])\\s+(.+)$`, 'iu');
const TRAILING = new RegExp(`^(.+?)[\\s,;:]+(${AMOUNT})\\s*(${UNIT})\\.?$`, 'iu');

export interface Measured {
  readonly quantity: number | null;
  readonly unit: string | null;
  readonly rest: string;
}

/** The unit in the words of the price list; a word that is not known stays as it is. */
export function unitName(written: string): string | null {
  const word = written.trim().replace(/\.$/, '');
  return word === '' ? null : (UNIT_NAMES[word.toLowerCase()] ?? word);
}

/**
 * `1.200` is a thousand and two hundred where a comma separates decimals, and one and a fifth elsewhere; `1,200`
 * the other way round. Null when it is no number: the quantity is then missing, never guessed.
 */
export function parseQuantity(written: string, decimalComma: boolean): number | null {
  const text = written.trim().replace(/[.,]$/, '');
  const grouped = decimalComma ? /^\d{1,3}(\.\d{3})+(,\d+)?$/ : /^\d{1,3}(,\d{3})+(\.\d+)?$/;
  const [group, decimal] = decimalComma ? ['.', ','] : [',', '.'];
  const plain = grouped.test(text)
    ? text.replaceAll(group, '').replace(decimal, '.')
    : text.replace(',', '.');
  return /^\d+(\.\d+)?$/.test(plain) && Number(plain) > 0 ? Number(plain) : null;
}

/** Splits `2 pcs pump` or `pump, 2 pcs` into how many and of what. */
export function splitQuantity(line: string, decimalComma: boolean): Measured | undefined {
  const leading = line.match(LEADING);
  if (leading !== null) {
    const [, amount = '', unit = '', rest = ''] = leading;
    return { quantity: parseQuantity(amount, decimalComma), unit: unitName(unit), rest: rest.trim() };
  }
  const trailing = line.match(TRAILING);
  if (trailing !== null) {
    const [, rest = '', amount = '', unit = ''] = trailing;
    return { quantity: parseQuantity(amount, decimalComma), unit: unitName(unit), rest: rest.trim() };
  }
  return undefined;
}

const GERMAN = /\b(menge|stück|anfrage|angebot|bitte|kunde|artikelnummer|firma|ort)\b/iu;

/** Whether a document writes its decimals with a comma. */
export function usesDecimalComma(text: string): boolean {
  return GERMAN.test(text);
}
