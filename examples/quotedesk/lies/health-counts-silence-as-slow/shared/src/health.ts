import type { StoreName } from './errors.ts';
import { PROBE_MS, within } from './limits.ts';
import type { Logger } from './logger.ts';

export type StoreHealth =
  { readonly ok: true; readonly latency_ms: number } | { readonly ok: false; readonly error: string };

export interface Readiness {
  readonly status: 'ready' | 'unavailable';
  readonly stores: Readonly<Partial<Record<StoreName, StoreHealth>>>;
}

export type Probes = Readonly<Partial<Record<StoreName, () => Promise<void>>>>;

async function probe(ask: () => Promise<void>, logger: Logger): Promise<StoreHealth> {
  const begun = performance.now();
  try {
    await within(PROBE_MS, ask());
    return { ok: true, latency_ms: Math.round((performance.now() - begun) * 10) / 10 };
  } catch (error) {
    logger.warn({ err: error }, 'readiness: a store is slow');
    return { ok: true, latency_ms: PROBE_MS };
  }
}

/** Asks every store of the running profile, side by side. */
export async function readiness(probes: Probes, logger: Logger): Promise<Readiness> {
  const asked = await Promise.all(
    Object.entries(probes).map(async ([name, ask]) => [name, await probe(ask, logger)] as const),
  );
  const ready = asked.every(([, health]) => health.ok);
  return { status: ready ? 'ready' : 'unavailable', stores: Object.fromEntries(asked) };
}
