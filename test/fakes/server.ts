import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listening, type TestServer } from '../server.ts';

/** A real HTTP server for a test to plant defects in. */
export function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<TestServer> {
  return listening(createServer(answer));
}

export function html(response: ServerResponse, body: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html><title>tried</title><body>${body}</body>`);
}

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json', 'access-control-allow-origin': '*' }).end(JSON.stringify(body));
}
