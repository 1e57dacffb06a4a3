import type { RunView } from '../../core/fold.ts';
import type { Digest, EvidenceRef } from '../../core/types.ts';
import type { Lookup } from '../renderer.ts';
import { clip } from '../words/visible.ts';
import { count, duration, glyphs, grouped } from '../words/words.ts';
import { html, raw, type Html } from './markup.ts';
import { flowKind, recordsOf, type FlowView, type Read } from './records.ts';

/** Bytes of pictures inside the page, as base64. What goes beyond is named and lies beside the report. */
const pictureBudget = 3_200_000;
const base64Growth = 4 / 3;
const pictureTypes = new Set(['image/png', 'image/jpeg', 'image/webp']);
const shownRequests = 200;
const shownComplaints = 50;

/** Each flow as a filmstrip: what the page looked like after every step, what it had to show, what it asked for. */
export function flowsPart(run: RunView, lookup: Lookup): Html | undefined {
  const flows = recordsOf(run, lookup, flowKind);
  if (flows.length === 0) return undefined;
  const pictures = inlined(run, lookup, flows);
  const failed = flows.filter(({ body }) => !whole(body)).length;
  return html`<section id="flows"><h2>Flows <small>${count(flows.length, 'journey')} through the page in a browser${failed > 0 ? `, ${grouped(failed)} not as expected` : ''}</small></h2>${flows.map((flow) => flowPart(flow, pictures))}</section>`;
}

function whole(flow: FlowView): boolean {
  return flow.steps.every((step) => step.ok) && flow.expectations.every((each) => each.ok);
}

function flowPart({ body: flow }: Read<FlowView>, pictures: ReadonlyMap<string, string>): Html {
  const state = whole(flow) ? 'pass' : 'fail';
  const total = flow.steps.reduce((sum, step) => sum + step.ms, 0);
  const complaints = [...flow.consoleErrors, ...(flow.pageErrors ?? [])];
  return html`<article class="flow"><h3><span class="state is-${state}"><i aria-hidden="true">${glyphs[state]}</i><span class="off">${state}: </span></span>${clip(flow.title, 200)} <span class="quiet">${clip(flow.flow, 80)} · ${duration(total)}${flow.browser !== undefined && ` · ${clip(flow.browser, 60)}`}</span></h3>
<div class="film" tabindex="0" role="group" aria-label="Steps">${flow.steps.map((step, index) => stepPart(flow, step, index, pictures))}</div>
${flow.expectations.length > 0 && expectations(flow)}
${requests(flow)}${complaints.length > 0 && html`<details><summary class="more">${count(complaints.length, 'error')} in the browser’s console</summary><ul class="mono">${complaints.slice(0, shownComplaints).map((each) => html`<li>${clip(words(each), 500)}</li>`)}</ul></details>`}</article>`;
}

function stepPart(flow: FlowView, step: FlowView['steps'][number], index: number, pictures: ReadonlyMap<string, string>): Html {
  const picture = step.screenshot === undefined ? undefined : pictures.get(step.screenshot);
  const label = `${flow.title}, step ${index + 1}: ${step.name}`;
  const image = picture === undefined
    ? html`<div class="blank">${step.screenshot === undefined ? 'no picture' : `picture ${step.screenshot.slice(7, 19)} lies with the run’s evidence`}</div>`
    : html`<button type="button" class="shot" aria-label="${clip(`enlarge: ${label}`, 300)}"><img src="${raw(picture)}" alt="${clip(label, 300)}" loading="lazy"></button>`;
  return html`<figure class="${step.ok ? 'good' : 'bad'}">${image}<figcaption><span class="is-${step.ok ? 'pass' : 'fail'}" aria-hidden="true">${step.ok ? glyphs.pass : glyphs.fail}</span><span>${clip(step.name, 120)}${!step.ok && html`<span class="off"> failed</span>`}</span><span class="num">${duration(step.ms)}</span></figcaption>${step.error !== undefined && html`<p class="why">${clip(step.error, 400)}</p>`}</figure>`;
}

function expectations(flow: FlowView): Html {
  return html`<div class="scroll" tabindex="0"><table><caption class="off">What the page had to show</caption><thead><tr><th scope="col">The page shows</th><th scope="col">expected</th><th scope="col">found</th><th scope="col"><span class="off">State</span></th></tr></thead><tbody>${flow.expectations.slice(0, shownRequests).map((each) => html`<tr><th scope="row">${clip(each.label, 200)}</th><td>${clip(each.expected, 300)}</td><td>${clip(each.found, 300)}</td><td><span class="state is-${each.ok ? 'pass' : 'fail'}"><i aria-hidden="true">${each.ok ? glyphs.pass : glyphs.fail}</i>${each.ok ? 'equal' : 'not equal'}</span></td></tr>`)}</tbody></table></div>`;
}

function requests(flow: FlowView): Html {
  const cut = flow.requestsCut ?? 0;
  const shown = flow.requests.slice(0, shownRequests);
  const left = flow.requests.length - shown.length + cut;
  const title = `${count(flow.requests.length + cut, 'request')}${flow.failedRequests.length > 0 ? `, ${grouped(flow.failedRequests.length)} failed` : ''}${flow.origins.length > 0 ? `; data from ${flow.origins.slice(0, 4).join(', ')}` : ''}`;
  return html`<details><summary class="more">${clip(title, 300)}</summary><div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Method</th><th scope="col">Address</th><th scope="col" class="num">Status</th><th scope="col" class="num">ms</th></tr></thead><tbody>${shown.map((each) => html`<tr><td>${clip(each.method, 20)}</td><td class="mono">${clip(each.url, 300)}</td><td class="num">${each.status ?? clip(each.error ?? 'none', 80)}</td><td class="num">${Math.round(each.ms)}</td></tr>`)}</tbody></table></div>${left > 0 && html`<p class="quiet">and ${count(left, 'more request')}</p>`}</details>`;
}

/** The pictures that fit, those of flows that went wrong first. Only image types that a browser decodes as images. */
function inlined(run: RunView, lookup: Lookup, flows: readonly Read<FlowView>[]): ReadonlyMap<string, string> {
  const refs = new Map<string, EvidenceRef>(run.evidence.map(({ ref }) => [ref.digest, ref]));
  const wanted = flows.toSorted((a, b) => Number(whole(a.body)) - Number(whole(b.body))).flatMap(({ body }) => body.steps.flatMap((step) => (step.screenshot === undefined ? [] : [step.screenshot])));
  const uses = Map.groupBy(wanted, (digest) => digest);
  const pictures = new Map<string, string>();
  let used = 0;
  for (const [digest, times] of uses) {
    const ref = refs.get(digest);
    const bytes = ref?.mediaType !== undefined && pictureTypes.has(ref.mediaType) ? lookup.bytes(digest as Digest) : undefined;
    const cost = (bytes?.length ?? 0) * base64Growth * times.length;
    if (!bytes || used + cost > pictureBudget) continue;
    used += cost;
    pictures.set(digest, `data:${ref?.mediaType};base64,${Buffer.from(bytes).toString('base64')}`);
  }
  return pictures;
}

function words(complaint: unknown): string {
  if (typeof complaint === 'string') return complaint;
  if (typeof complaint === 'object' && complaint !== null && 'text' in complaint) return String(complaint.text);
  return JSON.stringify(complaint) ?? '';
}
