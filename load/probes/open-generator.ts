import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Pool } from 'undici';
import { measured } from './measured.ts';
import type { LoadPlan, Report, Target } from './plan.ts';
import type { Tally } from './tally.ts';

/** More requests under way than this are not sent: the platform has fallen behind for good, and memory is not endless. */
const underWayLimit = 5_000;

/**
 * Sends requests at a constant rate, whatever the platform does, as users do who do not know of each other. A latency counts from the
 * moment at which the request was due: waiting for a connection, or for a generator that is late, is waiting all the same.
 */
async function drive(plan: LoadPlan, seconds: number, tally: Tally): Promise<void> {
  const rate = plan.ratePerSecond ?? 1;
  const pool = new Pool(plan.origin, { connections: plan.connections, pipelining: 1 });
  const underWay = new Set<Promise<void>>();
  const start = performance.now();
  const total = Math.round(rate * seconds);
  for (let number = 0; number < total; number++) {
    const due = start + (number * 1000) / rate;
    const early = due - performance.now();
    if (early > 1) await wait(early);
    const index = number % plan.targets.length;
    tally.sent(index);
    if (underWay.size >= underWayLimit) {
      tally.failed(index, `not sent: ${underWayLimit} requests were under way`);
      continue;
    }
    const request = ask(pool, plan, index, due, tally);
    underWay.add(request);
    void request.then(() => underWay.delete(request));
  }
  await Promise.all(underWay);
  await pool.destroy();
}

/** One request, which never rejects: it ends as an answer, an error or a timeout. */
async function ask(pool: Pool, plan: LoadPlan, index: number, due: number, tally: Tally): Promise<void> {
  const { method, path, headers, body } = plan.targets[index] as Target;
  const timeoutMs = plan.timeoutSeconds * 1000;
  const giveUp = AbortSignal.timeout(Math.max(1, Math.round(due + timeoutMs - performance.now())));
  try {
    const answer = await pool.request({ method: method as 'GET', path, headers, ...(body !== undefined && { body }), signal: giveUp });
    await answer.body.dump({ limit: Number.MAX_SAFE_INTEGER });
    tally.answered(index, answer.statusCode, performance.now() - due);
  } catch (error) {
    if (giveUp.aborted) tally.timedOut(index, timeoutMs);
    else tally.failed(index, error instanceof Error ? error.message : String(error));
  }
}

const say = (report: Report): void => parentPort?.postMessage(report);

say({ done: await measured(workerData as LoadPlan, say, drive) });
