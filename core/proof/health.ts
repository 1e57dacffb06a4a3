import { pathOf } from '../address.ts';
import { leavesOf } from '../lineage/leaves.ts';
import { wordsOf } from '../lineage/words.ts';
import type { Json } from '../types.ts';
import type { OutageSeen, ProofData, ProofOutages, Target } from './evidence.ts';
import { measuredVerdicts } from './measured.ts';
import { kindOf } from './outage-answer.ts';
import type { OutageRow } from './outage.ts';
import type { Witnessed } from './verdicts.ts';
import { isSuccess } from '../status.ts';
import { isThirdParty, shortName } from '../tap.ts';

/** What the outages showed of one health address. */
export interface HealthSeen {
  readonly target: Target;
  readonly role: 'live' | 'ready';
  readonly rows: readonly OutageRow[];
  readonly verdicts: readonly Witnessed[];
}

/** Outages in which every question to the store fails at once or never ends; in the others a health check may rightly pass. */
const total: ReadonlySet<string> = new Set(['refuse', 'reset', 'hang', 'stop', 'kill', 'pause', 'disconnect']);

/** Says by its name that it tells of the process alone, also where no readiness is declared beside it. */
const LIVENESS = /\b(?:live|liveness|livez|alive|ping)\b/i;

/** Pass 10: readiness must turn while a store that is needed is out, and back afterwards; liveness must stay good, and may be constant beside a real readiness. */
export function healthOf({ baseline, outages, slowed = [] }: ProofOutages, targets: readonly Target[], stores: ProofData['stores'] = []): readonly HealthSeen[] {
  const addresses = new Map(outages.flatMap(({ health }) => health.map(({ url, role }) => [`${role} ${url}`, { url, role }] as const)));
  const ready = [...addresses.values()].some(({ role }) => role === 'ready');
  return [...addresses.values()].toSorted((left, right) => (left.url < right.url ? -1 : 1)).map(({ url, role }) => {
    const target = targetOf(url, targets);
    const judged = outages.filter(({ active }) => active !== undefined).flatMap((outage) => judge(outage, url, role, target.name, { baseline, alone: !ready, names: namesOf(outage.store, stores) }) ?? []);
    return { target, role, rows: judged.map(({ row }) => row), verdicts: [...judged.flatMap(({ verdicts }) => verdicts), ...measuredVerdicts(target.name, slowed.filter((each) => role === 'ready' && each.url === url))] };
  });
}

function targetOf(url: string, targets: readonly Target[]): Target {
  const path = pathOf(url);
  const known = targets.find((target) => target.method === 'GET' && target.path === path);
  return known ?? { name: `GET ${path}`, kind: 'http', service: '', method: 'GET', path, writes: false, foundBy: ['configuration'] };
}

interface Around {
  readonly baseline: ProofOutages['baseline'];
  readonly alone: boolean;
  /** What a health address may call the store. */
  readonly names: readonly string[];
}

/** What each kind of store is called where its own name is not said. */
const kindNames: Readonly<Record<ProofData['stores'][number]['kind'], readonly string[]>> = { postgres: ['postgres', 'postgresql', 'pg', 'database', 'db', 'sql'], redis: ['redis', 'cache'], neo4j: ['neo4j', 'graph'], http: [] };

/** Its own name, and that of its kind where it is the only one of it and no other store is called so. */
function namesOf(store: string, stores: ProofData['stores']): readonly string[] {
  const own = stores.find(({ name }) => name === store);
  const alone = own !== undefined && stores.filter(({ kind }) => kind === own.kind).length === 1;
  return [shortName(store), ...(alone ? kindNames[own.kind].filter((name) => !stores.some((other) => other.name === name)) : [])];
}

function judge(outage: OutageSeen, url: string, role: 'live' | 'ready', name: string, { baseline, alone, names }: Around): { readonly row: OutageRow; readonly verdicts: readonly Witnessed[] } | undefined {
  const { store } = outage;
  const kind = kindOf(outage);
  const seen = outage.health.find((each) => each.url === url && each.role === role);
  if (seen === undefined) return undefined;
  const verdicts: Witnessed[] = [];
  const where = `${store} ${kind}`;
  const good = seen.status >= 200 && seen.status < 400 && seen.turnedAfterMs === undefined;
  const harmed = harm(outage, baseline);
  if ((role === 'ready' || alone) && good && harmed.asked > 0) {
    const asks = baseline.some(({ target, stores }) => target === name && stores.includes(store));
    const claims = names.some((each) => claimsGood(seen.body, each));
    const confidence = !total.has(kind) ? 'possible' : claims || (!isThirdParty(store) && harmed.failed * 2 >= harmed.asked && harmed.failed > 0 && harmed.share >= SHARE) ? (role === 'ready' ? 'certain' : LIVENESS.test(url) ? 'possible' : 'likely') : asks ? 'likely' : 'possible';
    // Where an outage lets answers pass and nobody failed, the store was well enough for a health check too.
    // Nobody is unready because somebody else is out, unless it says so of them, or asks them.
    // One that lets short answers pass lets a health check's own pass: then it takes most of the endpoints to say that something is amiss.
    const amiss = total.has(kind) ? harmed.failed > 0 : harmed.failed > 0 && harmed.failed * 2 >= harmed.asked;
    if ((amiss && (!isThirdParty(store) || asks || claims)) || (total.has(kind) && (asks || claims))) verdicts.push({ verdict: 'health-lie', confidence, outage: where, sentence: `${name} went on answering ${seen.status} while ${store} was out (${kind}); ${harmed.failed} of ${harmed.asked} endpoints that need it failed.${claims ? ` It says of ${store} that it is well.` : said(seen.body)}` });
  }
  if (role === 'live' && !good && !alone && outage.died.length === 0 && seen.status !== 0) verdicts.push({ verdict: 'health-lie', confidence: 'possible', outage: where, sentence: `${name} answered ${seen.status} while ${store} was out (${kind}), although the process lived: whoever restarts what is not alive restarts it in vain.` });
  const after = outage.recovery.health.find((each) => each.url === url && each.role === role);
  if (after !== undefined && after.afterMs === undefined && (after.status < 200 || after.status > 399) && outage.died.length === 0) verdicts.push({ verdict: 'no-recovery', confidence: 'certain', outage: where, sentence: `${name} still answered ${after.status === 0 ? 'nothing' : after.status} when ${store} had long been back (${kind}).` });
  const counted = verdicts.find(({ confidence }) => confidence !== 'possible');
  return { row: { store, kind, verdict: counted?.verdict ?? (verdicts.length > 0 ? 'unproven' : 'honest') }, verdicts };
}

/** An answer of success in which nothing of what it held before is left. */
const withoutData = ({ same, other, emptied }: OutageSeen['calls'][number]): boolean => same.length === 0 && other.length + emptied.length > 0;

/** How many endpoints that need the store were asked, and how many of them could not serve. */
function harm({ store, calls }: OutageSeen, baseline: ProofOutages['baseline']): { readonly asked: number; readonly failed: number; readonly share: number } {
  const need = new Set(baseline.filter(({ stores, status }) => stores.includes(store) && isSuccess(status)).map(({ target }) => target));
  const asked = calls.filter(({ target }) => need.has(target));
  return { asked: asked.length, failed: asked.filter((call) => call.status < 200 || call.status >= 400 || withoutData(call)).length, share: need.size / Math.max(1, baseline.length) };
}

/** A platform whose endpoints mostly do without a store may rightly stay ready without it, unless it says of that store that it is well. */
const SHARE = 1 / 3;
const WELL = /^(?:ok|up|true|healthy|ready|connected|pass|passing|good|available|alive)$/i;

function claimsGood(body: Json | undefined, store: string): boolean {
  if (body === undefined || typeof body === 'string') return false;
  return leavesOf(body).leaves.some(({ pointer, key, value }) => wordsOf(pointer).includes(store.toLowerCase()) && (key.toLowerCase() === store.toLowerCase() || /^(?:ok|up|status|state|healthy|ready|connected|available)$/i.test(key)) && WELL.test(String(value)));
}

function said(body: unknown): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  return /unavailable|down|degraded|"ok":false|unhealthy|error/i.test(text) ? ' Its body told the truth; probes read the status.' : '';
}
