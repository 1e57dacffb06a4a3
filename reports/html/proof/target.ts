import type { RunView } from '../../../core/fold.ts';
import type { Proof, ProofCall, ProofData, Written } from '../../../core/proof/evidence.ts';
import type { Finding } from '../../../core/types.ts';
import { standingOf, whyOf, type ProofSeen } from '../../words/proof.ts';
import { clip, clipBlock } from '../../words/visible.ts';
import { count, duration, grouped, lineOf } from '../../words/words.ts';
import { command, framePart } from '../finding.ts';
import { html, type Content, type Html } from '../markup.ts';
import { cell, pairs, quiet, row, table } from '../parts.ts';
import { answerPart } from './answer.ts';
import { verdictMark } from './marks.ts';
import { outageAnswers } from './outages.ts';
import { reactionsPart } from './reactions.ts';
import { statementsPart, valueText } from './statements.ts';

const longestName = 90;
const longestSentence = 800;
const shownVerdicts = 12;
const shownRelations = 12;
const shownSent = 20;
const shownStatements = 3;
const longestStatement = 1_000;

/** One target with everything that its verdict stands on. `id` is its name on the page, `open` whether it is unfolded. */
export function targetPart(run: RunView, seen: ProofSeen, proof: Proof, id: string, open: boolean): Html {
  const { target, verdict } = proof;
  return html`
    <li id="${id}" data-v="${verdict}" data-k="${standingOf(verdict)}" data-t="${clip(target.name, longestName)} ${verdict}">
      <details${open && html` open`}>
        <summary class="line">
          <span>${verdictMark(verdict)}</span>
          <span class="what">${clip(target.name, longestName)}<span class="sub">${clip(whyOf(proof) ?? '', 300)}</span></span>
          <span class="where">${target.handler ? clip(lineOf(target.handler), longestName) : clip(target.service, longestName)}</span>
        </summary>
        ${body(run, seen, proof, id)}
      </details>
    </li>`;
}

function body(run: RunView, seen: ProofSeen, proof: Proof, id: string): Html {
  const { target } = proof;
  const data = seen.data;
  const findings = run.findings.filter((finding) => (finding.subject === target.name && finding.family !== 'audit') || metBy(finding, target.name));
  const framed = framedBy(run, proof);
  return html`
    <div class="body">
      ${sentences(proof)}
      ${framed?.frame && framePart(framed, framed.frame)}
      ${data && answerAndStatements(data, proof, id)}
      ${data && reactionsPart(data, target.name, data.fields.find((each) => each.target === target.name)?.fields ?? [])}
      ${outageAnswers(seen, proof)}
      ${data && relationsPart(data, proof)}
      ${data && writesPart(data.written.filter((each) => each.target === target.name))}
      ${pairs([
        ['try', reproduced(data, proof).map(command)],
        ['handler', target.handler && html`<code>${clip(lineOf(target.handler), longestName)}</code>`],
        ['found by', clip(target.foundBy.join(', '), longestName)],
        ['sample', target.made && 'made by assay from the schema'],
        ['asked', target.filled && 'with records that assay’s own writes had put there'],
        ['asked as', [clip(target.service, longestName), target.role !== undefined && ` · ${clip(target.role, longestName)}`]],
        ['findings', findings.length > 0 && findings.slice(0, shownVerdicts).map(({ number }) => html`<a href="#finding-${number}">#${number}</a> `)],
      ])}
    </div>`;
}

/** Every witness against it, the worst first; or what it stands on when there is none. */
function sentences(proof: Proof): Html {
  const { verdicts, leaves, traced, unsourced, reason, target } = proof;
  const traces = leaves > 0 && html`<p class="quiet">${grouped(traced)} of ${count(leaves, 'leaf of data', 'leaves of data')} traced to their source${unsourced.length > 0 && `; ${grouped(unsourced.length)} that nothing explains`}</p>`;
  const missing = reason ?? target.missing;
  const shown = verdicts.slice(0, shownVerdicts);
  return html`
    ${shown.length > 0 && html`<ul class="witnesses">${shown.map(({ verdict, confidence, field, outage, sentence }) => html`
      <li>${verdictMark(verdict)} <span>${clip(sentence, longestSentence)} ${quiet([confidence, field !== undefined && [' · ', html`<code>${clip(field, longestName)}</code>`], outage !== undefined && ` · ${clip(outage, longestName)}`])}</span></li>`)}</ul>`}
    ${verdicts.length > shown.length && html`<p class="quiet">and ${count(verdicts.length - shown.length, 'more witness', 'more witnesses')}</p>`}
    ${missing !== undefined && shown.length === 0 && html`<p>${clip(missing, longestSentence)}</p>`}
    ${traces}`;
}

/** The source around the handler, where a finding of the run holds it. */
function framedBy(run: RunView, { target: { handler, name } }: Proof): Finding | undefined {
  const met = run.findings.find((finding) => finding.frame && metBy(finding, name));
  if (met || !handler) return met;
  return run.findings.find(({ frame, location }) => frame && location?.uri === handler.uri && handler.line !== undefined && handler.line >= frame.firstLine && handler.line < frame.firstLine + frame.lines.length);
}

/** A finding of the source that this target's lie made certain. */
function metBy({ confirmedBy }: Finding, name: string): boolean {
  return confirmedBy?.startsWith(`${name}: `) === true;
}

function answerAndStatements(data: ProofData, proof: Proof, id: string): Html | undefined {
  const call = data.calls.find((each) => each.target === proof.target.name && each.pass === 'baseline');
  if (!call) return undefined;
  const fields = data.fields.find((each) => each.target === proof.target.name)?.fields ?? [];
  const answer = answerPart(id, call, fields, proof.unsourced);
  const partial = data.fields.find((each) => each.target === proof.target.name)?.partial ?? [];
  return html`
    ${partial.length > 0 && html`<p class="is-unproven">? Values may have passed that nobody saw: ${clip(partial.join('; '), longestSentence)}</p>`}
    <div class="beside" data-part="answer">
      <div><h4>The answer ${quiet(statusOf(call))}</h4>${answer.content}</div>
      <div><h4>What passed the taps</h4>${statementsPart(call, answer.places)}</div>
    </div>`;
}

function statusOf({ status, ms, broke }: ProofCall): Content {
  return broke === undefined ? `${status} in ${duration(ms)}` : clip(broke, longestName);
}

function relationsPart({ relations }: ProofData, proof: Proof): Html | undefined {
  const own = relations.filter(({ target }) => target === proof.target.name).toSorted((a, b) => Number(a.held) - Number(b.held));
  if (own.length === 0) return undefined;
  const rows = own.slice(0, shownRelations).map(({ relation, held, first, second, detail }) => row(relation, [
    cell(held ? html`<span class="is-pass">✓ held</span>` : html`<span class="is-fail">✗ broken</span>`),
    html`<td><code>${clip(first, longestName)}</code></td>`, html`<td><code>${clip(second, longestName)}</code></td>`, cell(clip(detail, longestSentence)),
  ]));
  return html`<h4>Relations between two requests</h4>${table({ caption: 'Relations that must hold', columns: ['Relation', 'Held', 'First', 'Second', 'Seen'], rows })}`;
}

function writesPart(writes: readonly Written[]): Html | undefined {
  if (writes.length === 0) return undefined;
  return html`<h4 data-part="writes">What the write left behind</h4>${writes.map((write) => html`
    <ul class="told">
      <li>${mark(write.writeSeen)} a statement that writes passed a tap${write.writeSeen && html`, its commit ${write.committedBefore ? 'before' : 'after'} the answer ${write.status}`}</li>
      ${write.readBack && html`<li>${mark(write.readBack.lacks.length === 0)} read back at <code>${clip(write.readBack.url, longestName)}</code>: ${held(write.readBack)}</li>`}
      ${write.afterRestart && html`<li>${mark(write.afterRestart.lacks.length === 0)} after the services were started again: ${held(write.afterRestart)}</li>`}
    </ul>
    ${table({
      caption: 'Values that were sent', columns: ['Sent', 'Value', 'Found in'],
      rows: write.sent.slice(0, shownSent).map(({ pointer, value, foundIn }) => row(html`<code>${clip(pointer, longestName)}</code>`, [
        html`<td><code>${valueText(value)}</code></td>`, cell(foundIn === undefined ? html`<span class="is-fail">✗ nowhere</span>` : clip(foundIn, longestName)),
      ])),
    })}`)}`;
}

function held({ holds, lacks }: { readonly holds: readonly string[]; readonly lacks: readonly string[] }): string {
  return lacks.length === 0 ? `${count(holds.length, 'value')} there` : `lacks ${clip(lacks.join(', '), longestName)}`;
}

function mark(good: boolean): Html {
  return good ? html`<span class="is-pass" aria-hidden="true">✓</span>` : html`<span class="is-fail" aria-hidden="true">✗</span>`;
}

/** The request, and the statements that were read for it as they can be typed. */
function reproduced(data: ProofData | undefined, { target }: Proof): readonly string[] {
  const call = data?.calls.find((each) => each.target === target.name && each.pass === 'baseline');
  const reads = (call?.statements ?? []).filter(({ effect }) => effect === 'read').slice(0, shownStatements);
  return [...(target.curl === undefined ? [] : [target.curl]), ...reads.map((each) => clipBlock(typed(each), longestStatement))];
}

/** A statement with its parameters beside it; a Redis command is its words. */
function typed({ store, statement, parameters, columns }: ProofCall['statements'][number]): string {
  if (columns.length === 0 && /^[A-Z]+$/.test(statement)) return `${store}: ${[statement, ...parameters.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)))].join(' ')}`;
  return `${store}: ${statement.replace(/\s+/g, ' ')}${parameters.length > 0 ? `  -- ${JSON.stringify(parameters)}` : ''}`;
}
