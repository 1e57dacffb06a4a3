import type { Json } from '../types.ts';
import { fromAnswer } from './answer.ts';
import { candidatesOf } from './candidates.ts';
import { withoutChance } from './chance.ts';
import { contextsOf, fromRow, type Found } from './context.ts';
import { fromDerived, fromWire, type Known } from './derive.ts';
import { fromLine } from './line.ts';
import { leavesOf, type Place } from './leaves.ts';
import { momentsIn } from './moments.ts';
import { formsOf } from './normalise.ts';
import { shapeOf } from './numbers.ts';
import { readable } from './readable.ts';
import { clocked, echoed, echoOf, isCursor, paged } from './request.ts';
import { textsOf } from './texts.ts';
import type { Leaf, Source, Supply, Traced } from './types.ts';
import { wireOf, type Wire } from './wire.ts';
import { isDataLike, isZero } from './words.ts';

/** Numbers for which pairs of figures are tried; each costs a walk over all figures. */
const PAIR_BUDGET = 300;
/** Fewest digits that count of a number which is taken for an earlier one or a setting, where it might be chance. */
const TELLING_DIGITS = 4;

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
  const all = fromAnswer(leaves, fromLine(leaves, withoutChance(leaves, rows, known.wire), contexts, known.wire));
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

function fromOutside(value: string | number, key: string, known: Known): Found {
  const { supply, echo } = known;
  const told = (source: Source, how: string): Found => ({ source, how });
  const echoing = echoed(value, echo);
  if (echoing !== undefined) return told('request', `the request: ${echoing}`);
  if (typeof value === 'string' && isCursor(value, key)) return told('request', 'the request: a place in a list, as its name says');
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
