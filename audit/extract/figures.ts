import { above, anywhere, rootOf, type Ir } from '../ir.ts';
import { measureKey } from '../predicates/values.ts';
import type { Extraction, Odd } from './context.ts';
import { settled } from './scope.ts';

/** Elements that show a figure, by their names; `<Option value="3">` and `<Gauge max="10 s">` are none. */
const shows = /(figure|stat|metric|kpi|card|tile|badge|trend|number|counter|score)/i;
const carries = /^(value|figure|amount|number|change|trend|delta|growth|rate|percent|total)$/;
/** A figure that claims to be measured: signed, with a decimal, a currency or a unit. A bare number may be a width. */
const measured = /^(?:[+−-]\s?\d[\d.,\s]*\S{0,4}|[$€£]\s?\d[\d.,]*[kKmM]?|\d[\d.,]*\s?(?:%|[$€£]|h|hrs?|min|ms|s|days?)|\d{1,3}(?:,\d{3})+|\d+\.\d+[kKmM]?)$/;

/** `<Figure value="+12.4 %" />` beside `<Figure value={figures.total} />`: the same element shows what was read, and once what is written here. */
export function typedFigure(of: Ir): Odd | undefined {
  const given = attributeOf(of);
  const literal = given?.kids[0];
  const text = literal?.k === 'str' || literal?.k === 'num' ? literal.v.trim() : '';
  const fn = above(of, 'fn');
  if (!given || !fn || !(measured.test(text) || isCount(of, text))) return undefined;
  const read = anywhere(fn, (each) => each !== of && each.k === 'jsx' && each.v === of.v && holdsName(each.kids.find((kid) => kid.k === 'pair' && kid.v === given.v)?.kids[0]));
  return read ? { what: 'typed-figure', text: `${of.v} ${text}`, place: of } : undefined;
}

/** Digits from which on nobody takes a number for a fee, a unit or an index. */
const telling = 4;

/** `{ sold: totals.sold, value: totals.value + 184_250.4 }`: to one of the figures that were read an amount is added that is written here. */
export function addedFigure(of: Ir, into: Extraction): Odd | undefined {
  const sum = of.kids[0];
  if (of.k !== 'pair' || of.up?.k !== 'obj' || (sum?.k !== 'bin' && sum?.k !== 'tpl') || !/^[+-]$/.test(sum.v) || !measureKey.test(of.v)) return undefined;
  const sides = sum.kids.map((kid) => (kid.k === 'name' ? settled(kid, into.scope) : kid));
  const literal = sides.find((kid) => kid.k === 'num');
  const read = sum.kids.find((kid) => kid.k === 'get');
  const root = rootOf(read);
  if (!literal || !root || into.scope.meaning(root).kind !== 'local' || significant(literal.v) < telling) return undefined;
  const vouched = of.up.kids.some((kid) => kid !== of && kid.kids[0]?.k === 'get' && rootOf(kid.kids[0])?.v === root.v);
  return vouched ? { what: 'added-figure', text: of.v } : undefined;
}

/** How many digits of a number say something: none of a power of two, and no noughts at its ends. */
function significant(text: string): number {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isFinite(value) || Number.isInteger(Math.log2(value))) return 0;
  return String(value).replace('.', '').replace(/^0+|0+$/g, '').length;
}

function attributeOf(of: Ir): Ir | undefined {
  return of.k === 'jsx' && /^[A-Z]/.test(of.v) && shows.test(of.v) ? of.kids.find((each) => each.k === 'pair' && carries.test(each.v)) : undefined;
}

/** `<StatsCard title="Views" value="156" />`: in an element that is made for a figure and says of what, a bare number counts something. */
function isCount(of: Ir, text: string): boolean {
  return /(stat|metric|kpi|figure)/i.test(of.v) && /^\d{2,}( ?\/ ?\d+)?$/.test(text) && of.kids.some((kid) => kid.k === 'pair' && /^(title|label|name|heading)$/.test(kid.v));
}

/** Something that was read or computed, and no other literal. */
function holdsName(of: Ir | undefined): boolean {
  return anywhere(of, (each) => each.k === 'get' || each.k === 'index' || (each.k === 'tpl' && each.kids.some((kid) => kid.k === 'name')));
}
