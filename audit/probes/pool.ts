import { getCompileCacheDir } from 'node:module';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { canonical } from '../../core/seal.ts';
import { ownByPath } from '../own.ts';
import { extractBatch, type Answer, type Batch, type WorkerSetup } from './worker.ts';

/** Bytes and files in one message, most workers, fewest bytes for which workers are started, longest time for one file and for the end of a worker (ms). */
const batchBytes = 384 * 1024;
const batchFiles = 256;
const workerLimit = 8;
const inlineBytes = 512 * 1024;
/**
 * Bytes to parse for which one more worker is worth its start: each compiles the parser anew, about as much work as 10 MB of source. Below the second figure
 * only as many start as leave a core to every compiler thread; beyond it all cores are used.
 */
const laneBytes = 2 * 1024 * 1024;
const busyBytes = 12 * 1024 * 1024;
const fileTimeoutMs = 20_000;
const endTimeoutMs = 2_000;
/** Space for what lives shortly (MiB), the trees of a file among it: with the default they are copied again and again. */
const youngMegabytes = 96;

/** A file to read, how long it is, and what hash the cache knows of it. */
export interface Wanted {
  readonly path: string;
  readonly bytes: number;
  readonly hash: string | undefined;
}

interface PoolSetup {
  readonly root: string;
  readonly signal: AbortSignal;
  readonly done: (files: number) => void;
}

/** A worker that loads the compiler while the tree is listed, for the first lane of `extractAll`. To be killed in the end, needed or not. */
export function startEarly(root: string): Watched {
  const worker = start(root);
  worker.load();
  return worker;
}

/** Extracts all files on every core. A file that hangs its parser costs one worker and is reported as skipped. */
export async function extractAll(files: readonly Wanted[], setup: PoolSetup, early?: Watched): Promise<readonly Answer[]> {
  if (files.reduce((sum, { bytes }) => sum + bytes, 0) <= inlineBytes && files.length <= batchFiles) {
    const answers = await extractBatch({ files }, { root: setup.root, progress: new Int32Array(1) });
    setup.done(files.length);
    return answers;
  }
  const answers: Answer[] = [];
  const take = (got: readonly Answer[]): void => {
    answers.push(...got);
    setup.done(answers.length);
  };
  await Promise.all(lanesOf(files).map((queue, index) => lane(queue, setup, take, index === 0 ? early : undefined)));
  return answers;
}

/** One queue for each worker; workers that parse share theirs. Files that are only searched for imports have a worker of their own where a core is left for it. */
function lanesOf(files: readonly Wanted[]): readonly Batch[][] {
  const cores = Math.min(workerLimit, Math.max(1, availableParallelism()));
  const light = files.filter(({ path }) => ownByPath(path) !== undefined);
  const heavy = files.filter(({ path }) => ownByPath(path) === undefined);
  const bytes = heavy.reduce((sum, each) => sum + each.bytes, 0);
  const few = Math.min(Math.ceil(bytes / laneBytes), Math.floor(cores / 2));
  const parsing = Math.max(1, few, Math.min(Math.ceil(bytes / busyBytes), cores));
  const apart = light.length > 0 && heavy.length > 0 && parsing < cores;
  const queue = apart ? batchesOf(heavy) : [...batchesOf(heavy), ...batchesOf(light)];
  return [...Array.from({ length: Math.min(parsing, queue.length) }, () => queue), ...(apart ? [batchesOf(light)] : [])];
}

function batchesOf(files: readonly Wanted[]): Batch[] {
  const batches: Batch[] = [];
  let open: Wanted[] = [];
  let size = 0;
  for (const file of files) {
    open.push(file);
    size += file.bytes;
    if (size < batchBytes && open.length < batchFiles) continue;
    batches.push({ files: open });
    open = [];
    size = 0;
  }
  return open.length > 0 ? [...batches, { files: open }] : batches;
}

/** One worker after the other until the queue is empty. */
async function lane(queue: Batch[], setup: PoolSetup, take: (got: readonly Answer[]) => void, early?: Watched): Promise<void> {
  let worker = early;
  try {
    for (let batch = queue.shift(); batch; batch = queue.shift()) {
      setup.signal.throwIfAborted();
      worker ??= start(setup.root);
      const got = await worker.ask(batch, setup.signal);
      if (got) take(got);
      else {
        const stuck = Math.min(worker.at(), batch.files.length - 1);
        await worker.kill();
        worker = undefined;
        // What stands before the stuck file was read but its answers died with the worker: all but that one are asked again.
        const path = batch.files[stuck]?.path ?? '';
        take([{ path, hash: '', result: { kind: 'skipped', json: canonical({ path, reason: `took longer than ${fileTimeoutMs / 1000} s or broke its reader` }) } }]);
        const rest = batch.files.filter((_, index) => index !== stuck);
        if (rest.length > 0) queue.push({ files: rest });
      }
    }
  } finally {
    await worker?.end();
  }
}

export interface Watched {
  readonly load: () => void;
  readonly ask: (batch: Batch, signal: AbortSignal) => Promise<readonly Answer[] | undefined>;
  readonly at: () => number;
  /** Lets it keep its compiled code and go. */
  readonly end: () => Promise<unknown>;
  readonly kill: () => Promise<unknown>;
}

function start(root: string): Watched {
  const progress = new Int32Array(new SharedArrayBuffer(4));
  const data: WorkerSetup & { readonly assay: 'extract' } = { assay: 'extract', root, progress, compiled: getCompileCacheDir() };
  const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
  const worker = new Worker(new URL(file, import.meta.url), { workerData: data, execArgv: [], env: {}, resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } });
  const ask = (batch: Batch, signal: AbortSignal): Promise<readonly Answer[] | undefined> => new Promise((resolve, reject) => {
    let last = -1;
    const timer = setInterval(() => {
      const now = Atomics.load(progress, 0);
      if (now === last) settle(() => resolve(undefined));
      last = now;
    }, fileTimeoutMs);
    const settle = (act: () => void): void => {
      clearInterval(timer);
      worker.off('message', answered).off('error', broken).off('exit', broken);
      signal.removeEventListener('abort', stop);
      act();
    };
    const stop = (): void => settle(() => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted')));
    signal.addEventListener('abort', stop);
    const answered = (got: readonly Answer[]): void => settle(() => resolve(got));
    const broken = (): void => settle(() => resolve(undefined));
    worker.on('message', answered).on('error', broken).on('exit', broken);
    worker.postMessage(batch);
  });
  const end = async (): Promise<unknown> => {
    const gone = new Promise((resolve) => { worker.once('exit', resolve); });
    worker.postMessage('end');
    const timer = setTimeout(() => void worker.terminate(), endTimeoutMs);
    return gone.finally(() => clearTimeout(timer));
  };
  return { load: () => worker.postMessage('load'), ask, at: () => Atomics.load(progress, 0), end, kill: () => worker.terminate() };
}
