import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { causeText } from '../../../core/fault.ts';
import type { McpCall, Ports } from '../../../core/ports.ts';
import { handlerOf } from '../../../core/proof/routes.ts';
import type { Json } from '../../../core/types.ts';
import { jsonOrText } from '../http/json.ts';
import { filledArguments } from '../mcp/arguments.ts';
import { openSession } from '../mcp/client.ts';
import { mcpTarget } from '../mcp/target.ts';
import type { Answered, Askable } from './asked.ts';
import { hasPlaceholder } from './fill.ts';

const openLimitMs = 10_000;

/** The tools of the MCP server: those that the configuration calls can be asked, the others say what is missing. */
export async function mcpAskables(ports: Ports, signal: AbortSignal): Promise<readonly Askable[]> {
  const { mcp } = ports.platform;
  if (!mcp) return [];
  const at = await mcpTarget(ports);
  const client = await openSession(at, openLimitMs, signal);
  const { tools } = await client.listTools(undefined, { timeout: openLimitMs, signal }).finally(() => client.close().catch(() => undefined));
  const routes = await ports.routes();
  return Promise.all(tools.map(async (tool) => {
    const writes = mcp.calls.find((each) => each.tool === tool.name && hasPlaceholder(each.arguments));
    const call = mcp.calls.find((each) => each.tool === tool.name) ?? ((tool.inputSchema.required ?? []).length === 0 ? { tool: tool.name, arguments: {} } : undefined);
    const handler = handlerOf({ kind: 'mcp', method: 'tool', path: tool.name }, routes);
    const base = {
      name: `mcp ${tool.name}`, kind: 'mcp' as const, service: mcp.service, method: 'tool', path: tool.name, foundBy: ['tools/list'],
      writes: writes !== undefined || (tool.annotations?.readOnlyHint !== true && tool.annotations?.destructiveHint === true), ...(mcp.role !== undefined && { role: mcp.role }), ...(handler && { handler }),
    };
    const given = call ? await argumentsOf(ports, call, signal) : { missing: `no sample for ${(tool.inputSchema.required ?? []).join(', ')} (mcp.calls)` };
    if ('missing' in given) return { target: { ...base, missing: given.missing }, ask: () => Promise.reject(new Error(given.missing)) };
    return { target: base, ask: (now: Ports, budgetMs: number, stop: AbortSignal) => askTool(now, tool.name, given.filled, budgetMs, stop) };
  }));
}

async function argumentsOf(ports: Ports, call: McpCall, signal: AbortSignal): Promise<{ readonly filled: Record<string, Json> } | { readonly missing: string }> {
  const absent = ports.stack.report.stores.find((store) => store.missing !== undefined && call.stores?.includes(store.name));
  if (absent) return { missing: ports.stack.report.absent[absent.name] ?? `${absent.name} is not there` };
  try {
    return { filled: (await filledArguments(ports, call.arguments, signal)) as Record<string, Json> };
  } catch (error) {
    signal.throwIfAborted();
    return { missing: causeText(error) };
  }
}

/** A session of its own for each call, so that none survives an outage half broken. An error of the tool is told as the status 500: it is the tool's own "no". */
export async function askTool(ports: Ports, tool: string, given: Record<string, Json>, budgetMs: number, signal: AbortSignal): Promise<Answered> {
  const start = ports.clock.tick();
  const about = { url: tool, request: { method: 'tool', url: tool, headers: {}, body: given } };
  let from = ports.clock.now();
  let client: Client | undefined;
  try {
    client = await openSession(await mcpTarget(ports), budgetMs, signal);
    from = ports.clock.now();
    const answer = await client.callTool({ name: tool, arguments: given }, undefined, { timeout: budgetMs, signal });
    return { ...about, from, to: ports.clock.now(), ms: Math.round(ports.clock.tick() - start), status: answer.isError === true ? 500 : 200, contentType: 'application/json', body: contentOf(answer) };
  } catch (error) {
    signal.throwIfAborted();
    return { ...about, from, to: ports.clock.now(), ms: Math.round(ports.clock.tick() - start), status: statusOf(error), broke: causeText(error) };
  } finally {
    await client?.close().catch(() => undefined);
  }
}

/** The transport's error carries the status of an answer that was one; anything else means that none came. */
function statusOf(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? Number(error.code) : 0;
  return Number.isInteger(code) && code >= 400 && code <= 599 ? code : 0;
}

/** Structured content where the tool gives it; else its text, which mostly is JSON. */
function contentOf(answer: Awaited<ReturnType<Client['callTool']>>): Json {
  if (answer.structuredContent !== undefined) return answer.structuredContent as Json;
  const parts = Array.isArray(answer.content) ? (answer.content as readonly { readonly text?: unknown }[]) : [];
  const texts = parts.flatMap((part) => (typeof part.text === 'string' ? [jsonOrText(part.text)] : []));
  return texts.length === 1 ? texts[0] ?? null : texts;
}
