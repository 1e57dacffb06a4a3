import type { RunView } from '../../core/fold.ts';
import type { Demand, StackReport } from '../../core/types.ts';
import { clip } from '../words/visible.ts';
import { duration } from '../words/words.ts';
import { html, type Html } from './markup.ts';
import { cell, number, pairs, quiet, row, section, table } from './parts.ts';
import { stateMark } from './verdict.ts';

const longestText = 300;
const longestName = 80;
const shownWaivers = 500;
const shownAddresses = 4;

/** Versions and digests, the stack, what was left out and why, waivers, the standard, and how each number was made. */
export function methodPart(run: RunView): Html {
  const columns = html`
    <div class="columns">
      <div><h3>Environment</h3>${environment(run)}</div>
      ${run.stack && stackPart(run.stack)}
    </div>`;
  return section('method', 'Environment and method', undefined, [columns, notRun(run), waivers(run), standard(run), numbers]);
}

function environment({ header }: RunView): Html {
  const known = { platform: header.platform, profile: header.profile, run: header.run, ...header.environment };
  return pairs(Object.entries(known).map(([name, value]) => [clip(name, longestName), clip(value, longestText)]));
}

function stackPart({ driver, because, services, absent }: StackReport): Html {
  const rows = services.map((service) => row(clip(service.name, longestName), [
    cell([
      service.state === 'failed' ? html`<span class="is-fail">✗ failed</span>` : service.state,
      service.detail !== undefined && [' ', quiet(clip(service.detail, longestText))],
    ]),
    html`<td class="mono">${Object.values(service.addresses).slice(0, shownAddresses).join(', ') || '–'}</td>`,
    number(service.ms === undefined ? '–' : duration(service.ms)),
  ]));
  const missing = Object.entries(absent).filter(([name]) => !services.some((service) => service.name === name));
  const missingRows = missing.map(([name, reason]) =>
    row(clip(name, longestName), html`<td colspan="3"><span class="is-unproven">? left out:</span> ${clip(reason, longestText)}</td>`));
  const columns = ['Service', 'State', 'Address', { num: 'ready after' }];
  return html`
    <div>
      <h3>Stack</h3>
      <p class="quiet">${driver}: ${clip(because, longestText)}</p>
      ${table({ caption: 'Services of the stack', columns, rows: [...rows, ...missingRows] })}
    </div>`;
}

/** What nobody looked at is as visible as what failed. */
function notRun(run: RunView): Html | undefined {
  const probes = run.skipped.map((probe) => [`probe ${probe.probe}`, clip(probe.reason, longestText)] as const);
  const checks = run.outcomes.flatMap(({ check, outcome }) =>
    'reason' in outcome ? [[`check ${check.id}`, clip(outcome.reason, longestText)] as const] : [],
  );
  return checks.length + probes.length === 0 ? undefined : html`<h3>Not run</h3>${pairs([...probes, ...checks])}`;
}

function waivers(run: RunView): Html | undefined {
  const waived = run.findings.flatMap((finding) => (finding.waiver ? [{ finding, waiver: finding.waiver }] : []));
  if (waived.length === 0) return undefined;
  const rows = waived.slice(0, shownWaivers).map(({ finding, waiver }) =>
    row(html`<a href="#finding-${finding.number}">${clip(finding.what, longestText)}</a>`, [
      cell(clip(waiver.reason, longestText)),
      cell(clip(waiver.owner, longestName)),
      html`<td class="nowrap">${clip(waiver.expires, longestName)}</td>`,
    ]));
  return html`<h3>Waivers</h3>${table({ caption: 'Accepted findings', columns: ['Finding', 'Reason', 'Owner', 'Until'], rows })}`;
}

function standard(run: RunView): Html {
  const { id, version, title, demands } = run.header.standard;
  const rows = demands.map((demand) => {
    const result = run.gate.demands.find((each) => each.category === demand.category);
    const cells = [demandedText(demand), demand.atLeast, demand.families.join(', '), result ? stateMark(result.state) : '–'];
    return row(demand.category, cells.map(cell));
  });
  const columns = ['Category', 'Demanded', 'Fails from', 'Must have answered', 'Outcome'];
  return html`<h3>Standard: ${title} ${quiet(`${id} ${version}`)}</h3>${table({ caption: 'What the standard demands', columns, rows })}`;
}

function demandedText(demand: Demand): string {
  if (!demand.required) return `no: ${clip(demand.reason ?? 'the standard does not ask for it', longestText)}`;
  return demand.whenApplicable ? 'where there is such a thing' : 'yes';
}

const numbers = html`
  <h3>How the numbers were made</h3>
  <div class="prose">
    <p><b>Examined</b> is what a check looked at, by the most that one check of the category saw of each unit. 
      A check that examined nothing is a fault, never a pass.</p>
    <p><b>Findings</b> in the readiness table are those that fail its demand: confidence certain or likely, severity at least 
      the one in the table above, neither waived nor known from the baseline. What is only possible fails nothing.</p>
    <p><b>Verdicts.</b> A required demand without enough evidence is unproven and makes the run inconclusive. 
      One that has a failing finding fails the run, whatever else is unproven.</p>
    <p><b>Latencies</b> are measured from sending a request to its last byte, on this machine; a timeout counts with its limit. 
      A saturated load generator makes its results unproven. What was under way when the load ended counts as sent, and as nothing else.</p>
    <p><b>Evidence</b> was sealed before it was judged, with secrets replaced by keyed digests. 
      <code>assay judge</code> repeats every judgement from it, without stack, browser or network.</p>
  </div>`;
