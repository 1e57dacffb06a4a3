import type { RunView } from '../../core/fold.ts';
import type { Content } from './markup.ts';
import { clip } from '../words/visible.ts';
import { duration } from '../words/words.ts';
import { html, type Html } from './markup.ts';
import { stateMark } from './verdict.ts';

/** Versions and digests, the stack, what was left out and why, waivers, the standard, and how each number was made. */
export function methodPart(run: RunView): Html {
  return html`<section id="method"><h2>Environment and method</h2><div class="columns"><div><h3>Environment</h3><dl class="pairs">${pair('platform', run.header.platform)}${pair('profile', run.header.profile)}${pair('run', run.header.run)}${Object.entries(run.header.environment).map(([name, value]) => pair(name, value))}</dl></div>
${run.stack && stack(run)}</div>${leftOut(run)}${waivers(run)}${standard(run)}${numbers}</section>`;
}

function pair(name: string, value: string): Html {
  return html`<dt>${clip(name, 60)}</dt><dd>${clip(value, 300)}</dd>`;
}

function stack(run: RunView): Html | undefined {
  if (!run.stack) return undefined;
  const { driver, because, services, absent } = run.stack;
  return html`<div><h3>Stack</h3><p class="quiet">${driver}: ${clip(because, 300)}</p><table><caption class="off">Services of the stack</caption><thead><tr><th scope="col">Service</th><th scope="col">State</th><th scope="col">Address</th><th scope="col" class="num">ready after</th></tr></thead><tbody>${services.map((service) => html`<tr><th scope="row">${clip(service.name, 80)}</th><td>${service.state === 'failed' ? html`<span class="is-fail">✗ failed</span>` : service.state}${service.detail !== undefined && html` <span class="quiet">${clip(service.detail, 200)}</span>`}</td><td class="mono">${Object.values(service.addresses).slice(0, 4).join(', ') || '–'}</td><td class="num">${service.ms === undefined ? '–' : duration(service.ms)}</td></tr>`)}${Object.entries(absent).filter(([name]) => !services.some((service) => service.name === name)).map(([name, reason]) => html`<tr><th scope="row">${clip(name, 80)}</th><td colspan="3"><span class="is-unproven">? left out:</span> ${clip(reason, 300)}</td></tr>`)}</tbody></table></div>`;
}

/** What nobody looked at is as visible as what failed. */
function leftOut(run: RunView): Html | undefined {
  const checks = run.outcomes.filter(({ outcome }) => outcome.status === 'skipped' || outcome.status === 'inapplicable');
  if (run.skipped.length === 0 && checks.length === 0) return undefined;
  return html`<h3>Not run</h3><dl class="pairs">${run.skipped.map((probe) => pair(`probe ${probe.probe}`, probe.reason))}${checks.map(({ check, outcome }) => pair(`check ${check.id}`, 'reason' in outcome ? outcome.reason : ''))}</dl>`;
}

function waivers(run: RunView): Html | undefined {
  const waived = run.findings.flatMap((finding) => (finding.waiver ? [{ finding, waiver: finding.waiver }] : []));
  if (waived.length === 0) return undefined;
  return html`<h3>Waivers</h3><div class="scroll" tabindex="0"><table><caption class="off">Accepted findings</caption><thead><tr><th scope="col">Finding</th><th scope="col">Reason</th><th scope="col">Owner</th><th scope="col">Until</th></tr></thead><tbody>${waived.slice(0, 500).map(({ finding, waiver }) => html`<tr><th scope="row"><a href="#finding-${finding.number}">${clip(finding.what, 160)}</a></th><td>${clip(waiver.reason, 300)}</td><td>${clip(waiver.owner, 80)}</td><td class="nowrap">${clip(waiver.expires, 20)}</td></tr>`)}</tbody></table></div>`;
}

function standard(run: RunView): Html {
  const { id, version, title, demands } = run.header.standard;
  return html`<h3>Standard: ${title} <span class="quiet">${id} ${version}</span></h3><div class="scroll" tabindex="0"><table><caption class="off">What the standard demands</caption><thead><tr><th scope="col">Category</th><th scope="col">Demanded</th><th scope="col">Fails from</th><th scope="col">Must have answered</th><th scope="col">Outcome</th></tr></thead><tbody>${demands.map((demand) => {
    const result = run.gate.demands.find((each) => each.category === demand.category);
    const outcome: Content = result ? stateMark(result.state) : '–';
    return html`<tr><th scope="row">${demand.category}</th><td>${demand.required ? (demand.whenApplicable ? 'where there is such a thing' : 'yes') : `no: ${clip(demand.reason ?? 'the standard does not ask for it', 200)}`}</td><td>${demand.atLeast}</td><td>${demand.families.join(', ')}</td><td>${outcome}</td></tr>`;
  })}</tbody></table></div>`;
}

const numbers = html`<h3>How the numbers were made</h3><div class="prose"><p><b>Examined</b> is what a check looked at, by the most that one check of the category saw of each unit. A check that examined nothing is a fault, never a pass.</p>
<p><b>Findings</b> in the readiness table are those that fail its demand: confidence certain or likely, severity at least the one in the table above, neither waived nor known from the baseline. What is only possible fails nothing.</p>
<p><b>Verdicts.</b> A required demand without enough evidence is unproven and makes the run inconclusive. One that has a failing finding fails the run, whatever else is unproven.</p>
<p><b>Latencies</b> are measured from sending a request to its last byte, on this machine; a timeout counts with its limit. A saturated load generator makes its results unproven.</p>
<p><b>Evidence</b> was sealed before it was judged, with secrets replaced by keyed digests. <code>assay judge</code> repeats every judgement from it, without stack, browser or network.</p></div>`;
