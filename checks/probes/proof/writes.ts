import { setTimeout as delay } from 'node:timers/promises';
import { causeText } from '../../../core/fault.ts';
import type { Ports, WriteSample } from '../../../core/ports.ts';
import type { Exchange } from '../../../core/tap.ts';
import { isBare } from '../../../core/proof/conclude.ts';
import type { ProofData, Target, Written } from '../../../core/proof/evidence.ts';
import type { Json } from '../../../core/types.ts';
import type { Endpoint } from '../../openapi/inventory.ts';
import { isGood, type Answered } from './asked.ts';
import { fillWrite, type FilledWrite } from './fill.ts';
import { askHttp } from './http-target.ts';
import { reopened } from '../http/session.ts';
import { cachesKnownOf, flushCaches, moreCaches } from './caches.ts';
import { keyOf } from '../../../core/lineage/words.ts';
import { contradictions } from './contradictions.ts';
import { besidesUsual, takeAll, tapsOf, watching } from './observed.ts';
import { proofOf } from './world.ts';
import { atPath } from '../../../core/pointer.ts';

/** A queue and its worker may take this long to store what was acknowledged. */
const settleLimitMs = 15_000;
const calmMs = 700;
/** There may be a hundred bodies that are made, and a platform that writes by itself is never calm. */
const madeSettleMs = 700;

export interface WriteDone {
  readonly target: Target;
  readonly sample: WriteSample;
  readonly write: FilledWrite;
  readonly answered: Answered;
  readonly written: Written;
  /** What was tried after it was shut out until the stores were as before: it is not made again beside others. */
  readonly shutsOut?: true;
  /** The operation as it was taken in the end, where a refusal said what else it wants. */
  readonly endpoint?: Endpoint;
}

/** Pass 7: writes each sample once, and what is `made` without one, watches it arrive, reads it back, and reads it back again after the service that took it was started anew. */
export async function writesOf(ports: Ports, origin: string, writing: readonly { readonly target: Target; readonly sample: WriteSample }[], made: (before: readonly WriteDone[]) => Promise<{ readonly done: readonly WriteDone[]; readonly notMade: ProofData['notMade'] }>, signal: AbortSignal): Promise<{ readonly done: readonly WriteDone[]; readonly notMade: ProofData['notMade'] }> {
  const done: WriteDone[] = [];
  const notMade: ProofData['notMade'][number][] = [];
  for (const [index, { target, sample }] of writing.entries()) {
    ports.progress(index, writing.length, `write ${target.name}`);
    try {
      done.push(await writeOnce(ports, origin, target, sample, signal));
    } catch (error) {
      signal.throwIfAborted();
      notMade.push({ pass: 'write', target: target.name, reason: `its sample could not be sent: ${causeText(error)}` });
    }
  }
  const more = await made(done);
  return { done: await again(ports, origin, [...done, ...more.done], signal), notMade: [...notMade, ...more.notMade] };
}

/** What was written, read once more after the service that took it was started anew: what only its memory held is gone then. */
async function again(ports: Ports, origin: string, done: readonly WriteDone[], signal: AbortSignal): Promise<readonly WriteDone[]> {
  const service = done[0]?.target.service;
  const control = ports.stack.control;
  if (service === undefined || !control || !done.some((each) => each.written.readBack)) return done;
  // What a later write has changed or taken away is not there any more, whatever a start does.
  const still = await Promise.all(done.map(async (each) => (await backOf(ports, origin, each, signal))?.holds ?? []));
  await control.restart(service, signal);
  await reopened(ports, signal);
  return Promise.all(done.map(async (each, index) => {
    const kept = each.written.readBack?.holds.every((pointer) => still[index]?.includes(pointer)) === true;
    const back = kept ? await backOf(ports, origin, each, signal) : undefined;
    return back ? { ...each, written: { ...each.written, afterRestart: { status: back.status, holds: back.holds, lacks: back.lacks } } } : each;
  }));
}

function backOf(ports: Ports, origin: string, { sample, write, answered, written }: WriteDone, signal: AbortSignal): ReturnType<typeof backAgain> {
  return written.readBack ? backAgain(ports, origin, sample, write, answered, signal) : Promise.resolve(undefined);
}

/** Addresses that may give back what was written, by the answer to it; the surest first. */
export type Guess = (answer: Json | undefined) => readonly string[];

/** Writes a sample once. Where nobody said what reads it back, the first of the guessed addresses that gives the thing back does. */
export async function writeOnce(ports: Ports, origin: string, target: Target, sample: WriteSample, signal: AbortSignal, guess: Guess = () => []): Promise<WriteDone> {
  const write = await fillWrite(ports, sample, signal);
  const taps = tapsOf(ports.stack);
  const watched = await watching(taps, () => askHttp(ports, origin, write.request, proofOf(ports).budgetMs, signal), signal);
  const answered = watched.result;
  if (sample.endsSession === true && sample.role !== undefined) await ports.token(sample.role, 'anew');
  const later = isGood(answered) ? await whatFollows(ports, signal, sample.made === true ? madeSettleMs : settleLimitMs) : [];
  const read = isGood(answered) ? await readAgain(ports, origin, { sample, write, answered, target }, guess, signal) : undefined;
  const back = read?.back;
  return {
    target, write, answered,
    sample: read?.address === undefined ? sample : { ...sample, readBack: read.address },
    written: {
      target: target.name, status: answered.status, ...arrived(write.sent, sample.made === true ? besidesUsual(ports.stack, watched.exchanges) : watched.exchanges, later, back),
      ...(back && { readBack: back }), ...(read?.stillThere !== undefined && { stillThere: read.stillThere }),
      ...(read && read.contradicted.length > 0 && { contradicted: read.contradicted }),
      ...(!isGood(answered) && { refusal: refusalIn(answered) }),
    },
  };
}

/** What the taps saw of a write: at once, and of what was made of it afterwards. */
export function arrived(sent: FilledWrite['sent'], exchanges: readonly Exchange[], later: readonly Exchange[], back?: Written['readBack']): Pick<Written, 'writeSeen' | 'committedBefore' | 'sent' | 'takenBack'> {
  const all = [...exchanges, ...later];
  const writes = exchanges.filter((each) => each.effect === 'write' && !each.error && each.broken !== true && !undone(each, all));
  const takenBack = writes.length === 0 && exchanges.some((each) => each.effect === 'write' && !each.error && undone(each, all));
  return {
    ...(takenBack && { takenBack: true as const }), writeSeen: writes.length > 0, committedBefore: writes.some((each) => committed(each, exchanges)),
    sent: sent.map(({ pointer, value }) => {
      const foundIn = placeOf(value, all) ?? (back?.holds.includes(pointer) ? `GET ${back.url}` : undefined);
      return { pointer, value, ...(foundIn !== undefined && { foundIn }) };
    }),
  };
}

const longestRefusal = 200;

function refusalIn({ body, broke }: Answered): string {
  const text = broke ?? (typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body));
  return text.replaceAll(/\s+/g, ' ').slice(0, longestRefusal);
}

interface ReadAgain {
  readonly back?: NonNullable<Written['readBack']>;
  /** The address that gave the thing back, where it was guessed. */
  readonly address?: string;
  readonly stillThere?: string;
  readonly contradicted: NonNullable<Written['contradicted']>;
}

/** The address of the very thing, not of a list that may show a part of itself. */
const isOwn = (address: string, { method, url }: WriteSample): boolean => address.includes('${answer:') || (method !== 'POST' && address === url);

async function readAgain(ports: Ports, origin: string, wrote: { readonly sample: WriteSample; readonly write: FilledWrite; readonly answered: Answered; readonly target: Target }, guess: Guess, signal: AbortSignal): Promise<ReadAgain> {
  const { sample, write, answered, target } = wrote;
  const addresses = sample.readBack === undefined ? guess(answered.body) : [sample.readBack];
  let contradicted: ReadAgain['contradicted'] = [];
  let own: ReadAgain['back'];
  for (const address of addresses) {
    const look = await lookBack(ports, origin, { ...sample, readBack: address }, write, answered, signal, true);
    if (!look) continue;
    const { back, body } = look;
    // An address that is always there and has nothing to show now (a setting that is unset) gives nothing back.
    if (target.method === 'DELETE') return isGood(back) && !isBare(body) ? { stillThere: back.url, contradicted: [] } : { contradicted: [] };
    if (contradicted.length === 0 && isGood(back)) contradicted = contradictions(answered.body, body, write.sent.map(({ value }) => value));
    if (sample.readBack !== undefined) return { back, contradicted };
    if (back.holds.length > 0) return { back, address, contradicted };
    own ??= isOwn(address, sample) ? back : undefined;
  }
  return { ...(own && { back: own }), contradicted };
}

/** Statements until the stores have been calm for a moment: what a worker makes of the write belongs to it. */
export async function whatFollows(ports: Ports, signal: AbortSignal, limitMs = settleLimitMs): Promise<readonly Exchange[]> {
  const taps = tapsOf(ports.stack);
  const all: Exchange[] = [];
  for (const start = ports.clock.tick(); ports.clock.tick() - start < limitMs;) {
    await delay(calmMs, undefined, { signal });
    const { exchanges } = await takeAll(taps, signal);
    all.push(...exchanges);
    if (!exchanges.some((each) => each.effect === 'write' && each.kind !== 'redis')) break;
  }
  return all;
}

/** A write outside a transaction is committed by its own answer; inside one, by the end that follows on its connection, where that does not take it back. */
function committed(write: Exchange, all: readonly Exchange[]): boolean {
  if (!write.open) return true;
  const end = all.filter((each) => each.store === write.store && each.connection === write.connection && each.number > write.number && !each.open && !each.error).toSorted((left, right) => left.number - right.number)[0];
  return end !== undefined && !takenBack(end);
}

function undone(write: Exchange, all: readonly Exchange[]): boolean {
  return write.open && all.some((each) => each.store === write.store && each.connection === write.connection && each.number > write.number && !each.open && takenBack(each)) && !committed(write, all);
}

/** The end of a transaction that undoes it. */
const takenBack = ({ statement, tag = '' }: Exchange): boolean => /^\s*(?:rollback|abort)\b/i.test(statement) || /^rollback$/i.test(tag);

/** The committed statement that carried the value to a store: as a parameter, in its text, or inside one of them. */
function placeOf(value: string, exchanges: readonly Exchange[]): string | undefined {
  const found = exchanges.find((each) => each.effect === 'write' && !each.error && committed(each, exchanges) && (each.statement.includes(value) || each.parameters.some((one) => holds(one, value))));
  return found && `${found.store}: ${found.statement.replaceAll(/\s+/g, ' ').slice(0, 120)}`;
}

function holds(parameter: Json, value: string): boolean {
  if (typeof parameter === 'string') return parameter.includes(value) || (parameter.length >= value.length && Buffer.from(parameter, 'base64').toString('utf8').includes(value));
  if (parameter === null || typeof parameter !== 'object') return String(parameter) === value;
  return Object.values(parameter).some((inner) => holds(inner as Json, value));
}

/** The platform's own read of what was written, with the fields of its answer filled in (`${answer:id}`). */
export async function backAgain(ports: Ports, origin: string, sample: WriteSample, write: FilledWrite, answered: Answered, signal: AbortSignal): Promise<NonNullable<Written['readBack']> | undefined> {
  return (await lookBack(ports, origin, sample, write, answered, signal))?.back;
}

/** Reads, while nothing else is asked, with caches emptied: an answer that is kept for a while says nothing of what became of the write. What the read itself puts into a cache is known from then on. */
async function readAnew(ports: Ports, read: () => Promise<Answered>, signal: AbortSignal): Promise<Answered> {
  const { stack } = ports;
  const caches = cachesKnownOf(stack);
  await flushCaches(stack.stores, caches, proofOf(ports).caches, signal);
  const { result, exchanges } = await watching(tapsOf(stack), read, signal);
  moreCaches(caches, exchanges);
  return result;
}

async function lookBack(ports: Ports, origin: string, sample: WriteSample, write: FilledWrite, answered: Answered, signal: AbortSignal, alone = false): Promise<{ readonly back: NonNullable<Written['readBack']>; readonly body: Json | undefined } | undefined> {
  const url = sample.readBack === undefined ? undefined : filledFrom(sample.readBack, answered.body);
  if (url === undefined) return undefined;
  const read = (): Promise<Answered> => askHttp(ports, origin, { method: 'GET', url, role: sample.role }, proofOf(ports).budgetMs, signal);
  const back = await (alone ? readAnew(ports, read, signal) : read());
  const text = typeof back.body === 'string' ? back.body : JSON.stringify(back.body ?? null);
  // Names and addresses are often kept in another case.
  const plain = text.toLowerCase();
  const there = write.sent.filter(({ value }) => plain.includes(JSON.stringify(value).slice(1, -1).toLowerCase()) || plain.includes(value.toLowerCase()));
  return { back: { url, status: back.status, holds: there.map((each) => each.pointer), ...lackingIn(text, write.sent.filter((each) => !there.includes(each)).map((each) => each.pointer)) }, body: back.body };
}

/** What an answer lacks, and which of it it tells another value of under the same name. */
function lackingIn(text: string, lacks: readonly string[]): Pick<NonNullable<Written['readBack']>, 'lacks' | 'tells'> {
  const tells = lacks.filter((pointer) => text.includes(`${JSON.stringify(keyOf(pointer))}:`));
  return { lacks, tells };
}

/** An address with fields of an answer filled in: `/api/notes/${answer:id}`. */
export function filledFrom(template: string, body: Json | undefined): string {
  return template.replace(/\$\{answer:([^}]+)\}/g, (_whole, at: string) => encodeURIComponent(String(atPath(body, at) ?? '')));
}
