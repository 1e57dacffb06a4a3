import type { RunView } from '../core/fold.ts';
import type { Lookup } from '../reports/renderer.ts';
import { summary } from '../reports/terminal/summary.ts';
import { proofSeen } from '../reports/words/proof.ts';
import { columns } from './live.ts';
import { colours, say } from './say.ts';

/** The end of a run on stdout. `report`: where its HTML file is. */
export function saySummary(view: RunView, lookup: Lookup, report?: string): void {
  say(summary(view, { columns: columns(), colour: colours(process.stdout), proof: proofSeen(view, lookup), ...(report !== undefined && { report }) }));
}
