import type { Pass, Proof } from '../../../core/proof/evidence.ts';
import { clip } from '../../words/visible.ts';
import { count, grouped } from '../../words/words.ts';
import { proofGlyphs, standingOf, whyOf, type ProofSeen } from '../../words/proof.ts';
import { html, type Html } from '../markup.ts';
import { quiet } from '../parts.ts';
import { healthMark, outageColumns, outageMark, passMark, verdictMark, verdictUnder, type Mark, type OutageColumn } from './marks.ts';

/** Rows of the matrix; a platform with more is counted, and the JSON has them all. */
const mostRows = 1_000;
const longestName = 90;
const longestKind = 24;

const passes: readonly (readonly [Pass, string])[] = [
  ['baseline', 'lineage'], ['vary', 'vary'], ['shake', 'shake'], ['empty', 'empty'], ['fill', 'fill'], ['write', 'write'],
];

/** Targets down, what was tried across; the worst first. `linked` are the targets that have a part of their own below. */
export function matrixPart(seen: ProofSeen, linked: (proof: Proof) => string | undefined): Html {
  const columns = outageColumns(seen);
  const shown = seen.proofs.slice(0, mostRows);
  const left = seen.proofs.length - shown.length;
  return html`
    ${seen.proofs.length > 1 && filter(seen)}
    <div class="scroll wide-table" tabindex="0">
      <table class="matrix">
        <caption class="off">Proof matrix: what was asked down, what was tried across</caption>
        ${head(columns)}
        <tbody class="proof-rows">${shown.map((proof) => matrixRow(seen, proof, columns, linked(proof)))}</tbody>
      </table>
    </div>
    ${left > 0 && html`<p class="quiet">and ${count(left, 'more target')}: the JSON report has them all.</p>`}
    ${keys}`;
}

const keys = html`
  <p class="keys">
    ${([['honest', 'honest'], ['lie', 'a lie'], ['failure', 'a failure that is no lie'], ['open', 'unproven'], ['none', 'not applicable']] as const).map(([standing, word]) => html`
      <span><i class="p-${standing}" aria-hidden="true">${proofGlyphs[standing]}</i> ${word}</span>`)}
  </p>`;

/** Shown only when the script runs, since it does nothing without it. */
function filter({ coverage }: ProofSeen): Html {
  return html`
    <div class="needs-script">
      <form class="filter" role="search" aria-label="Filter targets" data-items=".proof-rows > tr, .proofs > li" data-counted=".proof-rows > tr">
        <label class="off" for="proof-text">Text</label>
        <input id="proof-text" type="search" placeholder="Filter by endpoint or verdict" autocomplete="off">
        <label class="off" for="proof-v">verdict</label>
        <select id="proof-v" data-key="v">
          <option value="">every verdict</option>
          ${coverage.verdicts.map(({ verdict, count: n }) => html`<option value="${verdict}">${verdict} (${n})</option>`)}
        </select>
        <label class="off" for="proof-k">standing</label>
        <select id="proof-k" data-key="k">
          <option value="">honest or not</option><option value="lie">lies</option><option value="failure">failures</option><option value="open">unproven</option><option value="honest">honest</option>
        </select>
        <output aria-live="polite"></output>
      </form>
    </div>`;
}

function head(columns: readonly OutageColumn[]): Html {
  const stores = [...Map.groupBy(columns, ({ store }) => store)];
  return html`
    <thead>
      <tr>
        <th scope="col" rowspan="2">Endpoint</th><th scope="col" rowspan="2">Verdict</th>
        <th scope="col" rowspan="2" class="num">Traced</th>
        <th scope="colgroup" colspan="${passes.length}">The world changes</th>
        ${stores.map(([store, kinds]) => html`<th scope="colgroup" colspan="${kinds.length}" class="group">${clip(store, longestKind)} is out</th>`)}
        <th scope="col" rowspan="2" class="group">recovery</th><th scope="col" rowspan="2">health</th>
      </tr>
      <tr>
        ${passes.map(([, word]) => html`<th scope="col">${word}</th>`)}
        ${stores.map(([, kinds]) => kinds.map(({ kind }, index) => html`<th scope="col"${index === 0 && html` class="group"`}>${clip(kind, longestKind)}</th>`))}
      </tr>
    </thead>`;
}

function matrixRow(seen: ProofSeen, proof: Proof, columns: readonly OutageColumn[], link: string | undefined): Html {
  const { target, verdict, confidence, leaves, traced } = proof;
  const name = clip(target.name, longestName);
  const standing = standingOf(verdict);
  const unsure = standing === 'lie' && confidence !== 'certain';
  return html`
    <tr data-v="${verdict}" data-k="${standing}" data-t="${name} ${verdict}">
      <th scope="row">${link === undefined ? name : html`<a href="#${link}">${name}</a>`}</th>
      <td class="nowrap">${verdictMark(verdict)}${unsure && [' ', quiet(confidence)]}</td>
      <td class="num">${leaves === 0 ? '–' : `${grouped(traced)}/${grouped(leaves)}`}</td>
      ${passes.map(([pass]) => markCell(passMark(proof, pass), link, { part: partOfPass[pass] ?? 'answer' }))}
      ${columns.map((column, index) => outageCell(proof, column, columns[index - 1]?.store !== column.store, link))}
      ${markCell(passMark(proof, 'recover'), link, { part: 'outages', first: true })}
      ${markCell(healthMark(seen, proof), link, { part: 'outages' })}
    </tr>`;
}

function outageCell(proof: Proof, column: OutageColumn, first: boolean, link: string | undefined): Html {
  const verdict = verdictUnder(proof, column);
  return markCell(verdict === undefined ? { standing: 'none', word: 'not applicable' } : outageMark(verdict), link, { part: 'outages', first });
}

/** The part of a target's proof that a pass is shown in. */
const partOfPass: Readonly<Partial<Record<Pass, string>>> = { baseline: 'answer', vary: 'answer', shake: 'reactions', empty: 'reactions', fill: 'reactions', write: 'writes' };

/**
 * What is as it should be is a glyph, with its word for those who do not see it; what is not stands there in words and leads to its proof. A script opens the proof
 * from every cell, at the part that the cell is about; without it the name of the row leads there.
 */
function markCell({ standing, word }: Mark, link: string | undefined, { part, first = false }: { readonly part: string; readonly first?: boolean }): Html {
  const quietly = standing === 'honest' || standing === 'none' || standing === 'open';
  const glyph = html`<i aria-hidden="true">${proofGlyphs[standing]}</i>`;
  const told = quietly ? html`${glyph}<span class="off">${word}</span>` : html`${glyph}<span class="word">${word}</span>`;
  const content = quietly || link === undefined ? told : html`<a href="#${link}">${told}</a>`;
  return html`<td class="m p-${standing}${first && ' group'}" title="${word}"${link !== undefined && html` data-part="${part}"`}>${content}</td>`;
}

/** Why the rows that are not proven are not, in a sentence each: what the matrix itself has no room for. */
export function unprovenPart({ proofs }: ProofSeen): Html | undefined {
  const open = proofs.filter(({ verdict }) => verdict === 'unproven');
  if (open.length === 0) return undefined;
  return html`
    <h3>Not proven, and why ${quiet(grouped(open.length))}</h3>
    <ul class="reasons">${open.slice(0, mostRows).map((proof) => html`<li><b>${clip(proof.target.name, longestName)}</b> ${clip(whyOf(proof) ?? 'no reason is given', 400)}</li>`)}</ul>`;
}
