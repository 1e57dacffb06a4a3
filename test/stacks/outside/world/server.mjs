// Two hosts of others: exchange rates, and a model that answers in pieces when it is asked to.
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

const rates = { EUR: 0.9317, GBP: 0.7841, CHF: 0.8829, SEK: 10.4463 };

createServer(async (request, response) => {
  const url = new URL(request.url, 'http://world');
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const currency = /^\/v1\/rates\/(\w+)$/.exec(url.pathname)?.[1];
  if (currency !== undefined) {
    if (url.searchParams.get('key') !== '$for-a-test') return response.writeHead(401).end();
    if (!(currency in rates)) return response.writeHead(404).end();
    const body = gzipSync(JSON.stringify({ base: 'USD', currency, rate: rates[currency], as_of: '2026-11-27T16:00:00Z', source: 'Interbank Fixing 27 November' }));
    return response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(body);
  }
  if (url.pathname === '/v1/chat/completions') {
    const { messages, stream } = JSON.parse(Buffer.concat(chunks).toString());
    const said = messages.at(-1).content;
    const words = `Described under number ${parseInt(createHash('sha256').update(said).digest('hex').slice(0, 6), 16)}: ${said}, sturdy and easily stacked.`.split(/(?<= )/);
    if (!stream) return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ choices: [{ message: { role: 'assistant', content: words.join('') } }] }));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const content of words) response.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`);
    return response.end('data: [DONE]\n\n');
  }
  response.writeHead(url.pathname === '/' ? 200 : 404).end();
}).listen(Number(process.env.PORT), process.env.HOST ?? '0.0.0.0');
