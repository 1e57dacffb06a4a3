import { above, anywhere, type Ir } from '../ir.ts';
import type { Odd } from './context.ts';

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
