import type { RunView } from '../../core/fold.ts';
import { families, type Digest, type Finding, type Frame, type Step } from '../../core/types.ts';
import { clip, clipBlock } from '../words/visible.ts';
import { count, fails, grouped, place, reference, severities, standing } from '../words/words.ts';
import { html, type Html } from './markup.ts';

/** Findings shown with everything; those after them are one line each, so that a page of thousands stays small and quick. */
const fullFindings = 250;
/** Findings on the page at all; the rest is counted. */
const mostFindings = 10_000;
const longestWhat = 400;
const longestText = 2_000;
const longestLine = 400;
const frameLines = 40;
const pathSteps = 30;
const commands = 8;

const marks: Readonly<Record<Finding['severity'], string>> = { critical: '▲', high: '▲', medium: '◆', low: '○' };

/** Findings, worst first. A plain list; a script adds the filter. */
export function findingsPart(run: RunView, kept: ReadonlySet<Digest>): Html {
  const shown = run.findings.slice(0, mostFindings);
  const failing = run.findings.filter((finding) => fails(run, finding)).length;
  const left = run.findings.length - shown.length;
  const note = run.findings.length === 0 ? 'none' : `${grouped(failing)} that fail the run${run.findings.length > failing ? `, ${grouped(run.findings.length - failing)} that do not` : ''}`;
  return html`<section id="findings"><h2>Findings <small>${note}</small></h2>
${run.findings.length > 1 && filter(run)}${run.findings.length === 0 && html`<p class="quiet">Nothing was found. What was examined stands in the readiness table and under Checks.</p>`}
<ul class="findings">${shown.map((finding, index) => html`<li id="finding-${finding.number}" class="${standing(run, finding) ? 'dim' : ''}" data-s="${finding.severity}" data-c="${finding.confidence}" data-f="${finding.family}">${index < fullFindings ? whole(run, finding, kept, index === 0) : flat(run, finding)}</li>`)}</ul>
${left > 0 && html`<p class="quiet">and ${count(left, 'more finding')}: the JSON report has them all.</p>`}</section>`;
}

/** Shown only when the script runs, since it does nothing without it. */
function filter(run: RunView): Html {
  const option = (value: string): Html => html`<option value="${value}">${value}</option>`;
  const present = <T extends string>(values: readonly T[], of: (finding: Finding) => T): readonly Html[] => values.filter((value) => run.findings.some((finding) => of(finding) === value)).map(option);
  return html`<div class="needs-script"><form class="filter" role="search" aria-label="Filter findings"><label class="off" for="filter-text">Text</label><input id="filter-text" type="search" placeholder="Filter by text, file or check  ( / )" autocomplete="off">
<label class="off" for="filter-s">Severity</label><select id="filter-s" data-key="s"><option value="">every severity</option>${present(severities, (finding) => finding.severity)}</select>
<label class="off" for="filter-c">Confidence</label><select id="filter-c" data-key="c"><option value="">every confidence</option>${present(['certain', 'likely', 'possible'] as const, (finding) => finding.confidence)}</select>
<label class="off" for="filter-f">Family</label><select id="filter-f" data-key="f"><option value="">every family</option>${present(families, (finding) => finding.family)}</select><output aria-live="polite"></output></form></div>`;
}

function whole(run: RunView, finding: Finding, kept: ReadonlySet<Digest>, open: boolean): Html {
  return html`<details${open && html` open`}><summary class="line">${head(run, finding)}</summary>${body(run, finding, kept)}</details>`;
}

function flat(run: RunView, finding: Finding): Html {
  return html`<div class="line flat">${head(run, finding)}</div>`;
}

function head(run: RunView, finding: Finding): Html {
  const { location, subject } = finding;
  const where = location ? place({ uri: clip(location.uri, 160), ...(location.line !== undefined && { line: location.line }) }) : clip(subject ?? '', 120);
  const why = standing(run, finding);
  return html`<span class="sev ${finding.severity}"><i aria-hidden="true">${marks[finding.severity]}</i>${finding.severity}</span><span class="what">${clip(finding.what, longestWhat)}<span class="sub">${finding.check} · ${finding.confidence}${why && why !== finding.confidence && html` · <span class="tag">${why}</span>`} · #${finding.number}</span></span><span class="where">${where}</span>`;
}

function body(run: RunView, finding: Finding, kept: ReadonlySet<Digest>): Html {
  const { waiver } = finding;
  return html`<div class="body"><p>${clipBlock(finding.why, longestText)}</p>${finding.frame && frame(finding, finding.frame)}${finding.path && finding.path.length > 0 && path(finding.path)}${compare(finding)}
<p class="fix">${clipBlock(finding.fix, longestText)}</p>
<dl class="pairs">${(finding.reproduce ?? []).length > 0 && html`<dt>try</dt><dd>${(finding.reproduce ?? []).slice(0, commands).map(command)}</dd>`}<dt>proof</dt><dd>${command(`assay show ${reference(run, finding)}`)}</dd>
<dt>explain</dt><dd>${command(`assay explain ${finding.check}`)}</dd>
${(finding.evidence ?? []).length > 0 && html`<dt>evidence</dt><dd>${(finding.evidence ?? []).slice(0, 12).map((digest) => html`${kept.has(digest) ? html`<a href="#${anchor(digest)}"><code>${short(digest)}</code></a>` : html`<code>${short(digest)}</code>`} `)}</dd>`}
${waiver && html`<dt>waived</dt><dd>${clip(waiver.reason, longestText)} · ${waiver.owner}, until ${waiver.expires}</dd>`}<dt>link</dt><dd><a href="#finding-${finding.number}">#finding-${finding.number}</a> <span class="quiet">fingerprint <code>${finding.fingerprint.slice(0, 12)}</code></span></dd></dl></div>`;
}

/** The source around it, the line in question marked by colour, bar and arrow. */
function frame(finding: Finding, { firstLine, lines, mark }: Frame): Html {
  const from = Math.max(0, Math.min(mark - firstLine - frameLines / 2, lines.length - frameLines));
  const shown = lines.slice(from, from + frameLines);
  return html`<figure class="frame"><figcaption>${finding.location ? clip(place(finding.location), 300) : 'source'}</figcaption><pre tabindex="0" aria-label="Source">${shown.map((text, index) => {
    const number = firstLine + from + index;
    return html`<span${number === mark && html` class="mark"`}><i>${number === mark ? '▸ ' : ''}${number}</i>${clip(text, longestLine)}</span>`;
  })}</pre></figure>`;
}

function path(steps: readonly Step[]): Html {
  const left = steps.length - pathSteps;
  return html`<ol class="path" aria-label="Path from entry to egress">${steps.slice(0, pathSteps).map((step) => html`<li class="${step.role}"><div><em>${step.role}</em><b>${clip(step.label, 200)}</b><small>${clip(place(step), 200)}</small></div></li>`)}${left > 0 && html`<li>${count(left, 'more step')}</li>`}</ol>`;
}

function compare({ expected, found }: Finding): Html | undefined {
  if (expected === undefined && found === undefined) return undefined;
  return html`<div class="compare">${expected !== undefined && html`<div><span>expected</span><code>${clipBlock(expected, longestText)}</code></div>`}${found !== undefined && html`<div class="bad"><span>found</span><code>${clipBlock(found, longestText)}</code></div>`}</div>`;
}

/** A command to copy; the button comes with the script. */
export function command(text: string): Html {
  return html`<div class="cmd"><code>${clip(text, longestText)}</code><button type="button" class="needs-script copy">copy</button></div>`;
}

/** Where a piece of evidence stands on the page. */
export function anchor(digest: Digest): string {
  return `evidence-${short(digest)}`;
}

export function short(digest: Digest): string {
  return digest.slice('sha256:'.length, 'sha256:'.length + 12);
}
