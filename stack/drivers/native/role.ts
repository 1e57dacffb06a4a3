import type { StoreSays } from '../../ready.ts';
import { answersHttp, listens, pause, roundMs } from '../../ready.ts';
import type { Spec, Started } from './process.ts';

/** How a service's process is started, now and again, and how it is known to be up. */
export interface Role {
  readonly spec: Spec;
  /** A new way of asking for each start of it; undefined where there is nothing to ask. */
  readonly asking: (() => (signal: AbortSignal) => Promise<StoreSays>) | undefined;
  /** Others wait for its end. */
  readonly ends: boolean;
  /** It has a port, so it may not end by itself. */
  readonly serves: boolean;
}

/** A service without port and health check counts as up when it has lived this long: one that cannot start ends sooner. */
const livedMs = 1_000;

/** Waits until the process answers, or, for one whose end others wait for, until it has ended with 0. Throws when it ends otherwise. */
export async function settle({ asking, ends, serves }: Role, process: Started, waiting: (detail: string) => void, signal: AbortSignal): Promise<'ready' | 'done'> {
  const began = performance.now();
  const ask = asking?.();
  for (;;) {
    signal.throwIfAborted();
    const code = process.code();
    if (code === 0 && (ends || !serves)) return 'done';
    if (code !== undefined) throw new Error(`it ended with exit code ${code}${code === 0 ? ' although it should serve a port' : ''}`);
    if (!ends) {
      const says = ask ? await ask(signal) : performance.now() - began >= livedMs ? { ready: true as const } : { waiting: 'it has only just started' };
      if ('ready' in says && process.code() === undefined) return 'ready';
      if ('refused' in says) throw new Error(says.refused);
      if ('waiting' in says) waiting(says.waiting);
    }
    await Promise.race([pause(roundMs(performance.now() - began), signal), process.ended]);
  }
}

/** Asks an app by its health address, else by its ports; undefined where it has neither. */
export function askingApp(health: string | undefined, ports: readonly number[]): Role['asking'] {
  if (health === undefined && ports.length === 0) return undefined;
  const attempt = health === undefined ? async () => (await Promise.all(ports.map((port) => listens(port)))).find((said) => said !== undefined) : () => answersHttp(health);
  return () => async () => {
    const said = await attempt();
    return said === undefined ? { ready: true } : { waiting: said };
  };
}
