import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(readFileSync('dist/index.html')))
  .listen(Number(process.env.PORT), process.env.HOST ?? '0.0.0.0');
