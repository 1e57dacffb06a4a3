import { count, flag, kindOf, listOf, maybe, oneOf, recordOf, text } from '../../core/shape.ts';
import type { Kind } from '../../core/types.ts';

export interface ToolCall {
  readonly tool: string;
  readonly ms: number;
  /** The server's own word that the call failed. */
  readonly isError: boolean;
  /** The protocol's error, or the network's. */
  readonly broke?: string;
  /** The text of the answer, at most 2,000 characters. */
  readonly said: string;
}
export interface McpAnswers {
  readonly service: string;
  readonly address: string;
  /** What `initialize` was answered. */
  readonly server?: { readonly name: string; readonly version: string };
  /** Why there was no session. */
  readonly broke?: string;
  readonly tools: readonly { readonly name: string; readonly needs: readonly string[] }[];
  readonly calls: readonly ToolCall[];
  /** Tools that were not called, and why. `leftOut`: the profile leaves out what they need. */
  readonly uncalled: readonly { readonly tool: string; readonly reason: string; readonly leftOut?: boolean }[];
  /** The share of the processors that was to be had before and after. */
  readonly granted?: readonly number[];
}

/** What the MCP server does for the protocol's official client. */
export const mcpAnswers: Kind<McpAnswers> = kindOf('mcp-answers', recordOf<McpAnswers>({
  service: text, address: text, server: maybe(recordOf<NonNullable<McpAnswers['server']>>({ name: text, version: text })), broke: maybe(text),
  tools: listOf(recordOf<McpAnswers['tools'][number]>({ name: text, needs: listOf(text) })),
  calls: listOf(recordOf<ToolCall>({ tool: text, ms: count, isError: flag, broke: maybe(text), said: text })),
  uncalled: listOf(recordOf<McpAnswers['uncalled'][number]>({ tool: text, reason: text, leftOut: maybe(flag) })), granted: maybe(listOf(count)),
}));

export const mcpCallers = ['permitted', 'nobody', 'nonsense', 'other-key', 'elsewhere'] as const;
export type McpCaller = (typeof mcpCallers)[number];
export interface McpAccess {
  readonly service: string;
  readonly address: string;
  readonly calls: readonly { readonly caller: McpCaller; readonly status?: number; readonly broke?: string }[];
}

/** What an `initialize` request is answered, by who asks. */
export const mcpAccess: Kind<McpAccess> = kindOf('mcp-access', recordOf<McpAccess>({
  service: text, address: text,
  calls: listOf(recordOf<McpAccess['calls'][number]>({ caller: oneOf<McpCaller>(...mcpCallers), status: maybe(count), broke: maybe(text) })),
}));
