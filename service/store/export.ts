import { closeSync, createReadStream, existsSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { sha256 } from '../../engine/store.ts';
import type { RunRecord } from '../../reports/words/record.ts';
import { parseRecord } from './record.ts';

/** What an export holds. The records themselves stay on disk: a history of years is read line by line. */
export interface Exported {
  readonly runs: ReadonlySet<string>;
  /** What was wrong with it, in sentences. */
  readonly complaints: readonly string[];
}

const chunkBytes = 65_536;

/**
 * The history as a file that only grows: one run a line, each line with the digest of the one before it. It is on the disk (fsync) before
 * the database hears of the run, because PGlite's own files may not survive a crash of the system.
 */
export class ExportFile {
  readonly #path: string;
  readonly #file: number;
  #last: string | null;

  private constructor(path: string, file: number, last: string | null) {
    this.#path = path;
    this.#file = file;
    this.#last = last;
  }

  static async open(path: string): Promise<{ readonly file: ExportFile; readonly exported: Exported }> {
    const torn = existsSync(path) && cutTorn(path) ? [`the last line of ${path} was cut off by a crash and is left out`] : [];
    const { runs, complaints, last } = await readBack(path);
    const file = openSync(path, 'a', 0o644);
    syncFolder(dirname(path));
    return { file: new ExportFile(path, file, last), exported: { runs, complaints: [...torn, ...complaints] } };
  }

  /** Every record that can be read, in the order in which they came. */
  async *records(): AsyncGenerator<RunRecord> {
    for await (const { record } of linesOf(this.#path)) if (record) yield record;
  }

  append(record: RunRecord): void {
    const line = JSON.stringify({ previous: this.#last, record });
    const bytes = Buffer.from(`${line}\n`);
    for (let written = 0; written < bytes.length;) written += writeSync(this.#file, bytes, written);
    fsyncSync(this.#file);
    this.#last = digestOf(line);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** A line without an end is no line: its run is imported again from its folder. */
function cutTorn(path: string): boolean {
  const file = openSync(path, 'r+');
  try {
    const { size } = fstatSync(file);
    const whole = endOfLastLine(file, size);
    if (whole < size) ftruncateSync(file, whole);
    return whole < size;
  } finally {
    closeSync(file);
  }
}

function endOfLastLine(file: number, size: number): number {
  const chunk = Buffer.alloc(chunkBytes);
  for (let end = size; end > 0; end -= chunkBytes) {
    const start = Math.max(0, end - chunkBytes);
    const read = readSync(file, chunk, 0, end - start, start);
    const at = chunk.subarray(0, read).lastIndexOf(0x0a);
    if (at >= 0) return start + at + 1;
  }
  return 0;
}

async function readBack(path: string): Promise<Exported & { readonly last: string | null }> {
  const runs = new Set<string>();
  const complaints: string[] = [];
  let last: string | null = null;
  if (!existsSync(path)) return { runs, complaints, last };
  for await (const { number, line, record, previous } of linesOf(path)) {
    if (!record) complaints.push(`${path}:${number} is no run of the history and is left out`);
    else if (previous !== last) complaints.push(`${path}:${number} does not follow the line before it: one was changed or taken out`);
    if (record) runs.add(record.run);
    last = digestOf(line);
  }
  return { runs, complaints, last };
}

interface Line {
  readonly number: number;
  readonly line: string;
  readonly record?: RunRecord;
  readonly previous?: unknown;
}

async function* linesOf(path: string): AsyncGenerator<Line> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path, { encoding: 'utf8' }), crlfDelay: Infinity })) yield parsed(++number, line);
}

function parsed(number: number, line: string): Line {
  try {
    const { previous, record } = JSON.parse(line) as { readonly previous: unknown; readonly record: unknown };
    return { number, line, previous, record: parseRecord(record) };
  } catch {
    return { number, line };
  }
}

function digestOf(line: string): string {
  return `sha256:${sha256(line)}`;
}

function syncFolder(folder: string): void {
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
