import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isCaught, tryLie, type LiveResult } from './live.ts';
import type { Lie, Twin } from './manifest.ts';
import { keepResult } from './results.ts';
import type { Tree } from './tree.ts';

/** A platform of containers is tried in one place of the checkout: ports and image layers follow from the place, so that a second run is quick. */
export function aloneFolder(twin: Twin): string {
  return join(tmpdir(), 'assay-lies', `${twin.name}-${createHash('sha256').update(twin.platform).digest('hex').slice(0, 8)}`);
}

/** Boots the tree once for each lie, keeps what was seen, and says whether every one came out as the manifest says. One that cannot be tried costs that one. */
export async function tryEach(tree: Tree, lies: readonly Lie[], { whole = false, say }: { readonly whole?: boolean; readonly say: (text: string) => void }): Promise<boolean> {
  let fine = true;
  for (const lie of lies) {
    const started = performance.now();
    const result = await tryLie(tree, lie, whole ? ['check', 'e2e'] : undefined).catch((error: unknown) => brokenBy(lie, error));
    if (result.broke?.startsWith('engine-absent') === true) {
      say(`not tried: ${result.broke}`);
      return false;
    }
    keepResult(tree.twin, result);
    const asRecorded = isCaught(lie, result) === (!('none' in lie.live) && lie.live.missed === undefined);
    say(`${isCaught(lie, result) ? 'caught' : 'missed'}  ${lie.id}: ${seenOf(result)}, ${((performance.now() - started) / 1000).toFixed(0)} s${asRecorded ? '' : '  (the manifest says otherwise)'}`);
    fine &&= asRecorded;
  }
  return fine;
}

function brokenBy({ id }: Lie, error: unknown): LiveResult {
  return { id, at: new Date().toISOString(), failed: [], broke: error instanceof Error ? error.message : String(error) };
}

function seenOf({ failed, broke }: LiveResult): string {
  return failed.length > 0 ? failed.join(', ') : (broke ?? 'nothing found');
}
