import type { RunView } from '../../core/fold.ts';
import { families, type Digest, type Finding } from '../../core/types.ts';
import { clip } from '../words/visible.ts';
import { count, fails, grouped, lineOf, severities, standing } from '../words/words.ts';
import { findingBody } from './finding.ts';
import { html, type Html } from './markup.ts';
import { section } from './parts.ts';

/** Findings shown with everything; those after them are one line each, so that a page of thousands stays small and quick. */
const fullFindings = 250;
/** Findings on the page at all; the rest is counted. */
const mostFindings = 10_000;
const longestWhat = 400;
const longestPlace = 160;

const marks: Readonly<Record<Finding['severity'], string>> = { critical: '▲', high: '▲', medium: '◆', low: '○' };

/** Findings, worst first: a plain list, to which a script adds the filter. `kept` are the digests of evidence that the page shows. */
export function findingsPart(run: RunView, kept: ReadonlySet<Digest>): Html {
  const { findings } = run;
  const left = findings.length - mostFindings;
  const nothing = html`<p class="quiet">Nothing was found. What was examined stands in the readiness table and under Checks.</p>`;
  return section('findings', 'Findings', noteOf(run), [
    findings.length > 1 && filter(run),
    findings.length === 0 && nothing,
    findings.length > 0 && html`<ul class="findings">${findings.slice(0, mostFindings).map((finding, index) => item(run, finding, index, kept))}</ul>`,
    left > 0 && html`<p class="quiet">and ${count(left, 'more finding')}: the JSON report has them all.</p>`,
  ]);
}

function noteOf(run: RunView): string {
  const failing = run.findings.filter((finding) => fails(run, finding)).length;
  const others = run.findings.length - failing;
  if (run.findings.length === 0) return 'none';
  return `${grouped(failing)} that fail the run${others > 0 ? `, ${grouped(others)} that do not` : ''}`;
}

/** Shown only when the script runs, since it does nothing without it. */
function filter(run: RunView): Html {
  return html`
    <div class="needs-script">
      <form class="filter" role="search" aria-label="Filter findings" data-items=".findings > li">
        <label class="off" for="filter-text">Text</label>
        <input id="filter-text" type="search" placeholder="Filter by text, file or check  ( / )" autocomplete="off">
        ${choice(run, 's', 'severity', severities)}
        ${choice(run, 'c', 'confidence', ['certain', 'likely', 'possible'])}
        ${choice(run, 'f', 'family', families)}
        <output aria-live="polite"></output>
      </form>
    </div>`;
}

/** Offers the values that occur. `key` is the attribute of the list's items that holds the value. */
function choice(run: RunView, key: string, field: 'severity' | 'confidence' | 'family', values: readonly string[]): Html {
  const present = values.filter((value) => run.findings.some((finding) => finding[field] === value));
  return html`
    <label class="off" for="filter-${key}">${field}</label>
    <select id="filter-${key}" data-key="${key}">
      <option value="">every ${field}</option>
      ${present.map((value) => html`<option value="${value}">${value}</option>`)}
    </select>`;
}

function item(run: RunView, finding: Finding, index: number, kept: ReadonlySet<Digest>): Html {
  const content = index < fullFindings
    ? html`
      <details${index === 0 && html` open`}>
        <summary class="line">${head(run, finding)}</summary>
        ${findingBody(run, finding, kept)}
      </details>`
    : html`<div class="line flat">${head(run, finding)}</div>`;
  const { number, severity, confidence, family } = finding;
  const classes = [...(standing(run, finding) === undefined ? [] : ['dim']), ...(index < fullFindings ? [] : ['slim'])].join(' ');
  return html`
    <li id="finding-${number}" class="${classes}" data-s="${severity}" data-c="${confidence}" data-f="${family}">
      ${content}
    </li>`;
}

function head(run: RunView, finding: Finding): Html {
  const { location, subject = '', severity } = finding;
  const why = standing(run, finding);
  return html`
    <span class="sev ${severity}"><i aria-hidden="true">${marks[severity]}</i>${severity}</span>
    <span class="what">${clip(finding.what, longestWhat)}
      <span class="sub">${finding.check} · ${finding.confidence}
        ${why && why !== finding.confidence && html` · <span class="tag">${why}</span>`} · #${finding.number}
      </span>
    </span>
    <span class="where">${clip(location ? lineOf(location) : subject, longestPlace)}</span>`;
}
