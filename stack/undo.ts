import { connectEngine } from './drivers/compose/engine.ts';
import { bringBack } from './drivers/compose/outage.ts';
import { start } from './drivers/native/process.ts';
import type { Journal, Undo } from './journal.ts';
import { brokenJournals } from './journal.ts';
import { isRunning } from './owner.ts';
import { openStore, undoLeft as undoData } from './stores/open.ts';
import { waitReady } from './stores/ready.ts';
import { thaw } from './tree.ts';

/** A store that an outage had stopped starts again first. */
const answersMs = 60_000;

/**
 * Undoes outages and changes of data of stacks that stay and whose run was killed meanwhile; stacks that do not stay are swept as a whole. Returns what it undid.
 * `platform`: its stack is about to be taken down, so nothing is undone there. What cannot be undone now stays noted for the next start.
 */
export async function undoLeft(cacheDir: string, signal: AbortSignal, platform?: string): Promise<readonly string[]> {
  const undone: string[] = [];
  const journals = brokenJournals(cacheDir, platform);
  const all = journals.flatMap((journal) => journal.undo.map((undo) => ({ journal, undo })));
  // Data last: their store must answer first.
  for (const { journal, undo } of [...all.filter((each) => each.undo.kind !== 'data'), ...all.filter((each) => each.undo.kind === 'data')]) {
    if (signal.aborted) return undone;
    if (await one(undo, journal, signal).then(() => true, () => false)) {
      journal.dropUndo(undo.service);
      undone.push(undo.kind === 'data' ? `change of ${undo.service}` : `outage of ${undo.service}`);
    }
  }
  for (const journal of journals) journal.closeIfSpent();
  return undone;
}

async function one(undo: Undo, journal: Journal, signal: AbortSignal): Promise<void> {
  if (undo.kind === 'data') {
    await waitReady(openStore(undo.address, true, undo.folder), answersMs, signal);
    await undoData(undo.address, signal, undo.folder);
    return;
  }
  if (undo.kind === 'container') return bringBack(await connectEngine(), undo.id, undo.places);
  if (isRunning(undo.pid, undo.started)) thaw(undo.pid);
  else if (undo.spec) await start(undo.spec, journal);
}
