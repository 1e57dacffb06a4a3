import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import type * as Readers from '../extract/text.ts';
import { readSource } from './read.ts';

export interface Batch {
  readonly paths: readonly string[];
}
/** One answer a file, in the order of the batch. `hash` names its content; `known` says that the cache already has it. */
export interface Answer {
  readonly path: string;
  readonly hash: string;
  readonly result?: Readers.Extracted;
}
export interface WorkerSetup {
  readonly root: string;
  /** Content hashes that the cache holds, by path: those files are only hashed. */
  readonly known: Readonly<Record<string, string>>;
  /** Index of the file of the batch that is being read, for whoever watches from outside. */
  readonly progress: Int32Array;
}

/** Reads, hashes and extracts one file after the other. Runs in the worker and, for small trees, in the main thread. */
export async function extractBatch(batch: Batch, setup: WorkerSetup): Promise<readonly Answer[]> {
  let readers: typeof Readers | undefined;
  const answers: Answer[] = [];
  for (const [index, path] of batch.paths.entries()) {
    Atomics.store(setup.progress, 0, index);
    const read = readSource(setup.root, path);
    if ('reason' in read) {
      if (read.reason !== 'gone before it was read') answers.push({ path, hash: '', result: { skipped: { path, reason: read.reason } } });
      continue;
    }
    const hash = createHash('sha256').update(read.text).digest('base64url').slice(0, 27);
    if (setup.known[path] === hash) {
      answers.push({ path, hash });
      continue;
    }
    // Compilers are only loaded where something changed.
    if (!readers) {
      readers = await import('../extract/text.ts');
      await readers.prepare(batch.paths);
    }
    answers.push({ path, hash, result: readers.extract(path, read.text) });
  }
  return answers;
}

const port = parentPort;
if (port && (workerData as { readonly assay?: string } | null)?.assay === 'extract') {
  const setup = workerData as WorkerSetup;
  port.on('message', (batch: Batch) => {
    void extractBatch(batch, setup).then((answers) => port.postMessage(answers));
  });
}
