import type { OutageCall, OutageSeen, Proof, ProofOutages } from '../../../core/proof/evidence.ts';
import { clip, clipBlock } from '../../words/visible.ts';
import { count, duration, grouped, millis } from '../../words/words.ts';
import { type ProofSeen } from '../../words/proof.ts';
import { html, type Content, type Html } from '../markup.ts';
import { cell, number, quiet, row, table } from '../parts.ts';
import { kindOf, outageMark, seenUnder, signOf } from './marks.ts';

const longestText = 300;
const longestBody = 1_500;
const shownFields = 6;
const mostOutages = 200;

/** What the target answered while a store was out: status, time, what was in the answer, and the answer itself. */
export function outageAnswers({ outages }: ProofSeen, proof: Proof): Html | undefined {
  const seen = outages?.outages ?? [];
  const rows = proof.outages.slice(0, mostOutages).map(({ store, kind, verdict }) => {
    const under = seenUnder(seen, { store, kind });
    const call = under?.calls.find((each) => each.target === proof.target.name);
    return row(html`${clip(store, longestText)} ${quiet(clip(kind, longestText))}`, [
      cell(signOf(outageMark(verdict))),
      number(call ? (call.status === 0 ? 'none' : String(call.status)) : '–'),
      number(call ? millis(call.ms) : '–'),
      cell(call ? contentsOf(call) : quiet('not asked')),
    ]);
  });
  if (rows.length === 0) return undefined;
  const columns = ['Store that was out', 'Verdict', { num: 'Status' }, { num: 'Took, ms' }, 'What was in the answer'];
  return html`<h4 data-part="outages">While a store was out</h4>${table({ name: 'under', caption: 'Answers during outages', columns, rows })}${recoveryOf(seen, proof)}`;
}

function contentsOf(call: OutageCall): Content {
  const fields = (word: string, names: readonly string[]): Content =>
    names.length > 0 && html`<div>${word}: ${names.slice(0, shownFields).map((name, index) => html`${index > 0 && ', '}<code>${clip(name, longestText)}</code>`)}${names.length > shownFields && ` and ${names.length - shownFields} more`}</div>`;
  return [
    call.broke !== undefined && html`<div>${clip(call.broke, longestText)}</div>`,
    fields('the same as before', call.same),
    fields('another value', call.other),
    fields('empty where rows exist', call.emptied),
    fields('from a store that was not out', call.sourced ?? []),
    call.cache && html`<div>from the cache ${clip(call.cache.store, longestText)}: <code>${clip(call.cache.statement, longestText)}</code>${call.cache.ageMs !== undefined && html`, ${duration(call.cache.ageMs)} old`}</div>`,
    fields('shows of the inside', call.leaks),
    call.marked !== undefined && html`<div>marked as degraded: <code>${clip(call.marked, longestText)}</code></div>`,
    call.body !== undefined && html`<details><summary class="more">the answer</summary><pre class="json" tabindex="0">${clipBlock(JSON.stringify(call.body, null, 2), longestBody)}</pre></details>`,
  ];
}

function recoveryOf(seen: readonly OutageSeen[], proof: Proof): Html | undefined {
  const failing = seen.filter(({ recovery }) => Object.hasOwn(recovery.stillFailing, proof.target.name));
  if (failing.length === 0) return undefined;
  return html`<p class="is-fail">✗ still failing when the time for recovery was over: ${failing.slice(0, shownFields).map(({ store, outage, recovery }, index) => `${index > 0 ? ', ' : ''}after ${store} ${kindOf(outage)} (status ${recovery.stillFailing[proof.target.name]})`)}</p>`;
}

/** Every outage that was inflicted, how it was seen to be so, and how the platform came out of it. */
export function inflictedPart(outages: ProofOutages | undefined): Html | undefined {
  if (!outages || outages.outages.length === 0) return undefined;
  const rows = outages.outages.slice(0, mostOutages).map((seen) => row(html`${clip(seen.store, longestText)} ${quiet(kindOf(seen.outage))}`, [
    cell(seen.active === undefined ? html`<span class="is-unproven">? not seen to be active: nothing follows from it</span>` : clip(seen.active, longestText)),
    number(grouped(seen.calls.length)),
    ...healthCells(seen),
    number(seen.recovery.healedAfterMs === undefined ? html`<span class="is-fail">✗ not in time</span>` : millis(seen.recovery.healedAfterMs)),
    cell(aftermath(seen)),
  ]));
  const columns = ['Outage', 'Seen to be active', { num: 'Asked' }, { num: 'Not ready, ms' }, { num: 'Ready, ms' }, { num: 'Healed, ms' }, 'Afterwards'];
  return html`
    <h3>Outages ${quiet(grouped(outages.outages.length))}</h3>
    ${table({ name: 'inflicted', caption: 'Outages that were inflicted', columns, rows })}
    <p class="quiet">Not ready: from the begin of the outage until the readiness address said so. Ready and healed: from its end until that address, and every endpoint, answered as before.</p>`;
}

/** What the readiness addresses said while the store was out, and after it was back: the time until they said it, or the status with which they stayed. */
function healthCells({ health, recovery }: OutageSeen): readonly Html[] {
  const ready = health.filter(({ role }) => role === 'ready');
  const again = ready.map(({ url }) => recovery.health.find((each) => each.url === url));
  return [
    number(ready.length === 0 ? '–' : ready.map(({ status, turnedAfterMs }) => html`<div>${turnedAfterMs === undefined ? html`<span class="is-fail">✗ stayed ${status}</span>` : millis(turnedAfterMs)}</div>`)),
    number(ready.length === 0 ? '–' : again.map((each) => html`<div>${each?.afterMs === undefined ? (each ? html`<span class="is-fail">✗ still ${each.status}</span>` : '–') : millis(each.afterMs)}</div>`)),
  ];
}

function aftermath({ died, acknowledged, signIn }: OutageSeen): Content {
  const lost = acknowledged.filter(({ found }) => !found).length;
  const said: Content[] = [
    ...died.map(({ service, atMs, restartedByUs }) => html`<div class="is-fail">✗ ${clip(service, 60)} died${atMs !== undefined && html` after ${duration(atMs)}`}${restartedByUs && ', started again by assay'}</div>`),
    ...(acknowledged.length > 0 ? [html`<div${lost > 0 && html` class="is-fail"`}>${lost > 0 && '✗ '}${count(acknowledged.length, 'acknowledged write')}, ${grouped(lost)} lost</div>`] : []),
    ...(signIn && signIn.wrongPassword >= 200 && signIn.wrongPassword <= 299 ? [html`<div class="is-fail">✗ a wrong password was let in (${signIn.wrongPassword})</div>`] : []),
    ...(signIn?.signedOut && signIn.signedOut.status < 400 ? [html`<div class="is-fail">✗ a token that had been signed out was let in (${signIn.signedOut.status})</div>`] : []),
    ...(signIn && (signIn.rightPassword === 401 || signIn.rightPassword === 403) ? [html`<div>the right password was refused as wrong (${signIn.rightPassword})</div>`] : []),
  ];
  return said.length === 0 ? quiet('as before') : said;
}
