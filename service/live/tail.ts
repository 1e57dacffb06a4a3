import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { fault, FaultError } from '../../core/fault.ts';
import { applyEvent, emptyRun, type RunView } from '../../core/fold.ts';
import type { RunEvent } from '../../core/types.ts';

const chunkBytes = 1024 * 1024;
/** One event, with all its findings. */
const longestLineBytes = 32 * 1024 * 1024;
const mostBytes = 128 * 1024 * 1024;
const newline = 10;

/**
 * The growing event file of a run, folded as far as it is written. A last line without its end is waited for. Reading throws a FaultError
 * `run-unreadable` when the file is gone, became shorter, holds something else, or more than is read.
 */
export class Tail {
  readonly #path: string;
  #offset = 0;
  #rest: Buffer = Buffer.alloc(0);
  #view: RunView = emptyRun;

  constructor(path: string) {
    this.#path = path;
  }

  get view(): RunView {
    return this.#view;
  }

  /** Reads what came since the last time; true when there was a whole event. */
  read(): boolean {
    if (!existsSync(this.#path)) throw unreadable(`${this.#path} does not exist`);
    const file = openSync(this.#path, 'r');
    try {
      const { size } = fstatSync(file);
      if (size < this.#offset) throw unreadable(`${this.#path} became shorter while it was read`);
      if (size > mostBytes) throw unreadable(`${this.#path} has ${size} bytes, more than the ${mostBytes} that are read`);
      const before = this.#view;
      while (this.#offset < size) this.#take(file, Math.min(chunkBytes, size - this.#offset));
      return this.#view !== before;
    } finally {
      closeSync(file);
    }
  }

  #take(file: number, length: number): void {
    const chunk = Buffer.alloc(length);
    const bytes = readSync(file, chunk, 0, length, this.#offset);
    if (bytes === 0) throw unreadable(`${this.#path} became shorter while it was read`);
    this.#offset += bytes;
    const text = Buffer.concat([this.#rest, chunk.subarray(0, bytes)]);
    const end = text.lastIndexOf(newline);
    for (const line of text.subarray(0, end + 1).toString('utf8').split('\n')) if (line !== '') this.#apply(line);
    this.#rest = text.subarray(end + 1);
    if (this.#rest.length > longestLineBytes) throw unreadable(`${this.#path} has a line of more than ${longestLineBytes} bytes`);
  }

  #apply(line: string): void {
    const event = this.#parse(line);
    if (this.#view.header.run === '' && (event.type !== 'run-started' || event.schema !== 1)) throw unreadable(`${this.#path} does not begin with a run-started of schema 1`);
    this.#view = applyEvent(this.#view, event);
  }

  #parse(line: string): RunEvent {
    try {
      return JSON.parse(line) as RunEvent;
    } catch (error) {
      throw unreadable(`${this.#path} holds a line that is not an event`, error);
    }
  }
}

function unreadable(what: string, cause?: unknown): FaultError {
  return new FaultError(fault('run-unreadable', what, { cause }));
}
