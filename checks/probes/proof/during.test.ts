import { expect, it } from 'vitest';
import type { Store } from '../../../core/ports.ts';
import type { Target } from '../../../core/proof/evidence.ts';
import { json, platform, ports, serve } from '../../../test/platform.ts';
import { cachesKnownOf } from './caches.ts';
import { httpWritable } from './during.ts';

const target: Target = { name: 'POST /notes', kind: 'http', service: 'api', method: 'POST', path: '/notes', writes: true, foundBy: ['openapi'] };

/** Whether a note that was acknowledged is found again in a list that is cached, by a platform that keeps it or does not. */
async function found(keeps: boolean): Promise<boolean | undefined> {
  const notes: unknown[] = [];
  const cache = new Map<string, string>();
  const server = await serve(({ method }, response, body) => {
    if (method === 'POST' && keeps) notes.push(JSON.parse(body));
    if (method === 'GET' && !cache.has('notes')) cache.set('notes', JSON.stringify(notes));
    json(response, 200, method === 'GET' ? (JSON.parse(cache.get('notes') ?? '') as unknown) : { ok: true });
  });
  const world = { flush: async (keys: readonly string[]) => keys.filter((key) => cache.delete(key)).length };
  const given = ports(platform({}), { stores: [{ name: 'redis', kind: 'redis', world } as unknown as Store] });
  cachesKnownOf(given.stack).set('redis', new Set(['notes']));
  const signal = AbortSignal.timeout(10_000);
  try {
    // Warm from before the outage.
    await fetch(`${server.origin}/notes`);
    const send = await httpWritable(server.origin, target, { method: 'POST', path: '/notes', body: { title: '${text}' }, readBack: '/notes' }).prepare(given, signal);
    return await (await send(2_000)).found?.(signal);
  } finally {
    await server.close();
  }
}

it('what was acknowledged in an outage is looked for past the caches', async () => {
  expect(await found(true)).toBe(true);
  expect(await found(false)).toBe(false);
});
