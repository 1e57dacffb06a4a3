import { defineProbe } from '../../core/define.ts';
import { causeText } from '../../core/fault.ts';
import type { Ports } from '../../core/ports.ts';
import { mcpAccess, type McpAccess, type McpCaller } from '../evidence/mcp.ts';
import { byOtherKey } from './http/forge.ts';
import { mcpTarget } from './mcp/target.ts';

const answerLimitMs = 10_000;
const elsewhere = 'https://elsewhere.invalid';
/** The protocol's first request, as its official client sends it. */
const initialize = JSON.stringify({
  jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'assay', version: '1' } },
});

/** Sends `initialize` as somebody permitted and as those who are not, and keeps the status. */
export default defineProbe<McpAccess>({
  id: 'mcp-access',
  kind: mcpAccess,
  access: 'observe',
  timeoutMs: 60_000,
  without: (platform) => (platform.mcp ? undefined : 'the configuration names no MCP server (mcp)'),
  async collect(ports, signal) {
    const { surface, address, token, origin } = await mcpTarget(ports);
    const own = origin === undefined ? {} : { origin };
    const bearing = (text: string): Readonly<Record<string, string>> => ({ authorization: `Bearer ${text}` });
    const callers: readonly (readonly [McpCaller, Readonly<Record<string, string>>])[] = [
      ['permitted', { ...own, ...(token !== undefined && bearing(token)) }],
      ['elsewhere', { origin: elsewhere, ...(token !== undefined && bearing(token)) }],
      ...(token === undefined ? [] : [
        ['nobody', own] as const,
        ['nonsense', { ...own, ...bearing('not-a-token') }] as const,
        ['other-key', { ...own, ...bearing(byOtherKey(token)) }] as const,
      ]),
    ];
    const calls: McpAccess['calls'][number][] = [];
    for (const [caller, headers] of callers) calls.push({ caller, ...(await asked(ports, address, headers, signal)) });
    return { subject: surface.service, body: { service: surface.service, address, calls } };
  },
});

async function asked(ports: Ports, address: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<{ readonly status?: number; readonly broke?: string }> {
  try {
    const { status } = await ports.http.request(address, {
      method: 'POST', body: initialize, timeoutMs: answerLimitMs, signal,
      headers: { 'content-type': 'application/json', 'accept': 'application/json, text/event-stream', ...headers },
    });
    return { status };
  } catch (error) {
    signal.throwIfAborted();
    return { broke: causeText(error) };
  }
}
