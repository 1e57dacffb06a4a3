import { atPointer } from '../../../core/pointer.ts';
import type { Field, Pass, ProofCall, ProofData, Reaction } from '../../../core/proof/evidence.ts';
import type { Json } from '../../../core/types.ts';
import { clip } from '../../words/visible.ts';
import { count, grouped } from '../../words/words.ts';
import { html, type Content, type Html } from '../markup.ts';
import { cell, quiet, row, table } from '../parts.ts';
import { shades } from './sources.ts';
import { valueText } from './statements.ts';

const mostFields = 24;
const longestField = 120;
const shownTables = 6;

/** Whether a reaction speaks for the field: what follows the store came from it, what stays may be a constant. */
const glyphs: Readonly<Record<Reaction, string>> = { followed: '✓', stayed: '●', gone: '✓', error: '?' };

/** What became of each field when the store's data were changed, emptied and filled; what stayed without a source comes first. */
export function reactionsPart(data: ProofData, target: string, fields: readonly Field[]): Html | undefined {
  const tried = fields.filter((field) => field.shake ?? field.empty ?? field.fill);
  if (tried.length === 0) return undefined;
  const calls = (pass: Pass): ProofCall | undefined => data.calls.find((call) => call.target === target && call.pass === pass);
  const [shaken, emptied] = [calls('shake'), calls('empty')];
  const sorted = tried.toSorted((a, b) => suspicion(b) - suspicion(a));
  const rows = sorted.slice(0, mostFields).map((field) => row(html`<code>${clip(field.field || '/', longestField)}</code>`, [
    cell(sourcesOf(field)),
    html`<td><code>${valueText(field.value)}</code></td>`,
    cell(reaction(field, field.shake, atPointer(shaken?.body, field.pointer), field.moved)),
    cell(reaction(field, field.empty, atPointer(emptied?.body, field.pointer))),
    cell(reaction(field, field.fill, undefined)),
  ]));
  const left = tried.length - rows.length;
  return html`
    <h4 data-part="reactions">What followed the store, and what stayed</h4>
    ${table({ name: 'reactions', caption: 'Fields under a changed store', columns: ['Field', 'Source', 'Before', 'Every row changed', 'Store emptied', 'Row added'], rows })}
    ${left > 0 && html`<p class="quiet">and ${count(left, 'more field')}</p>`}
    ${shakenPart(data, fields.length > 0 ? storesOf(data, target) : [])}`;
}

function suspicion(field: Field): number {
  return (field.sources.unsourced ?? 0 ? 4 : 0) + (field.shake === 'stayed' ? 2 : 0) + (field.dataLike ? 1 : 0);
}

function sourcesOf({ sources, leaves }: Field): Content {
  const present = Object.entries(sources).filter(([, n]) => n > 0);
  return present.map(([source, n], index) => html`${index > 0 && ' '}<b class="s-${source}">${shades[source as keyof typeof shades].word}</b>${(leaves > 1 || present.length > 1) && quiet(` ${grouped(n)}`)}`);
}

/** Staying counts against a field only where nothing explains it: a clock or an echo has no reason to follow. */
function reaction({ sources }: Field, said: Reaction | undefined, value: Json | undefined, moved?: Field['moved']): Content {
  if (said === undefined) return quiet('–');
  const suspicious = said === 'stayed' && (sources.unsourced ?? 0) > 0;
  const tone = suspicious ? 'is-unproven' : said === 'error' || said === 'stayed' ? 'is-skipped' : 'is-pass';
  return [
    html`<span class="${tone}"><i aria-hidden="true">${glyphs[said]}</i> ${said}</span>`,
    value !== undefined && html` <code>${valueText(value)}</code>`,
    moved && quiet(` ${grouped(moved.followed)} of ${grouped(moved.compared)} moved`),
  ];
}

function storesOf(data: ProofData, target: string): readonly string[] {
  return data.fields.find((each) => each.target === target)?.stores ?? [];
}

/** What was changed in the stores that this answer is read from. */
function shakenPart(data: ProofData, stores: readonly string[]): Html | undefined {
  const told = stores.flatMap((store) => {
    const shaken = data.shaken[store];
    if (!shaken) return [];
    const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((all, n) => all + n, 0);
    const changed = Object.entries(shaken.changed).filter(([, n]) => n > 0);
    if (changed.length + sum(shaken.removed) + sum(shaken.added) === 0) return [html`<li><b>${clip(store, longestField)}</b>: nothing in it could be changed</li>`];
    const most = changed.toSorted(([, a], [, b]) => b - a).slice(0, shownTables).map(([column, n]) => `${clip(column, longestField)} (${grouped(n)})`);
    return [html`<li><b>${clip(store, longestField)}</b>: ${count(changed.length, 'column')} changed${most.length > 0 && `, rows in each: ${most.join(', ')}${changed.length > most.length ? ', …' : ''}`}; ${count(sum(shaken.removed), 'row')} taken away, ${grouped(sum(shaken.added))} added</li>`];
  });
  return told.length === 0 ? undefined : html`<ul class="quiet told">${told}</ul>`;
}
