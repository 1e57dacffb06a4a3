import { setTimeout as delay } from 'node:timers/promises';
import { defineProbe } from '../../core/define.ts';
import { causeText, fault, FaultError } from '../../core/fault.ts';
import type { Ports, Store } from '../../core/ports.ts';
import { healthAnswers, type HealthAnswer, type HealthAnswers, type HealthRound, type StoreWord } from '../evidence/health.ts';

const rounds = 3;
const pauseMs = 200;
const answerLimitMs = 5_000;
const bodyLimit = 2_000;

/** Asks liveness and readiness, and every store directly at the same moment. */
export default defineProbe<HealthAnswers>({
  id: 'health-answers',
  kind: healthAnswers,
  access: 'observe',
  timeoutMs: 90_000,
  without: (platform) => (platform.api ? undefined : 'the configuration names no api'),
  async collect(ports, signal) {
    const { api } = ports.platform;
    const origin = api && ports.stack.origin(api.service);
    if (!api || origin === undefined) throw new FaultError(fault('probe-failed', `the api’s service ${api?.service ?? ''} is not in the stack`));
    const { live, ready } = api.health;
    const seen: HealthRound[] = [];
    for (let round = 0; round < rounds; round++) {
      if (round > 0) await delay(pauseMs, undefined, { signal });
      seen.push(await once(ports, origin, live, ready, signal));
    }
    return {
      subject: api.service,
      body: { service: api.service, origin, ...(live !== undefined && { livePath: live }), ...(ready !== undefined && { readyPath: ready }), rounds: seen },
    };
  },
});

async function once(ports: Ports, origin: string, live: string | undefined, ready: string | undefined, signal: AbortSignal): Promise<HealthRound> {
  const [liveness, readiness, stores] = await Promise.all([
    live === undefined ? undefined : asked(ports, origin + live, signal),
    ready === undefined ? undefined : asked(ports, origin + ready, signal),
    Promise.all(ports.stack.stores.map((store) => word(store, signal))),
  ]);
  return { ...(liveness && { live: liveness }), ...(readiness && { ready: readiness }), stores };
}

async function asked(ports: Ports, url: string, signal: AbortSignal): Promise<HealthAnswer> {
  const start = ports.clock.tick();
  try {
    const { status, body, ms } = await ports.http.request(url, { timeoutMs: answerLimitMs, signal });
    return { status, ms, body: body.slice(0, bodyLimit) };
  } catch (error) {
    signal.throwIfAborted();
    return { broke: causeText(error), ms: ports.clock.tick() - start };
  }
}

async function word(store: Store, signal: AbortSignal): Promise<StoreWord> {
  try {
    await store.ask(signal);
    return { name: store.name, kind: store.kind, ok: true };
  } catch (error) {
    signal.throwIfAborted();
    return { name: store.name, kind: store.kind, ok: false, words: causeText(error) };
  }
}
