import { tidy } from './normalise.ts';
import { isDataLike, slugOf } from './words.ts';
import type { Derived } from './figures.ts';
import type { Origin, Wire } from './wire.ts';

/** A text that passed a tap, ready to be searched for in answers. */
interface Source {
  readonly origin: Origin;
  readonly folded: string;
}
export interface Texts {
  /** By a word in it, and by its first word. */
  readonly containing: ReadonlyMap<string, readonly Source[]>;
  readonly beginning: ReadonlyMap<string, readonly Source[]>;
  readonly slugs: ReadonlyMap<string, Source>;
  readonly initials: ReadonlyMap<string, Source>;
  /** Beginnings of long words: abbreviated hashes and ids. */
  readonly abbreviated: ReadonlyMap<string, Source>;
  readonly wire: Wire;
}

/** Words of one text, and texts of one exchange for one word, that are indexed. */
const WORDS = 4_000;
const PER_WORD = 200;
const LONG_WORD = 16;
const ABBREVIATIONS = [7, 8, 10, 12];
/** Longest leaf that is taken apart, in characters. */
const LONGEST_LEAF = 4_000;

export const tokensOf = (folded: string): readonly string[] => folded.split(/[^\p{L}\p{M}\p{N}]+/u).filter((token) => token !== '');

export function textsOf(wire: Wire): Texts {
  const containing = new Map<string, Source[]>();
  const beginning = new Map<string, Source[]>();
  const slugs = new Map<string, Source>();
  const initials = new Map<string, Source>();
  const abbreviated = new Map<string, Source>();
  const seen = new Set<string>();
  const used = new Map<string, number>();
  const put = (index: Map<string, Source[]>, kind: string, token: string, source: Source): void => {
    const key = `${kind}${source.origin.exchange} ${token}`;
    const count = used.get(key) ?? 0;
    if (count >= PER_WORD) return;
    used.set(key, count + 1);
    const list = index.get(token);
    if (list === undefined) index.set(token, [source]);
    else list.push(source);
  };
  for (const origin of wire.texts) {
    const folded = tidy(String(origin.value)).toLowerCase();
    const identity = `${origin.exchange} ${folded}`;
    if (seen.has(identity)) continue;
    seen.add(identity);
    const source = { origin, folded };
    const tokens = tokensOf(folded);
    for (const token of new Set(tokens.slice(0, WORDS))) {
      put(containing, 'c', token, source);
      if (token.length >= LONG_WORD) for (const length of ABBREVIATIONS) abbreviated.set(token.slice(0, length), source);
    }
    if (tokens[0] !== undefined) put(beginning, 'b', tokens[0], source);
    if (folded.length >= 3 && folded.length <= 300) slugs.set(slugOf(folded), source);
    if (tokens.length >= 2 && tokens.length <= 5) initials.set(tokens.map((token) => token.charAt(0)).join(''), source);
  }
  return { containing, beginning, slugs, initials, abbreviated, wire };
}

/** How a text follows from texts and numbers that passed: another case or spelling, a slice, initials, a template around them. `explains` says what stands behind a number in it. */
export function derivedText(text: string, texts: Texts, explains: (number: string) => string | undefined): (Derived & { readonly origin?: Origin }) | undefined {
  const clean = tidy(text);
  if (clean.length < 2 || clean.length > LONGEST_LEAF) return undefined;
  const folded = clean.toLowerCase();
  const slug = slugOf(folded);
  const spelled = slug.length >= 3 ? texts.slugs.get(slug) : undefined;
  if (spelled !== undefined) return found('another spelling of it', spelled);
  const letters = clean.replace(/[.\s]/g, '');
  if (/^\p{Lu}{2,5}$/u.test(letters)) {
    const initials = texts.initials.get(letters.toLowerCase());
    if (initials !== undefined) return found('the first letters of it', initials);
  }
  return sliced(folded, texts) ?? masked(folded, texts) ?? covered(folded, texts, explains);
}

const found = (what: string, { origin }: Source): Derived & { readonly origin: Origin } => ({ what, exchange: origin.exchange, origin });
const ELLIPSIS = /\s*(?:…|\.{3}|\[…\]|\[\.{3}\])\s*$/;
const LEADING = /^\s*(?:…|\.{3})\s*/;

function sliced(folded: string, texts: Texts): ReturnType<typeof derivedText> {
  const body = folded.replace(ELLIPSIS, '').replace(LEADING, '').trim();
  if (body.length < 3) return undefined;
  const tokens = tokensOf(body);
  if (tokens.length === 1 && ABBREVIATIONS.includes(body.length) && /^[0-9a-f]+$/.test(body)) {
    const whole = texts.abbreviated.get(body);
    if (whole !== undefined) return found('the beginning of it', whole);
  }
  // The first and the last word may have been cut: they are looked for as a part of the text, not as words.
  const whole = tokens.length > 2 ? tokens.slice(1, -1) : tokens.length === 2 ? tokens.slice(0, 1) : tokens;
  let rarest: readonly Source[] | undefined;
  for (const token of whole) {
    const list = texts.containing.get(token) ?? [];
    if (rarest === undefined || list.length < rarest.length) rarest = list;
    if (list.length === 0) break;
  }
  const source = rarest?.find((candidate) => candidate.folded.includes(body));
  return source === undefined ? undefined : found('a part of it', source);
}

/** Texts that are tried for one that is masked. */
const MASKABLE = 5_000;

/** `a***@example.org`, `**** 4242`: the ends of a text that passed, its middle hidden. */
function masked(folded: string, { wire }: Texts): ReturnType<typeof derivedText> {
  const [first = '', ...rest] = folded.split(/(?:[*•●]+|x{3,})[\s*•●x-]*/);
  const last = rest.at(-1) ?? '';
  if (rest.length === 0 || first.length + last.length < 3) return undefined;
  const origin = wire.texts.slice(0, MASKABLE).find(({ value }) => { const text = tidy(String(value)).toLowerCase(); return text.length > first.length + last.length && text.startsWith(first) && text.endsWith(last); });
  return origin === undefined ? undefined : { what: 'the ends of it', exchange: origin.exchange, origin };
}

/** A text made of others with separators and words between them. What is left may hold no digit, and no more letters than what was explained. */
function covered(folded: string, texts: Texts, explains: (number: string) => string | undefined): ReturnType<typeof derivedText> {
  let explained = 0;
  let left = 0;
  let number: string | undefined;
  const pieces: Source[] = [];
  const word = /[\p{L}\p{M}\p{N}]+/gu;
  for (let match = word.exec(folded); match !== null; match = word.exec(folded)) {
    const piece = longestAt(folded, match.index, match[0], texts);
    if (piece !== undefined) {
      pieces.push(piece);
      explained += piece.folded.length;
      word.lastIndex = match.index + piece.folded.length;
      continue;
    }
    if (!/\p{N}/u.test(match[0])) {
      left += match[0].length;
      continue;
    }
    const figure = /^[+-]?\d[\d.,:]*\d|^\d/.exec(folded.slice(match.index))?.[0] ?? match[0];
    const how = explains(figure);
    if (how === undefined) return undefined;
    number ??= how;
    explained += figure.length;
    word.lastIndex = match.index + figure.length;
  }
  const telling = pieces.find(({ origin, folded: piece }) => isDataLike(origin.value) && piece.length >= 3);
  if (telling === undefined && left === 0 && number === undefined && inOneRow(pieces, texts.wire)) return found(`${pieces.length} values of one row together`, pieces[0] as Source);
  if (telling !== undefined && left <= 3 * explained) return found(pieces.length > 1 ? `a text of ${pieces.length} values, the first telling one` : 'a text around it', telling);
  return telling === undefined && number !== undefined && left <= 60 ? { what: `words around a number: ${number}` } : undefined;
}

/** Words of several columns tell only together, when they stand in one row. */
function inOneRow(pieces: readonly Source[], { exchanges }: Wire): boolean {
  return pieces.length > 1 && pieces.some(({ origin }) => {
    const row = exchanges[origin.exchange]?.rows[origin.row] ?? [];
    const cells = new Set(row.map((cell) => (typeof cell === 'string' ? tidy(cell).toLowerCase() : '')));
    return pieces.every(({ folded }) => cells.has(folded));
  });
}

function longestAt(folded: string, at: number, token: string, texts: Texts): Source | undefined {
  let longest: Source | undefined;
  for (const source of texts.beginning.get(token) ?? []) {
    if (source.folded.length <= (longest?.folded.length ?? 1)) continue;
    if (folded.startsWith(source.folded, at) && !/^[\p{L}\p{N}]/u.test(folded.slice(at + source.folded.length))) longest = source;
  }
  return longest;
}
