import { createServer, type IncomingMessage } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';
import { listening, type TestServer } from './server.ts';

export interface McpRules {
  /** The HTTP status with which a request is refused, or undefined. */
  readonly refuses: (request: IncomingMessage) => number | undefined;
  readonly tools: boolean;
  readonly search: (query: string) => string;
}

/** A real, stateless MCP server on the loopback, made with the official SDK: `search` needs a query, `ping` needs nothing. */
export async function mcpServer(rules: McpRules): Promise<TestServer> {
  const server = createServer((request, response) => {
    const status = rules.refuses(request);
    if (status !== undefined || request.method !== 'POST') return void response.writeHead(status ?? 405, { 'content-type': 'application/json' }).end('{}');
    const mcp = made(rules);
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    response.on('close', () => void mcp.close());
    void mcp.connect(transport as unknown as Parameters<McpServer['connect']>[0]).then(() => transport.handleRequest(request, response));
  });
  return listening(server);
}

function made(rules: McpRules): McpServer {
  const mcp = new McpServer({ name: 'desk', version: '2.1.0' });
  if (!rules.tools) return mcp;
  mcp.registerTool('search', { inputSchema: { query: z.string() } }, ({ query }) => ({ content: [{ type: 'text', text: rules.search(query) }] }));
  mcp.registerTool('ping', {}, () => ({ content: [{ type: 'text', text: 'pong' }] }));
  return mcp;
}
