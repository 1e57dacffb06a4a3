import type { Candidates } from './candidates.ts';
import type { Found } from './context.ts';
import { derivedNumber } from './figures.ts';
import { leavesOf } from './leaves.ts';
import { derivedAge, derivedAgo, derivedLabel, derivedMoment, momentOf, type Moments } from './moments.ts';
import { bytesOf, formsOf, jsonIn, type Scalar } from './normalise.ts';
import { decimalsOf, shapeOf } from './numbers.ts';
import type { Echo } from './request.ts';
import { derivedText, type Texts } from './texts.ts';
import type { Supply } from './types.ts';
import { asked, told, type Origin, type Wire } from './wire.ts';
import { hinted, isDataLike, isWord, related } from './words.ts';

/** What explains a value wherever it stands; made once per call. */
export interface Known {
  readonly supply: Supply;
  readonly wire: Wire;
  readonly candidates: Candidates;
  readonly moments: Moments;
  readonly texts: Texts;
  readonly echo: Echo;
  readonly environment: ReadonlySet<string>;
  /** No store was asked for data during the call: what it answers was kept from before. */
  readonly warm: boolean;
  readonly pairs: { left: number };
}

/** A value that passed a tap as it is, after normalising. */
export function fromWire(value: Scalar, key: string, wire: Wire): Found | undefined {
  for (const form of formsOf(value)) {
    const origins = wire.origins.get(form);
    const origin = origins === undefined ? undefined : bestOf(origins, key);
    if (origins !== undefined && origin !== undefined)
      return { source: 'wire', how: told(wire, origin) + (form.startsWith('c:') ? ', apart from case' : ''), exchange: origin.exchange, column: origin.column, origins };
  }
  return undefined;
}

/** The origin whose column is named like the leaf; an answer of a store before a parameter of a write. */
function bestOf(origins: readonly Origin[], key: string): Origin | undefined {
  const read = origins.filter(({ written }) => written !== true);
  const list = read.length > 0 ? read : origins;
  return list.find(({ column }) => column === key) ?? list.find(({ column }) => related(column, key)) ?? list[0];
}

/** A value that follows from what passed the taps, wherever it stands in the answer. */
export function fromDerived(value: string | number, key: string, known: Known): Found | undefined {
  const { wire, candidates, moments, texts, supply } = known;
  const moment = momentOf(value);
  const when = moment === undefined ? undefined : derivedMoment(moment, moments);
  if (when !== undefined) return fromOrigin(when.what, when.origin, wire);
  if (typeof value === 'number') return fromNumber(value, key, known) ?? aged(value, key, known);
  const [decimal] = decimalsOf(value.trim());
  const number = decimal === undefined ? undefined : fromNumber(Number(decimal), key, known);
  if (number !== undefined) return number;
  const ago = derivedAgo(value, supply.to, moments) ?? undefined;
  if (ago !== undefined) return fromOrigin(ago.what, ago.origin, wire);
  const label = isWord(value) ? undefined : derivedLabel(value, moments);
  if (label !== undefined) return fromOrigin(label.what, label.origin, wire);
  if (isWord(value) && value.length < 3) return undefined;
  const token = value.startsWith('eyJ') ? fromToken(value, wire) : undefined;
  if (token !== undefined) return token;
  const text = derivedText(value, texts, (figure) => numberInText(figure, known));
  if (text === undefined) {
    const sized = humanised(value, candidates);
    return sized === undefined ? undefined : { source: 'derived', how: sized };
  }
  return text.origin === undefined ? { source: 'derived', how: text.what } : fromOrigin(text.what, text.origin, wire);
}

/** A signed token: what it says of its bearer must have passed a tap. */
function fromToken(value: string, wire: Wire): Found | undefined {
  const bytes = bytesOf(value.split('.')[1] ?? '');
  const claims = bytes === undefined ? undefined : jsonIn(new TextDecoder().decode(bytes));
  if (claims === undefined) return undefined;
  for (const { value: claim, key } of leavesOf(claims).leaves) {
    const found = isDataLike(claim) ? fromWire(claim, key, wire) : undefined;
    if (found !== undefined) return { ...found, source: 'derived', how: `a token that says ${key}: ${found.how ?? ''}` };
  }
  return undefined;
}

const fromOrigin = (what: string, origin: Origin, wire: Wire): Found => ({ source: 'derived', how: `${what}: ${told(wire, origin)}`, exchange: origin.exchange, column: origin.column, origins: [origin] });

function fromNumber(value: number, key: string, { candidates, wire, pairs }: Known): Found | undefined {
  const derived = derivedNumber(value, key, candidates, () => pairs.left-- > 0);
  if (derived === undefined) return undefined;
  if (derived.exchange === undefined) return { source: 'derived', how: derived.what };
  return { source: 'derived', how: `${derived.what} of ${asked(wire, derived.exchange)}`, exchange: derived.exchange };
}

function aged(value: number, key: string, { moments, supply, wire }: Known): Found | undefined {
  const age = hinted(key, 'duration') && !/avg|average|mean|median/i.test(key) ? derivedAge(value, supply.to, moments) : undefined;
  return age === undefined ? undefined : fromOrigin(age.what, age.origin, wire);
}

/** What stands behind a number inside of a text. */
function numberInText(figure: string, { wire, candidates, echo }: Known): string | undefined {
  for (const form of formsOf(figure)) {
    const [origin] = wire.origins.get(form) ?? [];
    if (origin !== undefined) return told(wire, origin);
    const where = echo.forms.get(form);
    if (where !== undefined) return where;
  }
  const [decimal] = decimalsOf(figure);
  return decimal === undefined ? undefined : derivedNumber(Number(decimal), 'count', candidates, () => false)?.what;
}

const SIZE = /^([\d.,]+)\s?(k|m|g|t|b|kb|mb|gb|tb|kib|mib|gib|tib|bytes)\+?$/i;
/** `3.4 MB`, `1.2k`: a number of the rows in thousands or in 1,024, rounded. */
function humanised(text: string, { sorted }: Candidates): string | undefined {
  const match = SIZE.exec(text.trim());
  const amount = Number(match?.[1]?.replace(',', '.'));
  if (match === null || !Number.isFinite(amount)) return undefined;
  const power = 'bkmgt'.indexOf((match[2] ?? '').charAt(0).toLowerCase());
  const half = 10 ** -shapeOf(amount).decimals;
  for (const base of [1_000, 1_024]) {
    const unit = base ** Math.max(0, power);
    const found = sorted.find(({ value }) => Math.abs(value - amount * unit) <= half * unit);
    if (found !== undefined) return `${found.what}, in units of ${unit.toLocaleString('en')}`;
  }
  return undefined;
}
