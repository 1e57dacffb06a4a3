import type { ApiSurface, KnownEndpoint, Ports } from '../../core/ports.ts';
import { carrying } from '../../core/session.ts';
import { defineScenario } from '../scenario.ts';
import type { Aim, Target } from '../scenario.ts';
import { isSuccess } from '../../core/status.ts';

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
  // Not even surveyed: whether it may be loaded is decided before anything is sent.
  if (new URL(origin).hostname !== '127.0.0.1') return { origin, targets: [], leftOut: [] };
  const leftOut: string[] = [];
  const targets: Target[] = [];
  for (const endpoint of await ports.endpoints()) {
    const reason = unfit(endpoint, api);
    if (reason) leftOut.push(`${endpoint.method} ${endpoint.path} (${reason})`);
    else targets.push(await targetOf(endpoint, ports));
  }
  return { origin, targets, leftOut };
}

/** Load repeats a request thousands of times: only what reads, and answered when it was asked once, may be repeated. */
function unfit({ method, path, status }: KnownEndpoint, api: ApiSurface): string | undefined {
  if (method.toUpperCase() !== 'GET') return 'it may write';
  if (typeof status !== 'number') return status.missing;
  if (path === api.openapi) return 'it describes the API and is no work of it';
  return !isSuccess(status) ? `it answers ${status}` : undefined;
}

async function targetOf({ method, path, url, role }: KnownEndpoint, ports: Ports): Promise<Target> {
  return {
    name: `${method} ${path}`, method, path: url,
    headers: { accept: 'application/json', ...(role !== undefined && carrying(ports.platform.api?.login, await ports.token(role))) },
  };
}
