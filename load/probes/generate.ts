import { Worker } from 'node:worker_threads';
import { FaultError, fault } from '../../core/fault.ts';
import type { Generated, LoadPlan, Report } from './plan.ts';

/** Beyond the planned time the thread gets this long to end before it is ended. */
const graceMs = 10_000;

/**
 * Runs a generator in its own thread until it is done, the time is over, or the run ends; the thread never outlives this call.
 * A plan with a rate is an open model (undici), one without measures closed-loop capacity (autocannon). Throws for anything but this machine.
 */
export async function generate(plan: LoadPlan, signal: AbortSignal, second: (done: number) => void): Promise<Generated> {
  onlyThisMachine(plan.origin);
  signal.throwIfAborted();
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  const worker = new Worker(new URL(`./${plan.ratePerSecond === undefined ? 'closed' : 'open'}-generator${extension}`, import.meta.url), { workerData: plan, execArgv: [], stdout: true, stderr: true });
  // What the generator's packages print (a warning about a timer) is nothing for the user's terminal; its errors arrive as events.
  worker.stdout.resume();
  worker.stderr.resume();
  const limitMs = (plan.warmupSeconds + plan.durationSeconds + plan.timeoutSeconds) * 1000 + graceMs;
  try {
    return await new Promise<Generated>((resolve, reject) => {
      const time = setTimeout(() => reject(new FaultError(fault('probe-timeout', `the load generator did not end within ${limitMs / 1000} s`))), limitMs);
      time.unref();
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      worker.on('message', (report: Report) => ('done' in report ? resolve(report.done) : second(report.second)));
      worker.on('error', (cause) => reject(new FaultError(fault('probe-failed', 'the load generator broke off', { cause }))));
      worker.on('exit', (code) => reject(new FaultError(fault('probe-failed', `the load generator ended with ${code} before it was done`))));
    });
  } finally {
    await worker.terminate();
  }
}

/** Load is an attack when it hits somebody else: it goes to this machine's loopback address and nowhere else. */
export function onlyThisMachine(origin: string): void {
  const { protocol, hostname } = new URL(origin);
  if (protocol !== 'http:' || hostname !== '127.0.0.1') {
    throw new FaultError(fault('probe-failed', `load is sent to http://127.0.0.1 only, and the platform’s address is ${origin}`, {
      fix: 'Let assay boot the stack itself; it never loads a platform that runs elsewhere.',
    }));
  }
}
