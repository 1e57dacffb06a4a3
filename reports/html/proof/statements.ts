import type { ProofCall, Statement } from '../../../core/proof/evidence.ts';
import type { Json } from '../../../core/types.ts';
import { clip } from '../../words/visible.ts';
import { count, grouped } from '../../words/words.ts';
import { html, type Html } from '../markup.ts';
import { quiet } from '../parts.ts';
import type { Places } from './answer.ts';

const mostStatements = 12;
const shownRows = 6;
const shownColumns = 14;
const longestStatement = 600;
const longestValue = 80;
const longestName = 60;
const shownParameters = 12;

/** What passed the taps while the answer was made: reads first, since they are what can have supplied it. A cell that a leaf came from carries its name. */
export function statementsPart(call: ProofCall, places: Places): Html {
  const indexed = call.statements.map((statement, index) => ({ statement, index }));
  const telling = indexed.filter(({ statement }) => statement.effect === 'read' || statement.effect === 'write');
  const shown = telling.slice(0, mostStatements);
  const others = indexed.length - shown.length;
  if (indexed.length === 0) return html`<p class="quiet">No statement passed a tap during this call.</p>`;
  return html`
    <ol class="statements">${shown.map(({ statement, index }) => item(statement, index, places))}</ol>
    ${others > 0 && html`<p class="quiet">and ${count(others, 'other statement')}: transactions, sessions, messages${telling.length > shown.length && html`, ${grouped(telling.length - shown.length)} more reads or writes`}</p>`}`;
}

function item(statement: Statement, index: number, places: Places): Html {
  const { store, effect, statement: text, parameters, rowCount, tag, error } = statement;
  return html`
    <li>
      <p><b>${clip(store, longestName)}</b> ${quiet([effect, tag === undefined ? '' : ` · ${clip(tag, longestName)}`, ` · ${count(rowCount, 'row')}`])}</p>
      <code class="sql">${clip(text, longestStatement)}</code>
      ${parameters.length > 0 && html`<p class="quiet">with ${parameters.slice(0, shownParameters).map((each, at) => html`${at > 0 && ', '}<code>${valueText(each)}</code>`)}${parameters.length > shownParameters && ` and ${parameters.length - shownParameters} more`}</p>`}
      ${error !== undefined && html`<p class="is-fail">${clip(error, longestStatement)}</p>`}
      ${rowsPart(statement, index, places)}
    </li>`;
}

/** The first rows, and with them every row that a leaf of the answer came from. */
function rowsPart({ rows, columns, rowCount, store }: Statement, index: number, places: Places): Html | undefined {
  const linked = (row: number): boolean => (rows[row] ?? []).some((_, column) => places.has(`${index}.${row}.${column}`));
  const shown = [...rows.keys()].filter((row) => row < shownRows || linked(row)).slice(0, 2 * shownRows);
  if (shown.length === 0) return undefined;
  const wide = Math.min(shownColumns, Math.max(columns.length, ...shown.map((row) => rows[row]?.length ?? 0)));
  const left = rowCount - shown.length;
  return html`
    <div class="scroll" tabindex="0">
      <table class="rows">
        <caption class="off">Rows from ${clip(store, longestName)}</caption>
        ${columns.length > 0 && html`<thead><tr>${columns.slice(0, wide).map((column) => html`<th scope="col">${clip(column, longestName)}</th>`)}</tr></thead>`}
        <tbody>${shown.map((row) => html`<tr>${(rows[row] ?? []).slice(0, wide).map((value, column) => valueCell(value, places.get(`${index}.${row}.${column}`)))}</tr>`)}</tbody>
      </table>
    </div>
    ${left > 0 && html`<p class="quiet">and ${count(left, 'more row')}</p>`}`;
}

function valueCell(value: Json, ends: { readonly cell: string; readonly leaf: string | undefined } | undefined): Html {
  const text = valueText(value);
  if (!ends) return html`<td>${text}</td>`;
  return html`<td id="${ends.cell}" data-l="${ends.cell}" class="s-wire">${ends.leaf === undefined ? text : html`<a href="#${ends.leaf}">${text}</a>`}</td>`;
}

export function valueText(value: Json | undefined): string {
  if (value === undefined) return '–';
  return clip(typeof value === 'string' ? value : JSON.stringify(value), longestValue);
}
