import { connectEngine } from './drivers/compose/engine.ts';
import { bringBack } from './drivers/compose/outage.ts';
import { start } from './drivers/native/process.ts';
import type { Journal, Undo } from './journal.ts';
import { brokenJournals } from './journal.ts';
import { isRunning } from './owner.ts';
import { thaw } from './tree.ts';

/**
 * Undoes outages of stacks that stay and whose run was killed while it inflicted them; stacks that do not stay are swept as a whole. Returns what it undid.
 * `platform`: its stack is about to be taken down, so nothing is undone there. What cannot be undone now stays noted for the next start.
 */
export async function undoLeft(cacheDir: string, signal: AbortSignal, platform?: string): Promise<readonly string[]> {
  const undone: string[] = [];
  for (const journal of brokenJournals(cacheDir, platform)) {
    for (const undo of journal.undo) {
      if (signal.aborted) return undone;
      if (await one(undo, journal).then(() => true, () => false)) {
        journal.dropUndo(undo.service);
        undone.push(`outage of ${undo.service}`);
      }
    }
    if (journal.isEmpty) journal.close();
  }
  return undone;
}

async function one(undo: Undo, journal: Journal): Promise<void> {
  if (undo.kind === 'container') return bringBack(await connectEngine(), undo.id, undo.places);
  if (isRunning(undo.pid, undo.started)) thaw(undo.pid);
  else if (undo.spec) await start(undo.spec, journal);
}
