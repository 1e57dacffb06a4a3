import { html, type Html } from '../../reports/html/markup.ts';
import { stateMark } from '../../reports/html/verdict.ts';
import { count, duration, glyphs, grouped } from '../../reports/words/words.ts';
import type { RunRecord } from '../../reports/words/record.ts';
import { page, when } from './layout.ts';

const marks = { critical: '▲', high: '▲', medium: '◆', low: '○' } as const;

/** A run whose folder is gone, or cannot be read any more (`because`): what the history kept of it. Evidence and frames were in the folder. */
export function recordPage(record: RunRecord, because: string, version: string): string {
  const said = record.partial ? 'was looked at in part' : { pass: 'is ready', fail: 'is not ready', inconclusive: 'is not proven ready' }[record.verdict];
  return page({
    title: `${glyphs[record.verdict]} ${record.platform} ${said} · run ${record.run}`, version, json: `/api/runs/${encodeURIComponent(record.run)}`,
    body: html`<div class="verdict ${record.verdict}"><span class="seal" aria-hidden="true">${glyphs[record.verdict]}</span><h1>${record.platform} ${said} <b>${record.verdict}</b></h1><p class="reason">${record.reason}</p>
<p class="facts"><span>${record.standard.title} (${record.standard.id} ${record.standard.version})</span><span>profile ${record.profile}</span><span>${duration(record.ms)}</span><span>${when(record.at)} UTC</span></p></div>
<p class="note">${because} What the history kept of it is below.</p>${readiness(record)}${findings(record)}${faults(record)}`,
  });
}

function readiness({ demands }: RunRecord): Html {
  return html`<section aria-label="Readiness"><table class="ready"><caption class="off">Readiness by category</caption><thead><tr><th scope="col">Category</th><th scope="col">State</th><th scope="col">Reason</th><th scope="col" class="num">Examined</th><th scope="col" class="num">Findings</th></tr></thead>
<tbody>${demands.map((demand) => html`<tr class="${demand.state === 'not demanded' ? 'none' : demand.state}"><th scope="row">${demand.category}</th><td>${stateMark(demand.state)}</td><td>${demand.reason}</td><td class="num">${grouped(demand.examined)}</td><td class="num">${grouped(demand.findings)}</td></tr>`)}</tbody></table></section>`;
}

function findings({ findings: kept, counts }: RunRecord): Html | undefined {
  const all = counts.reduce((sum, each) => sum + each.count, 0);
  if (all === 0) return undefined;
  return html`<section id="findings"><h2>Findings <small>${count(all, 'finding')}${all > kept.length && `, the worst ${grouped(kept.length)} of them here`}</small></h2><ul class="findings">${kept.map((one) => html`<li id="finding-${one.number}" class="${one.standing !== 'failing' && 'dim'}"><div class="line flat"><span class="sev ${one.severity}"><i aria-hidden="true">${marks[one.severity]}</i>${one.severity}</span><span class="what">${one.what}<span class="sub">${one.check}${one.standing !== 'failing' && html` · <span class="tag">${one.standing}</span>`} · #${one.number}</span></span><span class="where">${one.where}</span></div></li>`)}</ul></section>`;
}

function faults({ faults: kept }: RunRecord): Html | undefined {
  if (kept.length === 0) return undefined;
  return html`<section id="faults"><h2>Faults <small>of the harness</small></h2><ul class="faults">${kept.map((fault) => html`<li><b>${fault.code}</b> ${fault.what}</li>`)}</ul></section>`;
}
