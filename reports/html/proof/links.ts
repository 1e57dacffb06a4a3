import type { Statement } from '../../../core/proof/evidence.ts';
import type { Json } from '../../../core/types.ts';

/** A place in what passed the taps: statement, row, column. */
export interface Place {
  readonly statement: number;
  readonly row: number;
  readonly column: number;
}

/** Finds where a leaf's value passed a tap: for the lines between an answer and the rows that supplied it. */
export type Finder = (pointer: string, value: Json) => Place | undefined;

/** Cells that are looked at; beyond that a leaf is coloured and not linked. */
const mostCells = 20_000;

/** Values by their text. Where a value passed more than once, the column named like the leaf wins, then the row at the leaf's position in its list. */
export function finderOf(statements: readonly Statement[]): Finder {
  const places = new Map<string, (Place & { readonly name: string })[]>();
  let cells = 0;
  statements.forEach(({ rows, columns }, statement) => rows.forEach((values, row) => values.forEach((value, column) => {
    const key = plain(value);
    if (key === undefined || cells++ >= mostCells) return;
    const place = { statement, row, column, name: nameOf(columns[column] ?? '') };
    const known = places.get(key);
    if (known) known.push(place);
    else places.set(key, [place]);
  })));
  return (pointer, value) => {
    const key = plain(value);
    const found = key === undefined ? undefined : places.get(key);
    if (!found) return undefined;
    const segments = pointer.split('/');
    const name = nameOf(segments.at(-1) ?? '');
    const position = Number(segments.findLast((segment) => /^\d+$/.test(segment)) ?? -1);
    const weigh = (place: (typeof found)[number]): number => (place.name === name ? 2 : 0) + (place.row === position ? 1 : 0);
    return found.reduce((best, each) => (weigh(each) > weigh(best) ? each : best));
  };
}

/** `customerId` and `customer_id` are one name. */
function nameOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** A value's text where `1`, `"1"` and `"1.00"` are one, and so are two ways of writing a time. Too short a value says nothing. */
function plain(value: Json | undefined): string | undefined {
  if (value === null || value === undefined || typeof value === 'object' || typeof value === 'boolean') return undefined;
  const text = String(value).trim();
  if (text === '') return undefined;
  if (/^-?\d{1,15}(\.\d+)?$/.test(text)) return String(Number(text));
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) {
    const time = Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
    if (!Number.isNaN(time)) return new Date(time).toISOString();
  }
  return text;
}
