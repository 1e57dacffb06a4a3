import type { EndpointSample, Ports } from '../../core/ports.ts';
import { defineScenario } from '../scenario.ts';
import type { Aim, Target } from '../scenario.ts';
import { bearer } from '../probes/login.ts';

/** Readable endpoints side by side, in turn on every connection: a page of the platform asks them so, too. */
export default defineScenario({
  id: 'slow-under-load',
  title: 'Every readable endpoint holds its time and answers while ten clients ask at once',
  without: (platform) => (platform.api ? undefined : 'the platform has no API: api is not configured'),
  explain: {
    means: 'Ten connections asked the API’s readable endpoints in turn, each sending its next request when the last was answered. The slowest hundredth took too long, requests failed, or too few were answered.',
    why: 'What works for one user need not work for ten at once: pools run out, queries queue, locks wait.',
    fix: 'Find what the slowest endpoint waits for (a missing index, a query for each row, a small pool). State your own threshold in the configuration under load.',
    examples: [{
      wrong: 'for (const row of rows) row.lines = await db.query(lines, [row.id]);   // 50 queries a request',
      right: 'const lines = await db.query(linesOfMany, [rows.map((row) => row.id)]);',
    }],
  },
  target: (ports) => aim(ports),
});

async function aim(ports: Ports): Promise<Aim> {
  const api = ports.platform.api;
  const origin = api && ports.stack.origin(api.service);
  if (!api || origin === undefined) return { origin: 'http://127.0.0.1', targets: [], leftOut: ['the API has no address: it is not running'] };
  const leftOut: string[] = [];
  const targets: Target[] = [];
  for (const endpoint of api.endpoints) {
    const reason = unfit(endpoint);
    if (reason) leftOut.push(`${endpoint.method} ${endpoint.path} (${reason})`);
    else targets.push(await targetOf(endpoint, ports));
  }
  return { origin, targets, leftOut };
}

/** Load repeats a request thousands of times: only what reads may be repeated. */
function unfit(endpoint: EndpointSample): string | undefined {
  if (endpoint.method.toUpperCase() !== 'GET') return 'it may write';
  if (endpoint.status !== undefined && (endpoint.status < 200 || endpoint.status > 299)) return `it answers ${endpoint.status} by design`;
  if (/\{[^}]+\}/.test(endpoint.sample ?? endpoint.path)) return 'its path needs a sample';
  return undefined;
}

async function targetOf(endpoint: EndpointSample, ports: Ports): Promise<Target> {
  const authorization = await bearer(ports, endpoint);
  return {
    name: `${endpoint.method} ${endpoint.path}`, method: endpoint.method, path: endpoint.sample ?? endpoint.path,
    headers: { accept: 'application/json', ...(authorization !== undefined && { authorization }) },
  };
}
