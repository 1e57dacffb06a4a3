import { defineProbe } from '../../core/define.ts';
import { causeText } from '../../core/fault.ts';
import type { Ports, QueueSurface, Store } from '../../core/ports.ts';
import type { Json } from '../../core/types.ts';
import { queueStates, type QueueState, type QueueStates } from '../evidence/queue.ts';

/** Reads the keys in which BullMQ keeps a queue; nothing is taken from it. */
export default defineProbe<QueueStates>({
  id: 'queue-state',
  kind: queueStates,
  access: 'observe',
  timeoutMs: 60_000,
  without: (platform) => ((platform.queues ?? []).length > 0 ? undefined : 'the configuration names no queue (queues)'),
  async collect(ports, signal) {
    const queues = await Promise.all((ports.platform.queues ?? []).map((queue) => stateOf(ports, queue, signal)));
    return { subject: 'queues', body: { queues } };
  },
});

async function stateOf(ports: Ports, queue: QueueSurface, signal: AbortSignal): Promise<QueueState> {
  const unknown = { name: queue.name, store: queue.store, exists: false, waiting: 0, active: 0, delayed: 0, failed: 0, paused: false };
  const store = ports.stack.stores.find((each) => each.name === queue.store && each.kind === 'redis');
  if (!store) return { ...unknown, broke: `no Redis of the name ${queue.store} is in the stack` };
  try {
    return { ...unknown, ...(await bullmq(store, queue, signal)) };
  } catch (error) {
    signal.throwIfAborted();
    return { ...unknown, broke: causeText(error) };
  }
}

/** `wait` and `paused` are lists whose tail is next, `prioritized`, `delayed` and `failed` sorted sets, `meta` and each job hashes. */
async function bullmq(store: Store, queue: QueueSurface, signal: AbortSignal): Promise<Omit<QueueState, 'name' | 'store'>> {
  const key = (part: string): string => `${queue.prefix}:${queue.name}:${part}`;
  const ask = async (command: string, ...words: readonly Json[]): Promise<Json> => (await store.query(command, words, signal))[0]?.['value'] ?? null;
  const [meta, waiting, held, prioritized, active, delayed, failed, paused] = await Promise.all([
    ask('EXISTS', key('meta')), ask('LLEN', key('wait')), ask('LLEN', key('paused')), ask('ZCARD', key('prioritized')), ask('LLEN', key('active')),
    ask('ZCARD', key('delayed')), ask('ZCARD', key('failed')), ask('HGET', key('meta'), 'paused'),
  ]);
  const next = (await ask('LINDEX', key('wait'), -1)) ?? (await ask('LINDEX', key('paused'), -1));
  const since = typeof next === 'string' ? Number(await ask('HGET', key(next), 'timestamp')) : NaN;
  const now = await ask('TIME');
  const seconds = Array.isArray(now) ? Number((now as readonly Json[])[0]) : NaN;
  const oldest = seconds - since / 1_000;
  const workers = await workersOf(ask, queue);
  return {
    exists: meta === 1, waiting: Number(waiting) + Number(held) + Number(prioritized), active: Number(active), delayed: Number(delayed), failed: Number(failed), paused: paused !== null,
    ...(Number.isFinite(oldest) && since > 0 && { oldestSeconds: Math.max(0, oldest) }), ...(workers !== undefined && { workers }),
  };
}

/** A BullMQ worker names its connection `PREFIX:BASE64(NAME)`, with `:w:` and its own name behind it where it has one. */
async function workersOf(ask: (command: string, ...words: readonly Json[]) => Promise<Json>, queue: QueueSurface): Promise<number | undefined> {
  try {
    const clients = String(await ask('CLIENT', 'LIST'));
    const name = `${queue.prefix}:${Buffer.from(queue.name).toString('base64')}`;
    return clients.split('\n').filter((line) => line.includes(` name=${name} `) || line.includes(` name=${name}:w:`)).length;
  } catch {
    // Some servers forbid CLIENT LIST; then it is not known, which the evidence says by leaving it out.
    return undefined;
  }
}
