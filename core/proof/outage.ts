import { answerOf, kindOf, leaky, type Before } from './outage-answer.ts';
import type { OutageSeen, Proof, ProofVerdict, Settled } from './evidence.ts';
import type { Exceptions } from './exceptions.ts';
import type { Witnessed } from './verdicts.ts';
import { isSuccess } from '../status.ts';
import { wordOf } from '../tap.ts';

export type OutageRow = Proof['outages'][number];
export interface Suffered {
  readonly rows: readonly OutageRow[];
  readonly verdicts: readonly Witnessed[];
}

/** Pass 8 for one target and one outage. Undefined where nothing can follow: the target needs no such store, or the outage was not seen to be active. */
export function sufferedIn(outage: OutageSeen, before: Before, exceptions: Exceptions): Suffered | undefined {
  const { store } = outage;
  if (outage.active === undefined || !before.stores.includes(store)) return undefined;
  const call = outage.calls.find(({ target }) => target === before.target.name);
  const kind = kindOf(outage);
  const where = `${store} ${kind}`;
  const verdicts: Witnessed[] = [];
  const say = (verdict: ProofVerdict, confidence: Witnessed['confidence'], sentence: string, field?: string): void => {
    verdicts.push({ verdict, confidence, outage: where, sentence, ...(field === undefined ? {} : { field }) });
  };
  const out = `while ${store} was out (${kind})`;
  const { name, service } = before.target;
  if (call !== undefined && !isSuccess(before.status)) return undefined;
  const died = outage.died.find((each) => each.service === service);
  if (died !== undefined && call?.status !== 0 && !outage.calls.some(({ status }) => status === 0)) say('crash', 'certain', `${service} died ${out}${died.restartedByUs ? ' and did not come back by itself' : ', and another process took its place'}.`);
  if (call !== undefined) {
    const answer = answerOf(call, before, outage, exceptions);
    if (answer.verdict === 'crash') say('crash', died === undefined ? 'possible' : 'certain', died === undefined ? `${name} closed the connection without an answer ${out}.` : `${service} died ${out}${died.restartedByUs ? ' and did not come back by itself' : ''}: ${name} got no answer.`);
    else if (answer.verdict !== undefined && answer.confidence !== undefined) say(answer.verdict, sureness(answer.verdict, answer.confidence, before), `${name} ${answer.sentence} ${out}.${answer.after ?? ''}`, answer.field);
    for (const leak of call.leaks) say('leak', 'certain', `${name} tells its reader ${leak} ${out}.`);
  }
  const failing = outage.recovery.stillFailing[name];
  if (failing !== undefined && died === undefined) say('no-recovery', 'certain', `${name} still answers ${failing === 0 ? 'nothing' : failing} when ${store} has long been back (${kind}), without a restart.`);
  for (const { target, status, found, marker } of outage.acknowledged)
    if (target === name && !found) say('write-lie', 'certain', `${name} acknowledged “${marker}” with ${status} ${out}. It is in no store, and no read gives it back.`);
  for (const { target, status, settled } of outage.acknowledged) if (target === name && settled) settledVerdicts(settled, `${name} acknowledged with ${status} ${out}`, say);
  // A store that gives some answers may have taken it and lost it on the way to the other end: that its author cannot know.
  for (const { target, passedOn } of leaky.has(kind) ? [] : outage.acknowledged)
    if (target === name && passedOn && !passedOn.heard && passedOn.said !== '' && passedOn.said === passedOn.calm) say('fallback', 'likely', `${name} told its author ${passedOn.said} ${out}, word for word as when all is well. Then the other end hears it; now nobody heard it, not even when ${store} was back.`);
  const counted = verdicts.filter(({ confidence }) => confidence !== 'possible');
  const acknowledged = outage.acknowledged.some(({ target }) => target === name);
  if (call === undefined && !acknowledged && verdicts.length === 0) return { rows: [], verdicts };
  const fine = call === undefined ? 'honest' : (answerOf(call, before, outage, exceptions).fine ?? 'honest');
  return { rows: [{ store, kind, verdict: counted[0]?.verdict ?? (verdicts.length > 0 ? 'unproven' : fine) }], verdicts };
}

/** Without the baseline's fields nobody knows which of them a store had supplied: only a list that became empty says something then. */
function sureness(verdict: ProofVerdict, confidence: Witnessed['confidence'], { entry }: Before): Witnessed['confidence'] {
  if (entry !== undefined || !['fallback', 'stale-lie', 'empty-lie'].includes(verdict)) return confidence;
  return verdict === 'empty-lie' && confidence === 'certain' ? 'likely' : 'possible';
}


/** Fields that nothing had explained and that were answered unchanged with a store out: a witness for those beside supplied ones. */
export function stillThere(outages: readonly OutageSeen[], target: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { store, active, calls, outage } of outages.toSorted((left, right) => (left.store < right.store ? -1 : 1)))
    for (const call of calls)
      if (active !== undefined && !leaky.has(wordOf(outage)) && wordOf(outage) !== 'locked' && call.target === target && isSuccess(call.status))
        for (const field of call.same) if (!found.has(field)) found.set(field, store);
  return found;
}

/** What was acknowledged must come to the same end as when all is well: another end was made without the store. */
function settledVerdicts({ url, at, wanted, found, reached, differs }: Settled, what: string, say: (verdict: ProofVerdict, confidence: Witnessed['confidence'], sentence: string) => void): void {
  const [first] = differs;
  if (!reached) say('write-lie', 'certain', `${what} what never came to its end: ${url} has ${JSON.stringify(found)} at ${at}, and ${JSON.stringify(wanted)} when all is well.`);
  else if (first) say('fallback', 'certain', `${what} what came to another end than when all is well: ${url} has ${JSON.stringify(first.now)} at ${first.pointer} instead of ${JSON.stringify(first.calm)}.`);
}
