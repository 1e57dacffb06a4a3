import { defineProbe } from '../../core/define.ts';
import { causeText } from '../../core/fault.ts';
import type { Ports } from '../../core/ports.ts';
import type { ProofCall, ProofData } from '../../core/proof/evidence.ts';
import { proofData } from '../../core/proof/kinds.ts';
import { reopened } from './http/session.ts';
import { inventoryOf } from './proof/askables.ts';
import { baselineOf, type Known } from './proof/baseline.ts';
import { changesOf, type Changed } from './proof/changes.ts';
import { keptCall } from './proof/kept.ts';
import { madeWrites, type Anew } from './proof/making.ts';
import { toolWrites } from './proof/mcp-writes.ts';
import { tapsOf } from './proof/observed.ts';
import { outOfView } from './proof/out-of-view.ts';
import { thirdParty } from '../../core/tap.ts';
import { withEmptied, withReactions } from './proof/react.ts';
import { fillingOf, recreated } from './proof/refill.ts';
import { secondRound, together, type Second } from './proof/second.ts';
import { relationsOf } from './proof/vary.ts';
import { toolRelationsOf } from './proof/vary-tools.ts';
import { saidOver } from './proof/websocket.ts';
import { changeable, inBorrowedWorld, proofOf, restoreAll, withGiven, type Changeable } from './proof/world.ts';
import { writesOf, type WriteDone } from './proof/writes.ts';

/** Two calls tell what is volatile; the third tells a statement that came by chance. */
const baselineCalls = 3;

/** Whether the data of every answer come from the stores and follow them: baseline, lineage, vary, shake, empty, fill, write. */
export default defineProbe<ProofData>({
  id: 'proof-data',
  kind: proofData,
  access: 'mutate',
  taps: true,
  timeoutMs: 600_000,
  without: (platform) => (platform.api ? undefined : 'the configuration names no api'),
  collect: (ports, signal) => withGiven(ports, () => proved(ports, signal), signal),
});

async function proved(ports: Ports, signal: AbortSignal): Promise<{ readonly subject: string; readonly body: ProofData }> {
  const startedMs = ports.clock.tick();
  const inventory = await inventoryOf(ports, signal);
  const baseline = await baselineOf(ports, inventory, baselineCalls, signal);
  const asked = [...(await relationsOf(ports, signal)), ...(await toolRelationsOf(ports, signal))];
  const stores = changeable(ports);
  const borrowed = await inBorrowedWorld(stores, async () => {
    const changed = await changesOf(ports, baseline, stores, signal);
    const said = await saidOver(ports, signal);
    const called = await toolWrites(ports, inventory.calling, signal);
    const anew: Anew = async (done) => {
      await restoreAll(stores, signal);
      await reopened(ports, signal);
      return recreated(ports, inventory, fillingOf(inventory, done), 1, signal);
    };
    const writes = await writesOf(ports, inventory.origin, inventory.writing, (before) => madeWrites(ports, inventory, before, anew, signal), signal);
    return { changed, said, called, writes, ...(await anotherRound(() => secondRound(ports, inventory, baseline, stores, { done: writes.done, callsEach: baselineCalls, startedMs }, signal), signal)) };
  }, signal);
  await reopened(ports, signal);
  const { writes, said, called, second, broke } = borrowed.result;
  const { known, changed, relations } = together({ known: baseline.known, relations: asked, changed: borrowed.result.changed }, second);
  const filled = new Set(second?.known.map(({ askable }) => askable.target.name));
  const targets = [...inventory.reading.map((each) => each.target), ...[...inventory.writing, ...inventory.making].map((each) => each.target), ...inventory.calling, ...said.targets, ...inventory.missing];
  return {
    subject: ports.platform.name,
    body: {
      stores: await storesOf(ports, stores, borrowed, signal),
      targets: [...targets.filter(({ name }) => !filled.has(name)), ...(second?.known ?? []).map(({ askable }) => askable.target)],
      calls: callsOf(known, changed, writes.done),
      fields: known.map((each) => fieldsOf(each, changed)),
      shaken: changed.shaken, relations,
      written: [...writes.done.map((each) => each.written), ...said.written, ...called],
      notMade: [...changed.notMade, ...writes.notMade, ...broke, ...troubles(ports, known)],
    },
  };
}

/** What goes wrong in the second round costs that one alone. */
async function anotherRound(round: () => Promise<Second | undefined>, signal: AbortSignal): Promise<{ readonly second?: Second | undefined; readonly broke: ProofData['notMade'] }> {
  try {
    return { second: await round(), broke: [] };
  } catch (error) {
    signal.throwIfAborted();
    return { broke: [{ pass: 'baseline', reason: `answers that were empty could not be asked for once more with records of our own: ${causeText(error)}` }] };
  }
}

function fieldsOf(known: Known, changed: Changed): ProofData['fields'][number] {
  const { name } = known.askable.target;
  const shaken = withReactions(known.fields, 'shake', changed.shake.get(name));
  const emptied = withEmptied(withReactions(shaken, 'empty', changed.empty.get(name)), changed.emptied.get(name));
  return {
    target: name, total: known.total, traced: known.traced, stores: known.stores, fields: withReactions(emptied, 'fill', changed.fill.get(name)),
    ...(known.cachedBy !== undefined && { cachedBy: known.cachedBy }), ...(known.partial && { partial: known.partial }),
  };
}

function callsOf(known: readonly Known[], changed: Changed, writes: readonly WriteDone[]): readonly ProofCall[] {
  return [
    ...known.flatMap(({ askable, calls, exchanges }) => (calls[0] ? [keptCall(askable.target.name, 'baseline', calls[0], exchanges[0] ?? [])] : [])),
    ...changed.answers.map(({ target, pass, answered }) => keptCall(target, pass, answered, [])),
    ...writes.map(({ target, answered }) => keptCall(target.name, 'write', answered, [])),
  ];
}

async function storesOf(ports: Ports, stores: readonly Changeable[], { checksums, trouble }: { readonly checksums: Readonly<Record<string, string>>; readonly trouble: Readonly<Record<string, string>> }, signal: AbortSignal): Promise<ProofData['stores']> {
  const taps = tapsOf(ports.stack);
  const outside = (proofOf(ports).thirdParties ?? []).map(({ name }) => ({ name: thirdParty(name), kind: 'http' as const, holdings: [], observed: taps.some((tap) => tap.store === thirdParty(name)) }));
  const own = await Promise.all(ports.stack.stores.map(async (store) => {
    const holdings = await stores.find((each) => each.name === store.name)?.world.holdings(signal).catch(() => undefined);
    const wrong = trouble[store.name];
    const checksum = checksums[store.name];
    return {
      name: store.name, kind: store.kind, holdings: holdings ?? [], observed: taps.some((tap) => tap.store === store.name),
      ...(checksum !== undefined && { checksum, restored: wrong === undefined }), ...(wrong !== undefined && { trouble: wrong }),
    };
  }));
  return [...own, ...outside];
}

/** What could not be looked at, of targets that exist. */
function troubles(ports: Ports, known: readonly Known[]): ProofData['notMade'] {
  const named = [...ports.stack.stores.map(({ name }) => name), ...(proofOf(ports).thirdParties ?? []).map(({ name }) => thirdParty(name))];
  const untapped = named.filter((name) => !tapsOf(ports.stack).some((tap) => tap.store === name));
  return [
    ...untapped.map((name) => ({ pass: 'baseline' as const, reason: `nothing stands before ${name}, so what it supplies cannot be seen` })),
    ...outOfView(ports.stack, (proofOf(ports).thirdParties ?? []).map(({ env }) => env)).map((reason) => ({ pass: 'baseline' as const, reason })),
    ...known.flatMap(({ askable, trouble }) => (trouble === undefined ? [] : [{ pass: 'baseline' as const, target: askable.target.name, reason: trouble }])),
  ];
}
