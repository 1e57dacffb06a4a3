import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import { messageOf, StoreUnavailable } from '@quotedesk/shared/errors.ts';
import { sendJson } from '@quotedesk/shared/health-server.ts';
import { isAllowedOrigin } from '@quotedesk/shared/origin.ts';
import { bearerToken, type Sessions } from '@quotedesk/shared/sessions.ts';
import { createMcpServer, type ToolContext } from './tools.ts';

export interface McpContext extends ToolContext {
  readonly sessions: Sessions;
  readonly origins: readonly string[];
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Stateless: each request brings its token and gets its whole answer, so any process can serve any of them. */
export function serveMcp(context: McpContext): Handler {
  return async (request, response) => {
    try {
      const refusal = await refuses(request, context);
      if (refusal !== undefined) {
        sendProblem(response, ...refusal);
        return;
      }
      await answerMcp(request, response, context);
    } catch (error) {
      context.logger.error(
        { err: error, cause: error instanceof Error ? error.cause : undefined },
        'request failed',
      );
      if (response.headersSent) {
        response.destroy();
      } else if (error instanceof StoreUnavailable) {
        sendProblem(response, 503, `${messageOf(error)}; try again later.`);
      } else {
        sendProblem(response, 500, 'The request could not be completed.');
      }
    }
  };
}

async function refuses(
  request: IncomingMessage,
  { origins, sessions }: McpContext,
): Promise<readonly [number, string] | undefined> {
  if (!isAllowedOrigin(request.headers.origin, origins)) {
    return [403, 'This origin may not connect.'];
  }
  const token = bearerToken(request.headers.authorization);
  if (token !== undefined && (await sessions.verify(token)) === undefined) {
    return [401, 'A valid bearer token is necessary.'];
  }
  return request.method === 'POST' ? undefined : [405, 'This server answers POST only.'];
}

async function answerMcp(
  request: IncomingMessage,
  response: ServerResponse,
  context: McpContext,
): Promise<void> {
  const server = createMcpServer(context);
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  response.on('close', () => {
    server.close().catch((error: unknown) => context.logger.warn({ err: error }, 'closing'));
  });
  await server.connect(transport);
  await transport.handleRequest(request, response);
}

function sendProblem(response: ServerResponse, status: number, detail: string): void {
  const extra = status === 401 ? { 'www-authenticate': 'Bearer' } : status === 405 ? { allow: 'POST' } : {};
  Object.entries(extra).forEach(([name, value]) => response.setHeader(name, value));
  const problem = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail };
  sendJson(response, status, problem, 'application/problem+json');
}
