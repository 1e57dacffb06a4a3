import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** Long enough for the scheduler to take turns several times, short enough to be no load of its own. */
const spinMs = 80;
/** Whoever asks again so soon is told the same. */
const freshMs = 1_500;

const spin = `
const { parentPort } = require('node:worker_threads');
parentPort.once('message', (ms) => {
  const began = process.threadCpuUsage(), from = performance.now();
  while (performance.now() - from < ms);
  const { user, system } = process.threadCpuUsage(began);
  parentPort.postMessage((user + system) / 1000 / (performance.now() - from));
});
parentPort.postMessage('ready');`;

/**
 * What share of the processors a program is granted that wants all of them: one thread for each counts for a moment how long it ran of the time that passed.
 * Near 1 where nobody else wants any; a half where others want as much. It does not matter how fast the machine is.
 */
export function grantMeter(parallelism = availableParallelism()): () => Promise<number> {
  let last: { readonly at: number; readonly share: Promise<number> } | undefined;
  return () => {
    const now = performance.now();
    if (last === undefined || now - last.at > freshMs) last = { at: now, share: measured(parallelism) };
    return last.share;
  };
}

async function measured(parallelism: number): Promise<number> {
  const workers = Array.from({ length: parallelism }, () => new Worker(spin, { eval: true }));
  try {
    await Promise.all(workers.map(heard));
    // All at once: they are to want the processors together.
    const shares = Promise.all(workers.map(heard));
    for (const worker of workers) worker.postMessage(spinMs);
    return Math.min(1, (await shares).reduce<number>((sum, share) => sum + Number(share), 0) / parallelism);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function heard(worker: Worker): Promise<unknown> {
  return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
}
