import type { Json } from '../types.ts';
import { candidatesOf, type Candidates } from './candidates.ts';
import { contextsOf, fromAnswer, fromRow, type Found } from './context.ts';
import { derivedNumber } from './figures.ts';
import { leavesOf, type Place } from './leaves.ts';
import { derivedAge, derivedAgo, derivedLabel, derivedMoment, momentOf, momentsIn, type Moments } from './moments.ts';
import { bytesOf, formsOf, jsonIn, type Scalar } from './normalise.ts';
import { decimalsOf, shapeOf } from './numbers.ts';
import { clocked, echoed, echoOf, paged, type Echo } from './request.ts';
import { readable } from './readable.ts';
import { derivedText, textsOf, type Texts } from './texts.ts';
import type { Leaf, Source, Supply, Traced } from './types.ts';
import { hinted, isDataLike, isWord, isZero, related } from './words.ts';
import { asked, told, wireOf, type Origin, type Wire } from './wire.ts';

/** Numbers for which pairs of figures are tried; each costs a walk over all figures. */
const PAIR_BUDGET = 300;
/** Fewest digits that count of a number which is taken for an earlier one or a setting, where it might be chance. */
const TELLING_DIGITS = 4;

/** What explains a value wherever it stands; made once per call. */
interface Known {
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

/**
 * Explains every leaf of an answer by what passed the taps during the call, by the request, the clock and what is known of the services (`live-proof`, pass 2).
 * Pure and repeatable. A text answer (HTML, CSV, lines) is read into leaves first. Leaves beyond 100,000 are counted and not traced.
 */
export function trace(answer: Json, supply: Supply): Traced {
  const body = typeof answer === 'string' ? readable(answer) : { json: answer, copy: false };
  const { leaves, total } = leavesOf(body.json);
  const known = knownOf(supply);
  const remembered = new Map<string, Found>();
  const found = leaves.map((leaf) => {
    const key = `${typeof leaf.value} ${String(leaf.value)}\u0000${leaf.key}`;
    const before = remembered.get(key);
    if (before !== undefined) return before;
    const made = explain(leaf, known);
    remembered.set(key, made);
    return made;
  });
  const contexts = contextsOf(leaves, found);
  const rows = found.map((one, index) => (one.source === 'unsourced' ? (fromRow(leaves[index] as Place, contexts, known.wire, supply.to) ?? one) : one));
  const all = fromAnswer(leaves, rows);
  return {
    leaves: leaves.map((leaf, index) => leafOf(leaf, all[index] as Found, body.copy, known.wire)),
    total,
    ...(known.wire.partial.length === 0 ? {} : { partial: known.wire.partial }),
  };
}

function knownOf(supply: Supply): Known {
  const writes = !/^(?:GET|HEAD|OPTIONS)$/i.test(supply.request.method);
  const wire = wireOf(supply.exchanges, writes);
  const environment = new Set(supply.environment.flatMap((value) => [value, ...value.split(/[,;\s]+/)]).filter((value) => value.length >= 2).flatMap(formsOf));
  const warm = !supply.exchanges.some(({ effect, rows }) => effect === 'read' && rows.some((row) => row.some((cell) => (typeof cell === 'object' ? cell !== null : isDataLike(cell)))));
  return { supply, wire, candidates: candidatesOf(wire), moments: momentsIn(wire), texts: textsOf(wire), echo: echoOf(supply), environment, warm, pairs: { left: PAIR_BUDGET } };
}

function leafOf({ pointer, field, value }: Place, { source, how, exchange, column }: Found, copy: boolean, wire: Wire): Leaf {
  const store = exchange === undefined ? undefined : wire.exchanges[exchange]?.store;
  const dataLike = isDataLike(value) && !(copy && typeof value === 'string' && !/[\d@]/.test(value));
  return {
    pointer, field, value, dataLike,
    source: source === 'unsourced' && !dataLike ? 'word' : source,
    ...(how === undefined ? {} : { how }), ...(exchange === undefined ? {} : { exchange }), ...(store === undefined ? {} : { store }), ...(column === undefined ? {} : { column }),
  };
}

/** The sources in the order in which the protocol tries them. */
function explain({ value, key }: Place, known: Known): Found {
  if (value === null) return { source: 'zero' };
  const wired = fromWire(value, key, known.wire);
  if (typeof value === 'number' && wired?.column !== key && paged(value, key)) return { source: 'request', how: 'the request: limits of a page, as its name says' };
  if (wired !== undefined) return wired;
  if (typeof value === 'boolean' || value === '' || value === 0) return { source: isZero(value) ? 'zero' : 'word' };
  return fromDerived(value, key, known) ?? fromOutside(value, key, known);
}

function fromWire(value: Scalar, key: string, wire: Wire): Found | undefined {
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

function fromDerived(value: string | number, key: string, known: Known): Found | undefined {
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

function fromOutside(value: string | number, key: string, known: Known): Found {
  const { supply, echo } = known;
  const told = (source: Source, how: string): Found => ({ source, how });
  const echoing = echoed(value, echo);
  if (echoing !== undefined) return told('request', `the request: ${echoing}`);
  const clock = clocked(value, key, echo);
  if (clock !== undefined) return told('clock', clock);
  const forms = formsOf(value);
  const chance = typeof value === 'number' && shapeOf(value).significant < TELLING_DIGITS;
  if ((!chance || known.warm) && forms.some((form) => supply.earlier.has(form))) return told('earlier', 'it passed a tap before this call, not during it');
  if (forms.some((form) => known.environment.has(form))) return told('environment', 'a value that a service was given in its environment');
  if (typeof value === 'string' && (supply.schemaWords.has(value) || supply.schemaWords.has(value.trim().toLowerCase()))) return told('schema', 'a name of the store’s own shape');
  if (isZero(value)) return told('zero', 'a zero value');
  if (!isDataLike(value)) return told('word', 'a word, or a figure that says nothing alone');
  return { source: 'unsourced' };
}
