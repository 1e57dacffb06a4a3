import type { Ports } from '../../../core/ports.ts';
import type { Relation } from '../../../core/proof/evidence.ts';
import { askablesOf, type Inventory } from './askables.ts';
import { baselineOf, type Baseline, type Known } from './baseline.ts';
import { flushCaches } from './caches.ts';
import { changesOf, type Changed } from './changes.ts';
import { fillingOf, keepRefill, openReads, refilled } from './refill.ts';
import { relationsAmong } from './vary.ts';
import { proofOf, restoreAll, type Changeable } from './world.ts';
import type { WriteDone } from './writes.ts';

/** What endpoints answered once records of our own were there. */
export interface Second {
  readonly known: readonly Known[];
  readonly changed: Changed;
  readonly relations: readonly Relation[];
}

/** The first round is left this much of the probe's time; a second one is not begun later. */
const latestStartMs = 330_000;

/** Values that a store supplied were seen in its answer. */
function showsData({ fields, trouble }: Known): boolean {
  return trouble === undefined && fields.some(({ dataLike, sources }) => dataLike && (sources.wire ?? 0) + (sources.derived ?? 0) + (sources.earlier ?? 0) > 0);
}

/**
 * Endpoints whose answers were empty, or that had no record to be asked for, are asked once more with records that our own writes make: the same passes, in a world of their own.
 * Undefined where no write made a record, or none of them shows one.
 */
export async function secondRound(ports: Ports, inventory: Inventory, first: Baseline, stores: readonly Changeable[], { done, callsEach, startedMs }: { readonly done: readonly WriteDone[]; readonly callsEach: number; readonly startedMs: number }, signal: AbortSignal): Promise<Second | undefined> {
  const filling = fillingOf(inventory, done);
  const shown = new Set(first.known.filter(showsData).map(({ askable }) => askable.target.name));
  const open = await openReads(ports, shown, signal);
  if (open.length === 0 || filling.samples.length + filling.making.length === 0 || ports.clock.tick() - startedMs > latestStartMs) return undefined;
  await restoreAll(stores, signal);
  await flushCaches(ports.stack.stores, first.caches, proofOf(ports).caches, signal);
  const surveyed = await refilled(ports, inventory, filling, open, signal);
  const reading = (await askablesOf(ports, surveyed, signal)).map((each) => ({ ...each, target: { ...each.target, filled: true as const } }));
  const baseline = await baselineOf(ports, { reading, before: [] }, callsEach, signal);
  const known = baseline.known.filter(showsData);
  if (known.length === 0) return undefined;
  const endpoints = surveyed.filter(({ endpoint: { method, path } }) => known.some(({ askable: { target } }) => target.name === `${method} ${path}`));
  keepRefill(ports.stack, { filling, endpoints: endpoints.map(({ endpoint }) => endpoint) });
  const relations = await relationsAmong(ports, inventory.origin, endpoints, signal);
  return { known, relations, changed: await changesOf(ports, { ...baseline, known }, stores, signal) };
}

/** What both rounds showed, the second one of what it asked. */
export function together(first: { readonly known: readonly Known[]; readonly changed: Changed; readonly relations: readonly Relation[] }, second: Second | undefined): { readonly known: readonly Known[]; readonly changed: Changed; readonly relations: readonly Relation[] } {
  if (!second) return first;
  const names = new Set(second.known.map(({ askable }) => askable.target.name));
  const [one, two] = [first.changed, second.changed];
  return {
    known: [...first.known.filter(({ askable }) => !names.has(askable.target.name)), ...second.known],
    relations: [...first.relations.filter(({ target }) => !names.has(target)), ...second.relations],
    changed: {
      shake: new Map([...one.shake, ...two.shake]), empty: new Map([...one.empty, ...two.empty]), fill: new Map([...one.fill, ...two.fill]), emptied: new Map([...one.emptied, ...two.emptied]),
      shaken: one.shaken, answers: [...one.answers.filter(({ target }) => !names.has(target)), ...two.answers], notMade: [...one.notMade.filter(({ target }) => target === undefined || !names.has(target)), ...two.notMade],
    },
  };
}
