import type { EvidenceView, RunView } from '../../core/fold.ts';
import type { Digest } from '../../core/types.ts';
import type { Lookup } from '../renderer.ts';
import { clip, clipBlock } from '../words/visible.ts';
import { count, duration, fails, grouped, size } from '../words/words.ts';
import { anchor, command, short } from './findings.ts';
import { html, type Html } from './markup.ts';
import { stateMark } from './verdict.ts';

/** Characters of one piece of evidence on the page, and of all of them together; what findings name comes first. */
const longestBody = 12_000;
const bodyBudget = 700_000;
const mostRows = 2_000;

export interface Shown {
  readonly view: EvidenceView;
  /** Its JSON, or undefined when only its name and digest are on the page. */
  readonly text: string | undefined;
}

/** Chooses what evidence is shown, once, so that findings link only to what is there. */
export function chooseEvidence(run: RunView, lookup: Lookup): readonly Shown[] {
  const named = new Set(run.findings.flatMap((finding) => finding.evidence ?? []));
  const unique = [...new Map(run.evidence.map((view) => [view.ref.digest, view])).values()].slice(0, mostRows);
  const first = unique.toSorted((a, b) => Number(named.has(b.ref.digest)) - Number(named.has(a.ref.digest)));
  const texts = new Map<Digest, string>();
  let left = bodyBudget;
  for (const { ref } of first) {
    const text = ref.mediaType === undefined && left > 0 ? pretty(lookup.json(ref.digest)) : undefined;
    if (text === undefined || text.length > left) continue;
    left -= text.length;
    texts.set(ref.digest, text);
  }
  return unique.map((view) => ({ view, text: texts.get(view.ref.digest) }));
}

function pretty(body: unknown): string | undefined {
  return body === undefined ? undefined : clipBlock(JSON.stringify(body, null, 2), longestBody);
}

/** Everything that was sealed: a table of contents of the proof, readable where it is JSON. */
export function evidencePart(run: RunView, shown: readonly Shown[]): Html | undefined {
  if (shown.length === 0) return undefined;
  const bytes = shown.reduce((sum, { view }) => sum + view.ref.bytes, 0);
  return html`<section id="evidence"><h2>Evidence <small>${count(shown.length, 'sealed piece')}, ${size(bytes)}, each named by the SHA-256 of its bytes</small></h2><ol class="evidence">${shown.map((each) => item(run, each))}</ol></section>`;
}

function item(run: RunView, { view: { ref, probe }, text }: Shown): Html {
  const head = html`<span>${clip(ref.kind, 60)}</span><span class="subject">${clip(ref.subject, 200)} <span class="quiet">${clip(probe, 80)}</span></span><code class="quiet">${ref.digest.slice(7, 19)}</code><span class="num size">${size(ref.bytes)}</span>`;
  if (text === undefined) return html`<li id="${anchor(ref.digest)}"><div class="row">${head}</div></li>`;
  return html`<li id="${anchor(ref.digest)}"><details><summary>${head}</summary><div><pre class="json" tabindex="0">${text}</pre>${command(`assay show ${run.header.run}#sha256:${short(ref.digest)}`)}</div></details></li>`;
}

/** It found something, and nothing of it fails the run. */
const noted = html`<span class="state is-none"><i aria-hidden="true">○</i>noted</span>`;

/** Every check with its denominator: a pass that examined nothing does not exist. */
export function checksPart(run: RunView): Html | undefined {
  if (run.outcomes.length === 0) return undefined;
  const passed = run.outcomes.filter(({ outcome }) => outcome.status === 'pass').length;
  return html`<section id="checks"><h2>Checks <small>${grouped(passed)} of ${grouped(run.outcomes.length)} found nothing</small></h2><div class="scroll" tabindex="0"><table><caption class="off">Every check with what it examined</caption><thead><tr><th scope="col" class="wide">Check</th><th scope="col">State</th><th scope="col">Category</th><th scope="col" class="num">Examined</th><th scope="col" class="num">Findings</th><th scope="col" class="num">Evidence</th></tr></thead><tbody>${run.outcomes.map(({ check, outcome, ms }) => {
    const looked = outcome.status === 'pass' || outcome.status === 'fail' ? outcome : undefined;
    const said = 'reason' in outcome ? outcome.reason : outcome.status === 'error' ? outcome.fault.what : (looked?.unproven ?? []).length > 0 ? `not examined: ${looked?.unproven?.slice(0, 3).join('; ')}` : looked?.note;
    return html`<tr><th scope="row" class="wide">${clip(check.title, 200)} <span class="quiet">${check.id} · ${duration(ms)}</span>${said !== undefined && html`<br><span class="quiet">${clip(said, 300)}</span>`}</th><td>${outcome.status === 'fail' && !outcome.findings.some((finding) => fails(run, finding)) ? noted : stateMark(outcome.status)}</td><td class="nowrap">${check.category}</td><td class="num">${looked ? `${grouped(looked.examined)} ${clip(looked.unit, 40)}` : '–'}</td><td class="num">${outcome.status === 'fail' ? grouped(outcome.findings.length) : looked ? '0' : '–'}</td><td class="num">${(looked?.evidence ?? []).slice(0, 3).map((digest) => html`<a href="#${anchor(digest)}"><code>${digest.slice(7, 15)}</code></a> `)}${(looked?.evidence.length ?? 0) > 3 && html`<span class="quiet">+${(looked?.evidence.length ?? 0) - 3}</span>`}</td></tr>`;
  })}</tbody></table></div></section>`;
}
