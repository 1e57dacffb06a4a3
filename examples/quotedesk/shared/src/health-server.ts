import type { IncomingMessage, ServerResponse } from 'node:http';
import { readiness, type Probes } from './health.ts';
import type { Logger } from './logger.ts';

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  type = 'application/json',
): void {
  response.writeHead(status, { 'content-type': type });
  response.end(JSON.stringify(body));
}

/** For services that are no HTTP API themselves: answers the two questions that an operator asks every service. */
export function serveHealth(probes: Probes, logger: Logger) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url?.split('?')[0];
    if (path === '/health/live') {
      sendJson(response, 200, { status: 'ok' });
    } else if (path === '/health/ready') {
      void readiness(probes, logger).then((state) =>
        sendJson(response, state.status === 'ready' ? 200 : 503, state),
      );
    } else {
      const problem = {
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        detail: 'There is nothing here.',
      };
      sendJson(response, 404, problem, 'application/problem+json');
    }
  };
}
