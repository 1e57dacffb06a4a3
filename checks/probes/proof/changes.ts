import type { Ports, Shaken } from '../../../core/ports.ts';
import { fieldsOf } from '../../../core/lineage/fields.ts';
import { trace } from '../../../core/lineage/trace.ts';
import type { Exchange } from '../../../core/tap.ts';
import type { Json } from '../../../core/types.ts';
import type { Field, Pass, Reaction } from '../../../core/proof/evidence.ts';
import { isGood, type Answered } from './asked.ts';
import type { Baseline, Known } from './baseline.ts';
import { flushCaches } from './caches.ts';
import { tapsOf, watching } from './observed.ts';
import { reactionOf, type Reactions } from './react.ts';
import { everyPart, keptOf, proofOf, restoreAll, shakeAll, type Changeable } from './world.ts';

/** What the changes showed of each target, by its name. */
export interface Changed {
  readonly shake: ReadonlyMap<string, Reactions>;
  readonly empty: ReadonlyMap<string, Reactions>;
  readonly fill: ReadonlyMap<string, Reactions>;
  /** What the answers from empty stores hold, traced like the baseline's. */
  readonly emptied: ReadonlyMap<string, readonly Field[]>;
  readonly shaken: Readonly<Record<string, Shaken>>;
  readonly answers: readonly { readonly target: string; readonly pass: Pass; readonly answered: Answered }[];
  readonly notMade: readonly { readonly pass: Pass; readonly reason: string; readonly target?: string }[];
}
type Mutable = { -readonly [K in keyof Changed]: Changed[K] extends ReadonlyMap<infer A, infer B> ? Map<A, B> : Changed[K] extends readonly (infer E)[] ? E[] : Changed[K] };

interface Around {
  readonly ports: Ports;
  readonly baseline: Baseline;
  readonly stores: readonly Changeable[];
  readonly signal: AbortSignal;
  readonly seen: Mutable;
}

/** Passes 4 and 6 over the whole stack: each changes the world once and asks every target once. The stores have snapshots already. */
export async function changesOf(ports: Ports, baseline: Baseline, stores: readonly Changeable[], signal: AbortSignal): Promise<Changed> {
  const seen: Mutable = { shake: new Map(), empty: new Map(), fill: new Map(), emptied: new Map(), shaken: {}, answers: [], notMade: [] };
  const around: Around = { ports, baseline, stores, signal, seen };
  await shake(around);
  await emptyAndFill(around);
  return seen;
}

function asked({ baseline }: Around): readonly Known[] {
  return baseline.known.filter((known) => known.fields.length > 0);
}

async function flushed({ ports, baseline, signal }: Around): Promise<void> {
  await flushCaches(ports.stack.stores, baseline.caches, proofOf(ports).caches, signal);
}

async function askAll(around: Around, pass: 'shake' | 'empty' | 'fill', targets: readonly Known[]): Promise<void> {
  await flushed(around);
  for (const [index, known] of targets.entries()) {
    const { result: { answered, reactions }, exchanges } = await watching(tapsOf(around.ports.stack), async () => {
      const one = await reactionOf(around.ports, known, around.signal);
      return { ...one, from: one.answered.from, to: one.answered.to };
    }, around.signal);
    if (pass === 'empty' && isGood(answered) && answered.body !== undefined) around.seen.emptied.set(known.askable.target.name, tracedFields(around, answered.body, answered, exchanges));
    around.seen[pass].set(known.askable.target.name, reactions);
    around.seen.answers.push({ target: known.askable.target.name, pass, answered });
    around.ports.progress(index + 1, targets.length, `${pass} ${known.askable.target.name}`);
  }
}

function tracedFields({ baseline }: Around, answer: Json, { request, from, to }: Answered, exchanges: readonly Exchange[]): readonly Field[] {
  return fieldsOf([{ answer, traced: trace(answer, { ...baseline.supplies, exchanges, request, from, to }), storeSaid: '' }]);
}

/**
 * Everything at once first. What failed under it, or lost the very thing that it was asked for, is asked again under each part alone: an error is no verdict,
 * and a row that was taken away says nothing about the others.
 */
async function shake(around: Around): Promise<void> {
  const { ports, stores, signal, seen } = around;
  const proof = proofOf(ports);
  seen.shaken = await shakeAll(stores, everyPart, proof, signal);
  await askAll(around, 'shake', asked(around));
  const parts = everyPart.filter((part) => part !== 'rows');
  let open = asked(around).filter((known) => undecided(seen.shake.get(known.askable.target.name)));
  if (open.length > 0) {
    await restoreAll(stores, signal);
    await shakeAll(stores, parts, proof, signal);
    await askAgain(around, open);
    open = open.filter((known) => undecided(seen.shake.get(known.askable.target.name)));
  }
  for (const part of open.length > 0 ? parts : []) {
    await restoreAll(stores, signal);
    await shakeAll(stores, [part], proof, signal);
    await askAgain(around, open);
  }
  await restoreAll(stores, signal);
}

function undecided(reactions: Reactions | undefined): boolean {
  const all = [...(reactions?.values() ?? [])].map((each) => each.reaction);
  return all.length > 0 && all.every((each) => each === 'error' || each === 'gone');
}

/** What a part shows is added to what is known: a field that followed once follows. */
async function askAgain(around: Around, targets: readonly Known[]): Promise<void> {
  await flushed(around);
  for (const known of targets) {
    const { name } = known.askable.target;
    const { reactions } = await reactionOf(around.ports, known, around.signal);
    const before = around.seen.shake.get(name);
    around.seen.shake.set(name, new Map([...reactions].map(([field, one]) => [field, stronger(before?.get(field), one)])));
  }
}

const strength: Readonly<Record<Reaction, number>> = { error: 0, gone: 1, stayed: 2, followed: 3 };

function stronger<T extends { readonly reaction: Reaction }>(one: T | undefined, other: T): T {
  return one && strength[one.reaction] >= strength[other.reaction] ? one : other;
}

async function emptyAndFill(around: Around): Promise<void> {
  const { ports, stores, signal, seen } = around;
  const proof = proofOf(ports);
  for (const store of stores) await store.world.empty(keptOf(store, proof), signal);
  await askAll(around, 'empty', asked(around));
  const suspects = asked(around).filter((known) => [...(seen.empty.get(known.askable.target.name)?.values() ?? [])].some((each) => each.reaction === 'stayed'));
  if (suspects.length > 0) {
    const filled = await fillAll(around);
    if (filled > 0) await askAll(around, 'fill', suspects);
    else seen.notMade.push({ pass: 'fill', reason: 'no store took a new row' });
  }
  await restoreAll(stores, signal);
  await flushed(around);
}

/** One row in every holding that takes one. */
async function fillAll({ stores, signal }: Around): Promise<number> {
  let filled = 0;
  for (const store of stores) {
    for (const holding of await store.world.holdings(signal)) {
      const made = await store.world.fill(holding.name, `fill${filled}`, signal);
      if ('values' in made) filled++;
    }
  }
  return filled;
}
