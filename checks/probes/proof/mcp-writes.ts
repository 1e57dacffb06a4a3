import type { Ports } from '../../../core/ports.ts';
import type { Target, Written } from '../../../core/proof/evidence.ts';
import type { Json } from '../../../core/types.ts';
import { filledArguments } from '../mcp/arguments.ts';
import { isGood } from './asked.ts';
import { filledJson, hasPlaceholder } from './fill.ts';
import { askTool } from './mcp-target.ts';
import { tapsOf, watching } from './observed.ts';
import { proofOf } from './world.ts';
import { arrived, whatFollows } from './writes.ts';

/** Tools that are called with values of their own each time write: what they acknowledge must arrive in a store. */
export async function toolWrites(ports: Ports, targets: readonly Target[], signal: AbortSignal): Promise<readonly Written[]> {
  const written: Written[] = [];
  for (const { tool, arguments: given } of ports.platform.mcp?.calls ?? []) {
    const target = targets.find((each) => each.kind === 'mcp' && each.path === tool && each.missing === undefined);
    if (!target || !hasPlaceholder(given)) continue;
    const { json, sent } = filledJson(await filledArguments(ports, given, signal));
    const watched = await watching(tapsOf(ports.stack), () => askTool(ports, tool, json as Record<string, Json>, proofOf(ports).budgetMs, signal), signal);
    const later = isGood(watched.result) ? await whatFollows(ports, signal) : [];
    written.push({ target: target.name, status: watched.result.status, ...arrived(sent, watched.exchanges, later) });
  }
  return written;
}
