import type { RunView } from '../../core/fold.ts';
import type { Digest, Finding, Frame, Step, Waiver } from '../../core/types.ts';
import { clip, clipBlock } from '../words/visible.ts';
import { count, place, reference } from '../words/words.ts';
import { html, type Content, type Html } from './markup.ts';
import { pairs, quiet } from './parts.ts';

const longestText = 2_000;
const longestLabel = 200;
const longestLine = 400;
const frameLines = 40;
const pathSteps = 30;
const shownCommands = 8;
const shownEvidence = 12;

/** Everything about one finding, in the order in which one believes it: why, code, way, expected and found, fix, proof. */
export function findingBody(run: RunView, finding: Finding, kept: ReadonlySet<Digest>): Html {
  const { waiver, frame, path = [], evidence = [], reproduce = [] } = finding;
  return html`
    <div class="body">
      <p>${clipBlock(finding.why, longestText)}</p>
      ${frame && framePart(finding, frame)}
      ${path.length > 0 && pathPart(path)}
      ${compare(finding)}
      <p class="fix">${clipBlock(finding.fix, longestText)}</p>
      ${pairs([
        ['try', reproduce.length > 0 && reproduce.slice(0, shownCommands).map(command)],
        ['proof', command(`assay show ${reference(run, finding)}`)],
        ['explain', command(`assay explain ${finding.check}`)],
        ['evidence', evidence.length > 0 && evidence.slice(0, shownEvidence).map((digest) => [evidenceLink(digest, kept), ' '])],
        ['confirmed', finding.confirmedBy !== undefined && [html`<a href="#proofs">live proof</a> `, clip(finding.confirmedBy, longestText)]],
        ['refuted', finding.refutedBy !== undefined && [html`<a href="#proofs">live proof</a> `, clip(finding.refutedBy, longestText)]],
        ['waived', waiver && waivedText(waiver)],
        ['link', [html`<a href="#finding-${finding.number}">#finding-${finding.number}</a> `, quiet(`fingerprint ${finding.fingerprint.slice(0, 12)}`)]],
      ])}
    </div>`;
}

function waivedText({ reason, owner, expires }: Waiver): string {
  return `${clip(reason, longestText)} · ${clip(owner, longestLabel)}, until ${clip(expires, longestLabel)}`;
}

/** The source around it, the line in question marked by colour, bar and arrow. */
export function framePart(finding: Pick<Finding, 'location'>, { firstLine, lines, mark }: Frame): Html {
  const from = Math.max(0, Math.min(mark - firstLine - frameLines / 2, lines.length - frameLines));
  const shown = lines.slice(from, from + frameLines).map((text, index): Content => {
    const number = firstLine + from + index;
    const marked = number === mark;
    return html`<span${marked && html` class="mark"`}><i>${marked && '▸ '}${number}</i>${clip(text, longestLine)}</span>`;
  });
  return html`
    <figure class="frame">
      <figcaption>${finding.location ? clip(place(finding.location), longestLine) : 'source'}</figcaption>
      <pre tabindex="0" aria-label="Source">${shown}</pre>
    </figure>`;
}

function pathPart(steps: readonly Step[]): Html {
  const left = steps.length - pathSteps;
  return html`
    <ol class="path" aria-label="Path from entry to egress">
      ${steps.slice(0, pathSteps).map((step) => html`
        <li class="${step.role}">
          <div><em>${step.role}</em><b>${clip(step.label, longestLabel)}</b><small>${clip(place(step), longestLabel)}</small></div>
        </li>`)}
      ${left > 0 && html`<li>${count(left, 'more step')}</li>`}
    </ol>`;
}

function compare({ expected, found }: Finding): Html | undefined {
  if (expected === undefined && found === undefined) return undefined;
  return html`
    <div class="compare">
      ${expected !== undefined && html`<div><span>expected</span><code>${clipBlock(expected, longestText)}</code></div>`}
      ${found !== undefined && html`<div class="bad"><span>found</span><code>${clipBlock(found, longestText)}</code></div>`}
    </div>`;
}

/** A command to copy; the button comes with the script. */
export function command(text: string): Html {
  return html`
    <div class="cmd">
      <code>${clip(text, longestText)}</code>
      <button type="button" class="needs-script copy">copy</button>
    </div>`;
}

/** A digest, and the way to it when the page shows what it names. */
function evidenceLink(digest: Digest, kept: ReadonlySet<Digest>): Html {
  const name = html`<code>${short(digest)}</code>`;
  return kept.has(digest) ? html`<a href="#${anchor(digest)}">${name}</a>` : name;
}

/** Where a piece of evidence stands on the page. */
export function anchor(digest: Digest): string {
  return `evidence-${short(digest)}`;
}

export function short(digest: Digest): string {
  return digest.slice('sha256:'.length, 'sha256:'.length + 12);
}
