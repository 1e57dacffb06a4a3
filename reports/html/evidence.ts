import type { EvidenceView, RunView } from '../../core/fold.ts';
import type { Digest, EvidenceRef } from '../../core/types.ts';
import type { Lookup } from '../renderer.ts';
import { clip, clipBlock } from '../words/visible.ts';
import { count, size } from '../words/words.ts';
import { anchor, command, short } from './finding.ts';
import { html, type Html } from './markup.ts';
import { quiet, section } from './parts.ts';

/** Characters of one piece of evidence on the page, and of all of them together; what findings name comes first. */
const longestBody = 12_000;
const bodyBudget = 700_000;
const mostRows = 2_000;
/** Evidence of more bytes than this is not parsed for the page: only its beginning is read. */
const parsedBytes = 1024 * 1024;

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
    const text = ref.mediaType === undefined && left > 0 ? textOf(ref, lookup) : undefined;
    if (text === undefined || text.length > left) continue;
    left -= text.length;
    texts.set(ref.digest, text);
  }
  return unique.map((view) => ({ view, text: texts.get(view.ref.digest) }));
}

function textOf({ digest, bytes }: EvidenceRef, lookup: Lookup): string | undefined {
  if (bytes > parsedBytes) {
    const all = lookup.bytes(digest);
    return all && `${spread(new TextDecoder().decode(all.subarray(0, longestBody * 2))).slice(0, longestBody)}… (the beginning of ${size(bytes)})`;
  }
  const body = lookup.json(digest);
  return body === undefined ? undefined : clipBlock(JSON.stringify(body, null, 2), longestBody);
}

/** Canonical JSON, or its beginning, over several lines, as `JSON.stringify` spreads it. */
function spread(text: string): string {
  let depth = 0;
  const line = (change: number): string => `\n${'  '.repeat(Math.max(0, (depth += change)))}`;
  return text.replace(/"(?:[^"\\]|\\.)*(?:"|$)|\[\]|\{\}|[[{\]},:]/g, (token) => {
    if (token === '[' || token === '{') return token + line(1);
    if (token === ']' || token === '}') return line(-1) + token;
    return token === ',' ? token + line(0) : token === ':' ? ': ' : token;
  });
}

/** Everything that was sealed: a table of contents of the proof, readable where it is JSON. */
export function evidencePart(run: RunView, shown: readonly Shown[]): Html | undefined {
  if (shown.length === 0) return undefined;
  const bytes = shown.reduce((sum, { view }) => sum + view.ref.bytes, 0);
  const note = `${count(shown.length, 'sealed piece')}, ${size(bytes)}, each named by the SHA-256 of its bytes`;
  return section('evidence', 'Evidence', note, html`<ol class="evidence">${shown.map((each) => item(run, each))}</ol>`);
}

function item(run: RunView, { view: { ref, probe }, text }: Shown): Html {
  // What brought it is said where neither its kind nor its subject says so already.
  const told = ref.kind === probe || ref.subject.startsWith(probe);
  const head = html`
    <span>${clip(ref.kind, 60)}</span>
    <span class="subject">${clip(ref.subject, 200)}${!told && [' ', quiet(clip(probe, 80))]}</span>
    <code class="quiet">${short(ref.digest)}</code>
    <span class="num size">${size(ref.bytes)}</span>`;
  if (text === undefined) return html`<li id="${anchor(ref.digest)}"><div class="row">${head}</div></li>`;
  return html`
    <li id="${anchor(ref.digest)}">
      <details>
        <summary>${head}</summary>
        <div><pre class="json" tabindex="0">${text}</pre>${command(`assay show ${run.header.run}#sha256:${short(ref.digest)}`)}</div>
      </details>
    </li>`;
}
