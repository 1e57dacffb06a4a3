import type { Circumstances, Seen } from '../../core/define.ts';
import type { Judgement, Problem, StoreKind } from '../../core/types.ts';
import { storeAnswers, storeRoundTrips, type AskedStore, type TakenStore } from '../evidence/stores.ts';

/** On the loopback a healthy store answers `SELECT 1` in a few milliseconds; a quarter of a second is felt by every request. */
export const answerBudgetMs = 250;
const connectBudgetMs = 1_000;
/** Above this share the next deployment's second set of processes finds no connection left. */
const fullShare = 0.9;

const labels: Readonly<Record<StoreKind, string>> = { postgres: 'PostgreSQL', redis: 'Redis', neo4j: 'Neo4j' };

/** Judges every store of one kind: that it lets the platform in, says what it is, keeps what it is given, answers in time, and has connections left. */
export function judgeStores(kind: StoreKind, seen: Seen, circumstances: Circumstances): Judgement {
  const { stack } = circumstances;
  if (!stack) return { examined: 0, problems: [], unproven: ['the stack did not run'] };
  const declared = stack.stores.filter((store) => store.kind === kind);
  if (declared.length === 0) return { inapplicable: `the platform has no ${labels[kind]}` };
  const reason = (name: string) => stack.absent[name] ?? 'it is not part of this run';
  if (declared.every((store) => store.missing === 'profile')) return { inapplicable: declared.map((store) => `${store.name}: ${reason(store.name)}`).join('; ') };

  const answers = seen.all(storeAnswers).flatMap((evidence) => evidence.body.stores).filter((store) => store.kind === kind);
  const trips = seen.all(storeRoundTrips).flatMap((evidence) => evidence.body.stores).filter((store) => store.kind === kind);
  const missing = declared.filter((store) => store.missing === 'machine').map((store) => `${store.name}: ${reason(store.name)}`);
  const unasked = declared.filter((store) => !store.missing && !answers.some((each) => each.name === store.name)).map((store) => `${store.name} was not asked`);
  // Who is not let in cannot write either: one cause, one finding.
  const kept = trips.filter((trip) => !answers.some((each) => each.name === trip.name && each.refused !== undefined));
  const readOnly = stack.driver === 'attached';
  const untaken = readOnly ? [] : answers.filter((store) => !store.refused && !trips.some((each) => each.name === store.name)).map((store) => `${store.name}: no marker went through it`);
  return {
    examined: answers.length,
    unit: `${labels[kind]} ${answers.length === 1 ? 'store' : 'stores'}`,
    problems: [...answers.flatMap(judgeAnswer), ...kept.flatMap(judgeTrip)],
    ...(answers.length > 0 && { note: answers.map(described).join('; ') + (readOnly ? '; read only: no marker was written' : '') }),
    unproven: [...missing, ...unasked, ...untaken],
  };
}

function judgeAnswer(store: AskedStore): readonly Problem[] {
  if (store.refused !== undefined) return [refused(store, store.refused)];
  return [...unknownVersion(store), ...slow(store), ...exhausted(store)];
}

function refused(store: { readonly name: string; readonly kind: StoreKind }, words: string): Problem {
  return {
    key: `${store.name}:refused`, subject: store.name, severity: 'high', confidence: 'certain',
    what: `${labels[store.kind]} “${store.name}” does not let the platform in.`,
    why: 'Nothing that the platform shows can come from this store.',
    fix: `Check that ${store.name} runs and listens, that it and the services that use it are given the same credentials, and that the database exists.`,
    expected: 'an answer over a new connection, with the platform’s own credentials', found: words,
  };
}

function unknownVersion(store: AskedStore): readonly Problem[] {
  if (store.answers.every((answer) => /^\d/.test(answer.version))) return [];
  return [{
    key: `${store.name}:version`, subject: store.name, severity: 'medium', confidence: 'likely',
    what: `“${store.name}” does not say which version it is.`,
    why: `A stand-in can speak enough of the protocol to be taken for ${labels[store.kind]}; a real server names its version.`,
    fix: `Run a real ${labels[store.kind]} in the stack that is released.`,
    expected: 'a version number', found: JSON.stringify(store.answers[0]?.version ?? ''),
  }];
}

function slow(store: AskedStore): readonly Problem[] {
  const answerMs = median(store.answers.map((answer) => answer.answerMs));
  const connectMs = median(store.answers.map((answer) => answer.connectMs));
  if (answerMs <= answerBudgetMs && connectMs <= connectBudgetMs) return [];
  return [{
    key: `${store.name}:slow`, subject: store.name, severity: 'medium', confidence: 'certain',
    what: `${labels[store.kind]} “${store.name}” is slow to answer its simplest question.`,
    why: 'Every request of the platform waits at least that long, before any work is done.',
    fix: 'Look for an overloaded host, a proxy in between, or name resolution that runs into a timeout.',
    expected: `connected within ${connectBudgetMs} ms, answered within ${answerBudgetMs} ms (median of ${store.answers.length})`,
    found: `connected in ${Math.round(connectMs)} ms, answered in ${Math.round(answerMs)} ms`,
  }];
}

function exhausted(store: AskedStore): readonly Problem[] {
  const connections = store.answers.flatMap((answer) => answer.connections ?? []).at(-1);
  if (!connections || connections.used / connections.limit < fullShare) return [];
  return [{
    key: `${store.name}:exhausted`, subject: store.name, severity: 'medium', confidence: 'certain',
    what: `${labels[store.kind]} “${store.name}” has almost no connection left while nobody uses the platform.`,
    why: 'Under load, or during a deployment when old and new processes overlap, requests will be refused.',
    fix: 'Bound the pools of the services so that together they stay well below the server’s limit, close what is not used, or raise the limit.',
    expected: `fewer than ${Math.round(fullShare * 100)} % of ${connections.limit} connections in use`, found: `${connections.used} of ${connections.limit}`,
  }];
}

function judgeTrip(store: TakenStore): readonly Problem[] {
  const { trip } = store;
  if (trip && trip.read === trip.written && trip.removed) return [];
  const found = !trip ? store.failed ?? 'no answer' : trip.read !== trip.written ? `read ${JSON.stringify(trip.read)}` : 'the marker is still there after it was removed';
  return [{
    key: `${store.name}:round-trip`, subject: store.name, severity: 'high', confidence: 'certain',
    what: `${labels[store.kind]} “${store.name}” does not keep what it is given.`,
    why: 'What users save through the platform would be lost, changed or impossible to remove.',
    fix: 'Check that the platform’s user may write, that the server is not a read-only replica, and that its disk is not full.',
    expected: 'a marker written over one connection, read over another, removed, and gone', found,
  }];
}

function described(store: AskedStore): string {
  const [first] = store.answers;
  if (!first) return `${store.name} refused`;
  const used = first.connections ? `, ${first.connections.used}/${first.connections.limit} connections` : '';
  return `${store.name} ${first.version}, ${Math.round(median(store.answers.map((answer) => answer.answerMs)) * 10) / 10} ms${used}`;
}

/** The middle value; of an even number the lower middle. Infinity of nothing. */
function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Infinity;
}
