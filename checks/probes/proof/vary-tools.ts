import { randomUUID } from 'node:crypto';
import type { Ports } from '../../../core/ports.ts';
import type { Relation } from '../../../core/proof/evidence.ts';
import { isGood } from './asked.ts';
import { askTool } from './mcp-target.ts';
import { recordsIn, searching } from './vary-asking.ts';
import { proofOf } from './world.ts';

/** Pass 3 for the tools of the MCP server: a search for a text that nothing holds finds nothing. */
export async function toolRelationsOf(ports: Ports, signal: AbortSignal): Promise<readonly Relation[]> {
  const relations: Relation[] = [];
  const missing = new Set(ports.stack.report.stores.filter((store) => store.missing !== undefined).map((store) => store.name));
  for (const { tool, arguments: given, stores = [] } of ports.platform.mcp?.calls ?? []) {
    const name = Object.keys(given).find((each) => searching.test(each) && typeof given[each] === 'string');
    if (name === undefined || stores.some((each) => missing.has(each))) continue;
    const nothing = { ...given, [name]: `zq${randomUUID().replaceAll('-', '')}` };
    const answered = await askTool(ports, tool, nothing, proofOf(ports).budgetMs, signal);
    if (!isGood(answered)) continue;
    const records = recordsIn(answered.body ?? null);
    relations.push({ target: `mcp ${tool}`, relation: 'matches-nothing', held: records === 0, first: JSON.stringify(given), second: JSON.stringify(nothing), detail: `a search for a text that nothing holds gives ${records} records` });
  }
  return relations;
}
