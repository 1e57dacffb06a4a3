import type { ProofSurface } from '../ports.ts';
import { concluded } from './conclude.ts';
import type { Proof, ProofData, ProofOutages, Target } from './evidence.ts';
import { exceptionsOf, type Exceptions } from './exceptions.ts';
import { healthOf, type HealthSeen } from './health.ts';
import { inventedOf } from './invented.ts';
import { mistakenOf } from './mistaken.ts';
import { kindOf } from './outage-answer.ts';
import { stillThere, sufferedIn, type Suffered } from './outage.ts';
import { signInVerdicts } from './sign-in.ts';
import type { DataSeen } from './suspects.ts';
import { writtenVerdicts } from './written.ts';

/**
 * The verdict on every target, in the words of the protocol (`live-proof`, *Verdicts*), and the declared exceptions that never applied. Pure over the evidence and
 * independent of its order: in the order of the inventory, then health addresses, the sign-in and services that only the outages speak of.
 */
export function prove(data: ProofData | undefined, outages: ProofOutages | undefined, surface: ProofSurface | undefined): { readonly proofs: readonly Proof[]; readonly unused: readonly string[] } {
  const exceptions = exceptionsOf(surface);
  const targets = data?.targets ?? (outages?.baseline ?? []).map(({ target }) => nameless(target));
  const health = outages === undefined ? [] : healthOf(outages, targets, data?.stores);
  const signIn = signInVerdicts(outages, targets);
  const proofs = targets.map((target) => proofOf(target, { data, outages, exceptions, health: health.find((each) => each.target === target), signIn: signIn.verdicts.get(target.name) ?? [] }));
  const aside = health.filter(({ target }) => !targets.includes(target)).map((each) => concluded({ target: each.target, health: each }));
  const extra = signIn.extra === undefined ? [] : [concluded({ target: signIn.extra, signIn: signIn.verdicts.get(signIn.extra.name) ?? [] })];
  return { proofs: [...proofs, ...aside, ...extra, ...diedAlone(outages, targets)], unused: exceptions.unused() };
}

interface Around {
  readonly data: ProofData | undefined;
  readonly outages: ProofOutages | undefined;
  readonly exceptions: Exceptions;
  readonly health: HealthSeen | undefined;
  readonly signIn: Proof['verdicts'];
}

function proofOf(target: Target, { data, outages, exceptions, health, signIn }: Around): Proof {
  const { name } = target;
  if (exceptions.aside(name) !== undefined || target.missing !== undefined) return concluded({ target });
  const entry = data?.fields.find((each) => each.target === name);
  const all = outages?.outages ?? [];
  const base = outages?.baseline.find((each) => each.target === name);
  const acknowledged = all.filter((outage) => outage.acknowledged.some((each) => each.target === name)).map(({ store }) => store);
  const stores = [...new Set([...(base?.stores ?? []), ...(target.writes ? acknowledged : [])])];
  const written = data?.written.find((each) => each.target === name);
  const calls = (data?.calls ?? []).filter((call) => call.target === name);
  const first = calls.filter(({ pass }) => pass === 'baseline');
  const before = { target, status: base?.status ?? 200, stores, entry, statements: first.flatMap((call) => call.statements), body: first[0]?.body };
  const suffered: readonly Suffered[] = all.flatMap((outage) => sufferedIn(outage, before, exceptions) ?? []);
  const relations = (data?.relations ?? []).filter((each) => each.target === name);
  const seen: DataSeen | undefined = data && entry && { target, entry, calls, relations, data, stillThere: stillThere(all, name) };
  const storeless = (entry?.stores ?? base?.stores ?? []).length === 0 ? exceptions.storeless(name) : undefined;
  return concluded({
    target, data, entry, calls, relations, suffered, health, signIn, storeless,
    invented: seen === undefined || storeless !== undefined ? [] : [...inventedOf(seen, exceptions), ...mistakenOf(seen)],
    written, lost: written && data && writtenVerdicts(written, target, data),
    baseline: base, outages: outages && { needed: stores, active: all.filter((each) => each.active !== undefined).map((each) => ({ store: each.store, kind: kindOf(each), asked: each.calls.some((call) => call.target === name) })), notMade: outages.notMade },
  });
}

const nameless = (name: string): Target => {
  const [method = '', path = name] = name.split(' ');
  return { name, kind: method === 'mcp' ? 'mcp' : method === 'websocket' ? 'websocket' : 'http', service: '', method, path, writes: false, foundBy: [] };
};

/** Services without a target of their own (a worker) that an outage ended. */
function diedAlone(outages: ProofOutages | undefined, targets: readonly Target[]): readonly Proof[] {
  const served = new Set(targets.map(({ service }) => service));
  const deaths = (outages?.outages ?? []).flatMap((outage) => outage.died.map((each) => ({ ...each, store: outage.store, kind: kindOf(outage) }))).filter(({ service }) => !served.has(service));
  return [...Map.groupBy(deaths, ({ service }) => service)].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([service, all]) => {
    const target: Target = { name: `service ${service}`, kind: 'http', service, method: '', path: '', writes: false, foundBy: ['outage'] };
    const signIn: Proof['verdicts'] = all.map(({ store, kind, restartedByUs }) => ({ verdict: 'crash', confidence: 'certain', outage: `${store} ${kind}`, sentence: `${service} died while ${store} was out (${kind})${restartedByUs ? ' and did not come back by itself' : ', and another process took its place'}.` }));
    return concluded({ target, signIn });
  });
}
