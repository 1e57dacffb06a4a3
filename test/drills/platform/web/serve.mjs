// One page, and a child of its own that must not outlive it.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';

spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>drill</title><h1>up</h1>'))
  .listen(Number(process.env.PORT), process.env.HOST ?? '0.0.0.0');
