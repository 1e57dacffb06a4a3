import type { Proof, ProofOutages, Target } from './evidence.ts';
import { kindOf } from './outage-answer.ts';
import { isSuccess } from '../status.ts';

type Verdict = Proof['verdicts'][number];

/** What the sign-in did while nobody could check a password, by target; `extra` is a target for it where the inventory has none. */
export function signInVerdicts(outages: ProofOutages | undefined, targets: readonly Target[]): { readonly verdicts: ReadonlyMap<string, Proof['verdicts']>; readonly extra?: Target } {
  const verdicts = new Map<string, Verdict[]>();
  const say = (target: string, verdict: Verdict): void => { verdicts.set(target, [...(verdicts.get(target) ?? []), verdict]); };
  for (const outage of outages?.outages ?? []) {
    const { signIn, store } = outage;
    if (signIn === undefined || outage.active === undefined) continue;
    const kind = kindOf(outage);
    const out = `while ${store} was out (${kind})`;
    const where = `${store} ${kind}`;
    const name = signIn.target ?? 'sign-in';
    if (isSuccess(signIn.wrongPassword)) say(name, { verdict: 'fallback', confidence: 'certain', outage: where, sentence: `${name} let somebody in with a wrong password ${out}.` });
    const needs = signIn.stores?.includes(store) === true;
    if (needs && isSuccess(signIn.rightPassword)) say(name, { verdict: 'fallback', confidence: 'likely', outage: where, sentence: `${name} answered ${signIn.rightPassword} ${out}, although it needs that store: what it opened is held elsewhere.` });
    if (signIn.rightPassword === 401 || signIn.rightPassword === 403) say(name, { verdict: 'wrong-blame', confidence: 'certain', outage: where, sentence: `${name} refused the right password with ${signIn.rightPassword} ${out}: the caller is told that it is wrong.` });
    if (signIn.signedOut !== undefined && isSuccess(signIn.signedOut.status) && signIn.stores?.includes(store) !== false && !alwaysOpen(outages)) say(signIn.signedOut.target, { verdict: 'fallback', confidence: 'certain', outage: where, sentence: `${signIn.signedOut.target} let in a token that had been signed out before, ${out}.` });
  }
  const unknown = [...verdicts.keys()].find((name) => !targets.some((target) => target.name === name));
  if (unknown === undefined) return { verdicts };
  const [method = 'POST', path = ''] = unknown.includes(' ') ? unknown.split(' ') : [];
  return { verdicts, extra: { name: unknown, kind: 'http', service: '', method, path, writes: true, foundBy: ['configuration'] } };
}

/** A token that is good in the outage of a store which no session needs was never ended: that is the sign-out's lie and not the outage's. */
const alwaysOpen = (outages: ProofOutages | undefined): boolean =>
  (outages?.outages ?? []).some(({ signIn, store }) => signIn?.stores?.includes(store) === false && signIn.signedOut !== undefined && isSuccess(signIn.signedOut.status));
