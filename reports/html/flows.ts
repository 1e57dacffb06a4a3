import type { RunView } from '../../core/fold.ts';
import type { Lookup } from '../renderer.ts';
import { flowKind, recordsOf, type FlowView } from '../words/records.ts';
import { clip } from '../words/visible.ts';
import { count, duration, glyphs, grouped } from '../words/words.ts';
import { html, raw, type Content, type Html } from './markup.ts';
import { cell, marked, more, number, quiet, row, section, sign, table } from './parts.ts';
import { picturesOf } from './pictures.ts';

type Pictures = ReadonlyMap<string, string>;

const shownRequests = 200;
const openExpectations = 4;
const shownComplaints = 50;
const shownOrigins = 4;
const longestText = 300;
const longestError = 500;

/** Each flow as a filmstrip: what the page looked like after every step, what it had to show, what it asked for. */
export function flowsPart(run: RunView, lookup: Lookup): Html | undefined {
  const flows = recordsOf(run, lookup, flowKind).map(({ body }) => body);
  if (flows.length === 0) return undefined;
  const failed = flows.filter((flow) => !whole(flow));
  const ordered = [...failed, ...flows.filter(whole)];
  const pictures = picturesOf(run, lookup, ordered);
  const bad = failed.length > 0 ? `, ${grouped(failed.length)} not as expected` : '';
  const note = `${count(flows.length, 'journey')} through the page in a browser${bad}`;
  return section('flows', 'Flows', note, ordered.map((flow) => flowPart(flow, pictures)));
}

function whole(flow: FlowView): boolean {
  return flow.steps.every((step) => step.ok) && flow.expectations.every((each) => each.ok);
}

function flowPart(flow: FlowView, pictures: Pictures): Html {
  const state = whole(flow) ? 'pass' : 'fail';
  const total = flow.steps.reduce((sum, step) => sum + step.ms, 0);
  const about = [clip(flow.flow, 80), duration(total), ...(flow.browser === undefined ? [] : [clip(flow.browser, 60)])];
  const complaints = [...flow.consoleErrors, ...(flow.pageErrors ?? [])];
  return html`
    <article class="flow">
      <h3>${sign(state, glyphs[state])}${clip(flow.title, longestText)} ${quiet(about.join(' · '))}</h3>
      <div class="film" tabindex="0" role="group" aria-label="Steps">${flow.steps.map((step, index) => stepPart(flow, step, index, pictures))}</div>
      ${flow.expectations.length > 0 && expectations(flow)}
      ${requests(flow)}
      ${complaints.length > 0 && more(`${count(complaints.length, 'error')} in the browser’s console`, complaintList(complaints))}
    </article>`;
}

function stepPart(flow: FlowView, step: FlowView['steps'][number], index: number, pictures: Pictures): Html {
  const state = step.ok ? 'pass' : 'fail';
  return html`
    <figure class="${step.ok ? 'good' : 'bad'}">
      ${picturePart(step, `${flow.title}, step ${index + 1}: ${step.name}`, pictures)}
      <figcaption>
        <span class="is-${state}" aria-hidden="true">${glyphs[state]}</span>
        <span>${clip(step.name, longestText)}${!step.ok && html`<span class="off"> failed</span>`}</span>
        <span class="num">${duration(step.ms)}</span>
      </figcaption>
      ${step.error !== undefined && html`<p class="why">${clip(step.error, longestError)}</p>`}
    </figure>`;
}

function picturePart({ screenshot }: FlowView['steps'][number], label: string, pictures: Pictures): Html {
  if (screenshot === undefined) return html`<div class="blank">no picture</div>`;
  const picture = pictures.get(screenshot);
  if (picture === undefined) return html`<div class="blank">${`picture ${screenshot.slice(7, 19)} lies with the run’s evidence`}</div>`;
  return html`
    <button type="button" class="shot" aria-label="${clip(`enlarge: ${label}`, longestText)}">
      <img src="${raw(picture)}" alt="${clip(label, longestText)}" loading="lazy">
    </button>`;
}

/** What was not as expected is always seen; a long list of what was is there to open. */
function expectations(flow: FlowView): Content {
  const bad = flow.expectations.filter((each) => !each.ok);
  const good = flow.expectations.filter((each) => each.ok);
  if (good.length <= openExpectations) return expectationTable([...bad, ...good]);
  return [bad.length > 0 && expectationTable(bad), more(`${count(good.length, 'value')} as expected`, expectationTable(good))];
}

function expectationTable(expected: FlowView['expectations']): Html {
  const rows = expected.slice(0, shownRequests).map((each) => {
    const state = each.ok ? 'pass' : 'fail';
    const mark = marked(state, glyphs[state], each.ok ? 'equal' : 'not equal');
    return row(clip(each.label, longestText), [cell(clip(each.expected, longestText)), cell(clip(each.found, longestText)), cell(mark)]);
  });
  return table({ caption: 'What the page had to show', columns: ['The page shows', 'expected', 'found', 'so it is'], rows });
}

function requests(flow: FlowView): Html {
  const all = flow.requests.length + (flow.requestsCut ?? 0);
  const shown = flow.requests.slice(0, shownRequests);
  const rows = shown.map((each) => html`
    <tr>
      ${cell(clip(each.method, 20))}
      <td class="mono">${clip(each.url, longestText)}</td>
      ${number(each.status ?? clip(each.error ?? 'none', 80))}
      ${number(Math.round(each.ms))}
    </tr>`);
  const from = flow.origins.length > 0 ? `; data from ${flow.origins.slice(0, shownOrigins).join(', ')}` : '';
  return more(clip(`${count(all, 'request')}${failedText(flow)}${from}`, longestText), [
    table({ caption: 'Requests of the page', columns: ['Method', 'Address', { num: 'Status' }, { num: 'ms' }], rows }),
    all > shown.length && html`<p class="quiet">and ${count(all - shown.length, 'more request')}</p>`,
  ]);
}

/** A failure that the flow causes on purpose, such as a refused password, is told apart. */
function failedText({ failedRequests }: FlowView): string {
  const meant = failedRequests.filter((each) => typeof each === 'object' && each !== null && 'tolerated' in each).length;
  const failed = failedRequests.length - meant;
  return `${failed > 0 ? `, ${grouped(failed)} failed` : ''}${meant > 0 ? `, ${grouped(meant)} refused as intended` : ''}`;
}

function complaintList(complaints: readonly unknown[]): Html {
  return html`<ul class="mono">${complaints.slice(0, shownComplaints).map((each) => html`<li>${clip(wordsOf(each), longestError)}</li>`)}</ul>`;
}

function wordsOf(complaint: unknown): string {
  if (typeof complaint === 'string') return complaint;
  if (typeof complaint === 'object' && complaint !== null && 'text' in complaint) return String(complaint.text);
  return JSON.stringify(complaint) ?? '';
}
