import type { Field, ProofCall } from '../../../core/proof/evidence.ts';
import type { Json } from '../../../core/types.ts';
import { clip } from '../../words/visible.ts';
import { count, grouped } from '../../words/words.ts';
import { html, type Content, type Html } from '../markup.ts';
import { quiet } from '../parts.ts';
import { finderOf, type Finder, type Place } from './links.ts';
import { fieldOf, shadeOf, shades, type Shade } from './sources.ts';
import { escaped } from '../../../core/pointer.ts';

/** What an answer may show; the rest is counted. */
const mostLeaves = 240;
const shownItems = 6;
const shownSuspects = 3;
const longestValue = 160;
const longestKey = 80;

export interface Answer {
  readonly content: Html;
  /** The cells among the statements that a leaf came from, by `statement.row.column`. */
  readonly places: Places;
}
/** The name of a cell, and of the leaf that it leads back to, where that one is a link. */
export type Places = ReadonlyMap<string, { readonly cell: string; readonly leaf: string | undefined }>;

interface Painter {
  readonly id: string;
  readonly fields: ReadonlyMap<string, Field>;
  readonly suspected: readonly string[];
  readonly find: Finder;
  readonly places: Map<string, { readonly cell: string; readonly leaf: string | undefined }>;
  readonly linked: Set<string>;
  readonly shaded: Map<Shade, number>;
  leaves: number;
  cut: number;
}

/** The answer as JSON, each leaf in the colour of its source and with its name; `id` makes the names on the page its own. */
export function answerPart(id: string, call: ProofCall, fields: readonly Field[], suspected: readonly string[]): Answer {
  const painter: Painter = {
    id, fields: new Map(fields.map((field) => [field.field, field])), suspected, find: finderOf(call.statements),
    places: new Map(), linked: new Set(), shaded: new Map(), leaves: 0, cut: 0,
  };
  const body = call.body === undefined ? quiet('no body was kept') : paint(painter, call.body, '', '');
  const left = [...(painter.cut > 0 ? [`${count(painter.cut, 'more value')} not shown`] : []), ...(call.bodyCut ? ['the body was cut at 64 KiB'] : [])];
  const content = html`
    <p class="shades">${[...painter.shaded].map(([shade, n]) => html`<span><b class="s-${shade}">${shades[shade].word}</b> ${grouped(n)}</span> `)}</p>
    <pre class="answer" tabindex="0" aria-label="The answer, each value with its source">${body}${left.length > 0 && ['\n', quiet(`… ${left.join('; ')}`)]}</pre>`;
  return { content, places: painter.places };
}

function paint(painter: Painter, value: Json, pointer: string, indent: string): Content {
  if (Array.isArray(value)) return list(painter, value as readonly Json[], pointer, indent);
  if (typeof value === 'object' && value !== null) return object(painter, value as Readonly<Record<string, Json>>, pointer, indent);
  return leaf(painter, value as string | number | boolean | null, pointer);
}

/** The first items, and the first after them that hold what is suspected: a lie must not hide behind the cut. */
function list(painter: Painter, items: readonly Json[], pointer: string, indent: string): Content {
  if (items.length === 0) return '[]';
  const inside = `${indent}  `;
  const holds = (index: number): boolean => painter.suspected.some((each) => each === `${pointer}/${index}` || each.startsWith(`${pointer}/${index}/`));
  const chosen = [...items.keys()].filter((index) => index < shownItems);
  const suspects = [...items.keys()].filter((index) => index >= shownItems && holds(index)).slice(0, shownSuspects);
  const shown = [...chosen, ...suspects].map((index, nth, all): Content => [
    index > (all[nth - 1] ?? -1) + 1 && [inside, quiet(`… ${count(index - (all[nth - 1] ?? -1) - 1, 'item')}`), '\n'],
    inside, paint(painter, items[index] ?? null, `${pointer}/${index}`, inside), index < items.length - 1 && ',', '\n',
  ]);
  const last = suspects.at(-1) ?? chosen.length - 1;
  for (const [index, item] of items.entries()) if (index >= shownItems && !suspects.includes(index)) painter.cut += leavesIn(item);
  return ['[\n', shown, last < items.length - 1 && [inside, quiet(`… ${count(items.length - 1 - last, 'more item')}`), '\n'], indent, ']'];
}

function object(painter: Painter, value: Readonly<Record<string, Json>>, pointer: string, indent: string): Content {
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const inside = `${indent}  `;
  const shown: Content[] = [];
  for (const [index, [key, each]] of entries.entries()) {
    if (painter.leaves >= mostLeaves) {
      painter.cut += entries.slice(index).reduce((sum, [, rest]) => sum + leavesIn(rest), 0);
      shown.push([inside, quiet(`… ${count(entries.length - index, 'more field')}`), '\n']);
      break;
    }
    shown.push([inside, `${JSON.stringify(clip(key, longestKey))}: `, paint(painter, each, `${pointer}/${escaped(key)}`, inside), index < entries.length - 1 && ',', '\n']);
  }
  return ['{\n', shown, indent, '}'];
}

function leaf(painter: Painter, value: string | number | boolean | null, pointer: string): Content {
  painter.leaves++;
  const name = fieldOf(pointer);
  const field = painter.fields.get(name);
  const place = painter.find(pointer, value);
  const shade = shadeOf(field, pointer, place !== undefined);
  painter.shaded.set(shade, (painter.shaded.get(shade) ?? 0) + 1);
  const text = typeof value === 'string' ? JSON.stringify(clip(value, longestValue)) : String(value);
  const bad = painter.suspected.some((each) => fieldOf(each) === name) && (shade === 'unsourced' || shade === 'mixed');
  const told = html`${text}<span class="off"> ${shades[shade].word}</span>${bad && html`<em>nothing supplied it</em>`}`;
  const title = field?.how === undefined ? shades[shade].means : clip(field.how, 200);
  const link = place && (shade === 'wire' || shade === 'derived' || shade === 'earlier') ? linkOf(painter, place, name) : undefined;
  const classes = `s-${shade}${bad ? ' bad' : ''}`;
  if (!link) return html`<span class="${classes}" title="${title}">${told}</span>`;
  if (link.first) return html`<a class="${classes}" id="${link.leaf}" href="#${link.cell}" data-l="${link.cell}" title="${title}">${told}</a>`;
  return html`<span class="${classes}" data-l="${link.cell}" title="${title}">${told}</span>`;
}

/** The first leaf of each field is a link to the cell that supplied it, and back; the others answer to the mouse only, so that a keyboard is not led through each. */
function linkOf({ id, places, linked }: Painter, { statement, row, column }: Place, field: string): { readonly cell: string; readonly leaf: string; readonly first: boolean } {
  const key = `${statement}.${row}.${column}`;
  const cell = `${id}c${statement}-${row}-${column}`;
  const leaf = `${id}l${places.size}`;
  const first = !places.has(key) && !linked.has(field);
  if (!places.has(key)) places.set(key, { cell, leaf: first ? leaf : undefined });
  linked.add(field);
  return { cell, leaf, first };
}

function leavesIn(value: Json): number {
  if (Array.isArray(value)) return (value as readonly Json[]).reduce<number>((sum, item) => sum + leavesIn(item), 0);
  if (typeof value === 'object' && value !== null) return Object.values(value).reduce<number>((sum, item) => sum + leavesIn(item as Json), 0);
  return 1;
}
