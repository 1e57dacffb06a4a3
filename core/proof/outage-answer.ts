import { isArray, leavesOf } from '../lineage/leaves.ts';
import { isDataLike } from '../lineage/words.ts';
import { readOnly, wordOf } from '../tap.ts';
import type { Json } from '../types.ts';
import { suspectedIn } from './suspects.ts';
import type { Field, OutageCall, OutageSeen, ProofData, ProofVerdict, Statement, Target } from './evidence.ts';
import type { Exceptions } from './exceptions.ts';
import { saying } from './naming.ts';
import type { Witnessed } from './verdicts.ts';

/** What is known of the target from the untouched world. */
export interface Before {
  readonly target: Target;
  readonly status: number;
  readonly stores: readonly string[];
  readonly entry?: ProofData['fields'][number] | undefined;
  /** What it asked of the stores in the untouched world. */
  readonly statements?: readonly Statement[];
  readonly body?: Json | undefined;
}

/** Outages in which a store still gives some answers: what is answered then may be real. */
export const leaky: ReadonlySet<string> = new Set(['slow', 'cut', readOnly]);

export const kindOf = ({ outage }: OutageSeen): string => wordOf(outage);

interface Answer {
  readonly verdict?: ProofVerdict;
  readonly confidence?: Witnessed['confidence'];
  readonly sentence?: string;
  readonly after?: string;
  readonly field?: string;
  /** What the row says where nothing is wrong. */
  readonly fine?: ProofVerdict | 'honest';
}

/** What one answer during an outage is: a lie, a failure, or fine. */
export function answerOf(call: OutageCall, before: Before, outage: OutageSeen, exceptions: Exceptions): Answer {
  const { status, ms } = call;
  const hung = /time(?:d )?\s?out|timeout|abort|budget|deadline|within|no answer/i.test(call.broke ?? '');
  // Who waits for a lock waits; what hangs is told by a store that hangs.
  if (kindOf(outage) === 'locked' && (ms > exceptions.budgetMs * 0.95 || (status === 0 && hung))) return { fine: 'honest' };
  if (status === 0) return hung || ms >= exceptions.budgetMs * 0.95 ? { verdict: 'hang', confidence: 'certain', sentence: `gave no answer within ${Math.round(exceptions.budgetMs / 1_000)} s` } : { verdict: 'crash' };
  if (ms > exceptions.budgetMs * 1.1) return { verdict: 'hang', confidence: 'certain', sentence: `took ${Math.round(ms / 1_000)} s to answer ${status}` };
  if (status >= 500) return { fine: 'honest' };
  if (status >= 400) return blame(status, call);
  if (status >= 300) return before.status >= 300 ? {} : { verdict: 'wrong-blame', confidence: 'possible', sentence: `sent its caller elsewhere (${status})` };
  return good(call, before, outage, exceptions);
}

const BLAME: Readonly<Record<number, string>> = { 400: 'that the request is wrong', 401: 'that the caller is not signed in', 403: 'that the caller may not', 404: 'that there is no such thing', 409: 'that there is a conflict', 410: 'that the thing is gone', 422: 'that the request is wrong' };

function blame(status: number, { otherStores }: OutageCall): Answer {
  if (status === 429 || status === 408 || status === 425) return { fine: 'unproven' };
  const what = BLAME[status] ?? 'that the fault is the caller’s';
  const sure = status === 401 || status === 403 || status === 404 || status === 410;
  return { verdict: 'wrong-blame', confidence: sure ? 'certain' : 'likely', sentence: `answered ${status}, ${what},`, after: otherStores.length > 0 || sure ? ' The same request was fine before.' : '' };
}

/** An answer of success. Judged are the fields that the store which is out had supplied; what others supply may go on. */
function good(call: OutageCall, before: Before, outage: OutageSeen, exceptions: Exceptions): Answer {
  const { store } = outage;
  if (exceptions.degraded(before.target.name, call.marked)) return { fine: 'degraded' };
  if (saysError(call.body)) return emptyBesideError(call, before);
  const judged = judgedFields(call, before, store);
  const cache = call.cache?.store ?? (before.entry?.cachedBy?.startsWith(`${store} `) === false ? before.entry.cachedBy : undefined);
  const [same, other, emptied] = [call.same, call.other, call.emptied].map((fields) => fields.filter((field) => judged.has(field)).toSorted());
  const zeroed = (other ?? []).filter((field) => nothingIn(call.body, field));
  const changed = (other ?? []).filter((field) => !zeroed.includes(field));
  const none = [...(emptied ?? []), ...zeroed];
  const partly = leaky.has(kindOf(outage));
  if (changed.length > 0 && !partly && cache === undefined) {
    const [field = ''] = changed;
    const value = valueAt(call.body, field);
    return { verdict: 'fallback', confidence: 'certain', field, sentence: `answered ${call.status} with ${value === undefined ? `other data (${field})` : saying(field, value)}, which no store had supplied,` };
  }
  if (none.length > 0 && none.length >= (same ?? []).length) return hidden(call, none, before, partly);
  if ((same ?? []).length === 0) return { fine: 'honest' };
  if (cache !== undefined) return { fine: 'cached' };
  if (partly) return { fine: 'honest' };
  const [field = ''] = same ?? [];
  const confidence = mayBeCached(before, store) ? 'possible' : none.length === 0 ? 'certain' : 'likely';
  return { verdict: 'stale-lie', confidence, field, sentence: `answered ${call.status} with what ${store} had supplied before (${field}${(same ?? []).length > 1 ? ` and ${(same ?? []).length - 1} more fields` : ''}), unmarked,` };
}

/** Protocols that say in the body that they failed, and have no other place for it. */
const SAYING = /graphql|rpc|batch|bulk/i;

/** An error under a status of success is honest to who reads it. Who reads the status and the list, as clients do, is told that there is nothing. */
function emptyBesideError({ status, body, emptied }: OutageCall, { target, entry }: Before): Answer {
  const lists = emptied.filter((field) => field.includes('/-')).toSorted();
  const [field] = lists;
  if (field === undefined || entry === undefined || target.kind !== 'http' || SAYING.test(target.path) || !emptyList(body)) return { fine: 'honest' };
  return { verdict: 'empty-lie', confidence: 'likely', field, sentence: `answered ${status} with an empty list (${field}), although there are rows, and says only beside it that it failed,` };
}

/** Characters of a value from which on it may be an answer that is kept, compressed or not, and no counter, lock or session. */
const KEPT = 64;

/** While it was only asked to read, it put something into another store: the answer, or what nobody can read and may be it. A session that is saved holds no data of the answer. */
function mayBeCached({ statements = [], body }: Before, out: string): boolean {
  const values = leavesIn(body).flatMap(({ value }) => (isDataLike(value) && String(value).length > 4 ? [JSON.stringify(String(value)).slice(1, -1)] : []));
  return statements.some(({ store, effect, parameters }) => store !== out && effect === 'write' && parameters.some((parameter) => {
    const text = typeof parameter === 'string' ? parameter : JSON.stringify(parameter);
    return text.length >= KEPT && (!/^\s*[{["]/.test(text) || values.some((value) => text.includes(value)));
  }));
}

function hidden(call: OutageCall, none: readonly string[], before: Before, partly: boolean): Answer {
  const [field = ''] = none;
  const lists = none.some((each) => each.includes('/-'));
  const sure = lists || emptyList(call.body) || none.some((each) => valueAt(call.body, each) !== undefined);
  const what = lists || emptyList(call.body) ? 'as if there were nothing' : 'without its data';
  const confidence = partly ? 'likely' : sure ? 'certain' : 'possible';
  return { verdict: 'empty-lie', confidence, field, sentence: `answered ${call.status} ${what} (${field}), although ${before.stores.length > 0 ? 'there are rows' : 'it had data'},` };
}

/** Fields whose data the store that is out had supplied: of those with no known store, all that any store explained; without a baseline, all. */
function judgedFields({ sourced = [], same, other, emptied }: OutageCall, { entry }: Before, store: string): ReadonlySet<string> {
  if (entry === undefined) return new Set([...same, ...other, ...emptied]);
  const fields = entry.fields.filter((field) => !field.volatile && !sourced.includes(field.field) && (suppliedBy(field, store) || (field.sources.earlier ?? 0) > 0) && suspectedIn(field) === 0);
  return new Set(fields.map(({ field }) => field));
}

const suppliedBy = (field: Field, store: string): boolean =>
  (field.sources.wire ?? 0) + (field.sources.derived ?? 0) > 0 && (field.stores === undefined || field.stores.includes(store));

function leavesIn(body: Json | undefined): ReturnType<typeof leavesOf>['leaves'] {
  return body === undefined || typeof body === 'string' ? [] : leavesOf(body).leaves;
}

function valueAt(body: Json | undefined, field: string): Json | undefined {
  return leavesIn(body).find((leaf) => leaf.field === field)?.value;
}

/** The field is there, and says nothing: zeros, empty texts, nulls. */
function nothingIn(body: Json | undefined, field: string): boolean {
  const leaves = leavesIn(body).filter((leaf) => leaf.field === field);
  return leaves.length > 0 && leaves.every(({ value }) => !isDataLike(value));
}

function emptyList(body: Json | undefined): boolean {
  if (body === null) return true;
  if (body === undefined || typeof body !== 'object') return false;
  if (isArray(body)) return body.length === 0;
  return Object.values(body).some((value) => value !== null && typeof value === 'object' && (isArray(value) ? value.length === 0 : Object.keys(value).length === 0));
}

/** An answer of success whose body says that it failed: GraphQL's errors, a tool's `isError`, `success: false`. */
export function saysError(body: Json | undefined): boolean {
  if (body === undefined || body === null || typeof body !== 'object' || isArray(body)) return false;
  const { errors, error, data, isError, success, ok, status } = body;
  if (isError === true || success === false || ok === false) return true;
  if (isArray(errors ?? null) && (errors as readonly Json[]).length > 0 && (data === undefined || data === null)) return true;
  return (error !== undefined && error !== null && error !== false && error !== '') || (typeof status === 'string' && /^(?:error|failed|failure|unavailable)$/i.test(status));
}
