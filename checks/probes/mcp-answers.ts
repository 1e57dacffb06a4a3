import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { defineProbe } from '../../core/define.ts';
import { causeText } from '../../core/fault.ts';
import type { McpCall, Ports } from '../../core/ports.ts';
import { mcpAnswers, type McpAnswers, type ToolCall } from '../evidence/mcp.ts';
import { filledArguments } from './mcp/arguments.ts';
import { openSession } from './mcp/client.ts';
import { mcpTarget, type McpTarget } from './mcp/target.ts';

const requestLimitMs = 10_000;
const longestText = 2_000;

/** Opens a session with the official client, lists the tools, and calls those that have a sample or need nothing. */
export default defineProbe<McpAnswers>({
  id: 'mcp-answers',
  kind: mcpAnswers,
  access: 'observe',
  timeoutMs: 120_000,
  without: (platform) => (platform.mcp ? undefined : 'the configuration names no MCP server (mcp)'),
  async collect(ports, signal) {
    const target = await mcpTarget(ports);
    const { service } = target.surface;
    const before = await ports.granted();
    try {
      return { subject: service, body: { service, address: target.address, ...(await session(ports, target, signal)), granted: [before, await ports.granted()] } };
    } catch (error) {
      signal.throwIfAborted();
      return { subject: service, body: { service, address: target.address, broke: causeText(error), tools: [], calls: [], uncalled: [], granted: [before, await ports.granted()] } };
    }
  },
});

type Session = Omit<McpAnswers, 'service' | 'address' | 'broke' | 'granted'>;

async function session(ports: Ports, target: McpTarget, signal: AbortSignal): Promise<Session> {
  const client = await openSession(target, requestLimitMs, signal);
  try {
    return await worked(ports, client, target, signal);
  } finally {
    // What is wrong with closing changes nothing that was seen.
    await client.close().catch(() => undefined);
  }
}

async function worked(ports: Ports, client: Client, { surface }: McpTarget, signal: AbortSignal): Promise<Session> {
  const { name = '', version = '' } = client.getServerVersion() ?? {};
  const { tools } = await client.listTools(undefined, { timeout: requestLimitMs, signal });
  const calls: ToolCall[] = [];
  const uncalled: McpAnswers['uncalled'][number][] = [];
  // A tool that needs nothing may still change something; on a stack that is not ours only those are called that say they do not.
  const harmless = tools.filter((tool) => needs(tool).length === 0 && (ports.stack.ours || tool.annotations?.readOnlyHint === true));
  const plan: readonly McpCall[] = [...surface.calls, ...harmless.filter((tool) => !surface.calls.some((each) => each.tool === tool.name)).map((tool) => ({ tool: tool.name, arguments: {} }))];
  for (const call of plan) {
    const missing = missingStores(ports, call.stores ?? []);
    if (missing !== undefined) {
      uncalled.push({ tool: call.tool, ...missing });
      continue;
    }
    try {
      const given = (await filledArguments(ports, call.arguments, signal)) as Record<string, unknown>;
      calls.push(await called(ports, client, call.tool, given, signal));
    } catch (error) {
      signal.throwIfAborted();
      uncalled.push({ tool: call.tool, reason: causeText(error) });
    }
  }
  for (const tool of tools) if (!plan.some((each) => each.tool === tool.name)) uncalled.push({ tool: tool.name, reason: `no sample${needs(tool).length > 0 ? ` for ${needs(tool).join(', ')}` : ''} (mcp.calls)` });
  return { server: { name, version }, tools: tools.map((tool) => ({ name: tool.name, needs: needs(tool) })), calls, uncalled };
}

/** Why a tool cannot work here, or undefined; `leftOut` when the profile means it so. */
function missingStores(ports: Ports, stores: readonly string[]): { readonly reason: string; readonly leftOut: boolean } | undefined {
  const { report } = ports.stack;
  const missing = report.stores.filter((store) => store.missing !== undefined && stores.includes(store.name));
  const [first] = missing;
  return first && { reason: report.absent[first.name] ?? `${first.name} is not there`, leftOut: missing.some((store) => store.missing === 'profile') };
}

async function called(ports: Ports, client: Client, tool: string, given: Record<string, unknown>, signal: AbortSignal): Promise<ToolCall> {
  const start = ports.clock.tick();
  try {
    const answer = await client.callTool({ name: tool, arguments: given }, undefined, { timeout: requestLimitMs, signal });
    const parts = Array.isArray(answer.content) ? (answer.content as readonly { readonly text?: unknown }[]) : [];
    const said = parts.map((part) => (typeof part.text === 'string' ? part.text : '')).join('\n');
    return { tool, ms: ports.clock.tick() - start, isError: answer.isError === true, said: said.slice(0, longestText) };
  } catch (error) {
    signal.throwIfAborted();
    return { tool, ms: ports.clock.tick() - start, isError: true, broke: causeText(error), said: '' };
  }
}

function needs(tool: { readonly inputSchema: { readonly required?: readonly string[] | undefined } }): readonly string[] {
  return tool.inputSchema.required ?? [];
}
