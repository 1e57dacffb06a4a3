/** Turns what people write into words and measures that can be compared. */

export interface Terms {
  readonly words: readonly string[];
  /** What has a digit: sizes, ratings, numbers. They must agree exactly; words may have a slip of the pen. */
  readonly measures: readonly string[];
}

const UNITS = String.raw`mm|kw|bar|micron|inch|zoll|l\/min|m3\/h|ma|ml|kg|g|v|c|w|pole`;
const NUMBER = String.raw`\d+(?:\.\d+)?`;

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/(\d),(\d)/g, '$1.$2'],
  [/\bdn\s+(\d)/g, 'dn$1'],
  [new RegExp(`(${NUMBER})\\s*x\\s*(${NUMBER})(?:\\s*mm\\b)?`, 'g'), '$1x$2'],
  [new RegExp(`(${NUMBER}(?:-${NUMBER})?)[\\s-]*(${UNITS})(?![\\p{L}\\d])`, 'gu'), '$1$2'],
  [/zoll(?!\p{L})/gu, 'inch'],
];

const NOISE: ReadonlySet<string> = new Set(
  'a an and at das der die ein eine for from fur in mit needed of on please pcs piece pieces set some spare stk stuck stueck the to und von with x'.split(
    ' ',
  ),
);

/** ä and ae, ß and ss, é and e are the same letter to somebody who looks for a product or a company. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/ä/g, 'ae')
    .replace(/ö/g, 'oe')
    .replace(/ü/g, 'ue')
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
}

export function termsOf(text: string): Terms {
  const joined = PATTERNS.reduce(
    (result, [pattern, replacement]) => result.replace(pattern, replacement),
    fold(text),
  );
  const tokens = joined
    .split(/[^\p{L}\d.:/-]+/u)
    .flatMap((token) => (/\d/.test(token) ? [token] : token.split(/[^\p{L}]+/u)))
    .map((token) => token.replace(/^[.:/-]+|[.:/-]+$/g, ''))
    .filter((token) => token !== '' && !NOISE.has(token));
  return {
    words: [...new Set(tokens.filter((token) => !/\d/.test(token)))],
    measures: [...new Set(tokens.filter((token) => /\d/.test(token)))],
  };
}

/** One letter wrong, missing, too much, or two swapped: a slip of the pen. Short words must be right. */
export function isSlip(left: string, right: string): boolean {
  if (left === right) {
    return true;
  }
  if (Math.min(left.length, right.length) < 4 || Math.abs(left.length - right.length) > 1) {
    return false;
  }
  let start = 0;
  while (left[start] === right[start]) {
    start += 1;
  }
  const [a, b] = [left.slice(start), right.slice(start)];
  return (
    a.slice(1) === b ||
    a === b.slice(1) ||
    a.slice(1) === b.slice(1) ||
    (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2))
  );
}
