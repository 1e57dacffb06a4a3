import { enableCompileCache, flushCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { canonical } from '../../core/seal.ts';
import type * as Readers from '../extract/text.ts';
import { contentName, readSource, type Stamp } from './read.ts';

export interface Batch {
  /** `hash`: of the content that the cache knows; a file that still has it is only hashed. */
  readonly files: readonly { readonly path: string; readonly hash: string | undefined }[];
}
/** One answer a file, in the order of the batch. `hash` names its content. */
export interface Answer {
  readonly path: string;
  readonly hash: string;
  readonly stamp?: Stamp;
  /** What was read, as canonical JSON; absent where the cache has it already. */
  readonly result?: { readonly kind: 'facts' | 'skipped'; readonly json: string };
}
export interface WorkerSetup {
  readonly root: string;
  /** Index of the file of the batch that is being read, for whoever watches from outside. */
  readonly progress: Int32Array;
  /** Folder of compiled code that the process uses. */
  readonly compiled?: string | undefined;
}

/** Reads, hashes and extracts one file after the other. Runs in the worker and, for few files, in the main thread. */
export async function extractBatch({ files }: Batch, setup: WorkerSetup): Promise<readonly Answer[]> {
  let readers: typeof Readers | undefined;
  const answers: Answer[] = [];
  for (const [index, { path, hash: known }] of files.entries()) {
    Atomics.store(setup.progress, 0, index);
    const { stamp, ...read } = readSource(setup.root, path);
    if ('reason' in read) {
      if (read.reason !== 'gone before it was read') answers.push({ path, hash: '', ...(stamp && { stamp }), result: resultOf({ skipped: { path, reason: read.reason } }) });
      continue;
    }
    const hash = contentName(read.text);
    if (known === hash) {
      answers.push({ path, hash, ...(stamp && { stamp }) });
      continue;
    }
    // Compilers are only loaded where something changed.
    if (!readers) {
      readers = await import('../extract/text.ts');
      await readers.prepare(files.map((each) => each.path));
    }
    answers.push({ path, hash, ...(stamp && { stamp }), result: resultOf(readers.extract(path, read.text)) });
  }
  return answers;
}

function resultOf(of: Readers.Extracted): NonNullable<Answer['result']> {
  return 'facts' in of ? { kind: 'facts', json: canonical(of.facts) } : { kind: 'skipped', json: canonical(of.skipped) };
}

const port = parentPort;
if (port && (workerData as { readonly assay?: string } | null)?.assay === 'extract') {
  const setup = workerData as WorkerSetup;
  if (setup.compiled !== undefined) enableCompileCache(setup.compiled);
  port.on('message', (batch: Batch | 'load' | 'end') => {
    if (batch === 'load') return void import('../extract/text.ts').then((readers) => readers.prepare(['.ts']));
    if (batch !== 'end') return void extractBatch(batch, setup).then((answers) => port.postMessage(answers));
    flushCompileCache();
    port.close();
  });
}
