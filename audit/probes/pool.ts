import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { extractBatch, type Answer, type Batch, type WorkerSetup } from './worker.ts';

/** Files in one message, most workers, fewest files for which workers are started, longest time for one file (ms). */
const batchSize = 24;
const workerLimit = 8;
const inlineLimit = 40;
const fileTimeoutMs = 20_000;

interface PoolSetup {
  readonly root: string;
  readonly known: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly done: (files: number) => void;
}

/** Extracts all files on every core. A file that hangs its parser costs one worker and is reported as skipped. */
export async function extractAll(paths: readonly string[], setup: PoolSetup): Promise<readonly Answer[]> {
  if (paths.length <= inlineLimit) {
    const answers = await extractBatch({ paths }, { root: setup.root, known: setup.known, progress: new Int32Array(1) });
    setup.done(paths.length);
    return answers;
  }
  const queue: Batch[] = [];
  for (let at = 0; at < paths.length; at += batchSize) queue.push({ paths: paths.slice(at, at + batchSize) });
  const answers: Answer[] = [];
  const take = (got: readonly Answer[]): void => {
    answers.push(...got);
    setup.done(answers.length);
  };
  const lanes = Math.min(workerLimit, Math.max(1, availableParallelism()), queue.length);
  await Promise.all(Array.from({ length: lanes }, () => lane(queue, setup, take)));
  return answers;
}

/** One worker after the other until the queue is empty. */
async function lane(queue: Batch[], setup: PoolSetup, take: (got: readonly Answer[]) => void): Promise<void> {
  let worker: Watched | undefined;
  try {
    for (let batch = queue.shift(); batch; batch = queue.shift()) {
      setup.signal.throwIfAborted();
      worker ??= start(setup);
      const got = await worker.ask(batch);
      if (got) take(got);
      else {
        const stuck = Math.min(worker.at(), batch.paths.length - 1);
        await worker.end();
        worker = undefined;
        // What stands before the stuck file was read but its answers died with the worker: all but that one are asked again.
        take([{ path: batch.paths[stuck] ?? '', hash: '', result: { skipped: { path: batch.paths[stuck] ?? '', reason: `took longer than ${fileTimeoutMs / 1000} s or broke its reader` } } }]);
        const rest = batch.paths.filter((_, index) => index !== stuck);
        if (rest.length > 0) queue.push({ paths: rest });
      }
    }
  } finally {
    await worker?.end();
  }
}

interface Watched {
  readonly ask: (batch: Batch) => Promise<readonly Answer[] | undefined>;
  readonly at: () => number;
  readonly end: () => Promise<unknown>;
}

function start(setup: PoolSetup): Watched {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  const data: WorkerSetup & { readonly assay: 'extract' } = { assay: 'extract', root: setup.root, known: setup.known, progress };
  const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
  const worker = new Worker(new URL(file, import.meta.url), { workerData: data, execArgv: [], env: {} });
  const ask = (batch: Batch): Promise<readonly Answer[] | undefined> => new Promise((resolve, reject) => {
    let last = -1;
    const timer = setInterval(() => {
      const now = Atomics.load(progress, 0);
      if (now === last) settle(() => resolve(undefined));
      last = now;
    }, fileTimeoutMs);
    const settle = (act: () => void): void => {
      clearInterval(timer);
      worker.off('message', answered).off('error', broken).off('exit', broken);
      setup.signal.removeEventListener('abort', stop);
      act();
    };
    const stop = (): void => settle(() => reject(setup.signal.reason instanceof Error ? setup.signal.reason : new Error('aborted')));
    setup.signal.addEventListener('abort', stop);
    const answered = (got: readonly Answer[]): void => settle(() => resolve(got));
    const broken = (): void => settle(() => resolve(undefined));
    worker.on('message', answered).on('error', broken).on('exit', broken);
    worker.postMessage(batch);
  });
  return { ask, at: () => Atomics.load(progress, 0), end: () => worker.terminate() };
}
