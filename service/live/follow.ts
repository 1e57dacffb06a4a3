import { existsSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { FaultError } from '../../core/fault.ts';
import type { RunView } from '../../core/fold.ts';
import { isRunId, runsFolder } from '../../engine/runs.ts';
import { liveParts, type LivePart } from '../../reports/html/live.ts';
import type { Html } from '../../reports/html/markup.ts';
import { LiveProof } from './proof.ts';
import { Tail } from './tail.ts';

/** Pages that may follow runs at once; one more is refused and asks again later. */
export const mostFollowers = 32;
/** How often the file is looked at, and a changed region is sent at most. */
const lookMs = 500;
/** Something is sent at least this often, so that neither side takes the other for gone. */
const heartbeatMs = 5_000;
/** What may wait for a page that does not read; beyond it the page is dropped, and comes back by itself when it lives. */
const waitingBytes = 4 * 1024 * 1024;
/** A stream that did not grow for so long belongs to a run that was cut off. */
const quietMs = 15 * 60_000;

/** One run that somebody follows: one tail for everyone who does. */
interface Followed {
  readonly path: string;
  readonly tail: Tail;
  readonly proof: LiveProof;
  readonly pages: Set<ServerResponse>;
  readonly timer: NodeJS.Timeout;
  readonly parts: Map<string, string>;
  sentAt: number;
}

/** Sends runs that go on to the pages that show them, as server-sent events: `part` with a region's new text, `end` when the run has ended. */
export class Follow {
  readonly #root: string;
  readonly #runs = new Map<string, Followed>();
  readonly #now: () => number;

  constructor(root: string, now: () => number = Date.now) {
    this.#root = root;
    this.#now = now;
  }

  /** Pages that follow now. */
  get followers(): number {
    return [...this.#runs.values()].reduce((sum, { pages }) => sum + pages.size, 0);
  }

  /** False when as many pages follow as may. */
  get hasRoom(): boolean {
    return this.followers < mostFollowers;
  }

  /** The run as far as it is written; undefined when its folder has no events. Throws a FaultError when they cannot be read. */
  view(run: string): RunView | undefined {
    const path = this.#pathOf(run);
    if (path === undefined) return undefined;
    const followed = this.#runs.get(run);
    const tail = followed?.tail ?? new Tail(path);
    if (!followed) tail.read();
    return tail.view;
  }

  /** The live proof of a run as far as its evidence is sealed. */
  proof(run: string, view: RunView): Html | undefined {
    const path = this.#pathOf(run);
    return path === undefined ? undefined : (this.#runs.get(run)?.proof ?? new LiveProof(dirname(path))).part(view);
  }

  /** True while the run's stream grows: it has not ended, and its last event is not long ago. */
  goesOn(run: string, view: RunView): boolean {
    return !view.finished && view.header.run !== '' && this.grows(run);
  }

  /** True when something was written to the run's stream not long ago. */
  grows(run: string): boolean {
    const path = this.#pathOf(run);
    return path !== undefined && this.#now() - statSync(path).mtimeMs < quietMs;
  }

  /** Sends the run to a page from now on. False when there are too many already, or nothing to follow. */
  add(run: string, page: ServerResponse): boolean {
    const path = this.#pathOf(run);
    if (path === undefined || !this.hasRoom) return false;
    const followed = this.#runs.get(run) ?? this.#start(run, path);
    followed.pages.add(page);
    page.on('close', () => this.#drop(run, page));
    page.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-accel-buffering': 'no' });
    page.write('retry: 2000\n\n');
    this.#look(run, followed);
    if (!page.writableEnded) page.write(this.#parts(followed).map((part) => message('part', part)).join(''));
    return true;
  }

  close(): void {
    for (const run of this.#runs.keys()) this.#end(run, undefined);
  }

  #pathOf(run: string): string | undefined {
    const path = join(runsFolder(this.#root), run, 'events.ndjson');
    return isRunId(run) && existsSync(path) ? path : undefined;
  }

  #start(run: string, path: string): Followed {
    const followed: Followed = { path, tail: new Tail(path), proof: new LiveProof(dirname(path)), pages: new Set(), parts: new Map(), sentAt: this.#now(), timer: setInterval(() => this.#look(run, followed), lookMs) };
    this.#runs.set(run, followed);
    return followed;
  }

  /** A stream that ended, was cut off or cannot be read is shown by the page itself, so the pages are told to load again. */
  #look(run: string, followed: Followed): void {
    try {
      if (followed.tail.read()) this.#send(run, followed, this.#parts(followed));
      if (!this.goesOn(run, followed.tail.view) && followed.tail.view.header.run !== '') return this.#end(run, message('end', { run }));
      if (this.#now() - followed.sentAt < heartbeatMs) return;
      this.#write(run, followed, ': still here\n\n');
      // What runs takes longer also while nothing is said of it.
      this.#send(run, followed, this.#parts(followed));
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#end(run, message('end', { run }));
    }
  }

  #parts({ tail, proof }: Followed): readonly LivePart[] {
    return liveParts(tail.view, this.#now(), proof.part(tail.view));
  }

  #send(run: string, followed: Followed, parts: readonly LivePart[]): void {
    const changed = parts.filter(({ id, html }) => followed.parts.get(id) !== html);
    for (const { id, html } of changed) followed.parts.set(id, html);
    if (changed.length > 0) this.#write(run, followed, changed.map((part) => message('part', part)).join(''));
  }

  #write(run: string, followed: Followed, text: string): void {
    followed.sentAt = this.#now();
    for (const page of followed.pages) {
      if (page.writableLength > waitingBytes) {
        page.destroy();
        this.#drop(run, page);
      } else page.write(text);
    }
  }

  #drop(run: string, page: ServerResponse): void {
    const followed = this.#runs.get(run);
    if (!followed?.pages.delete(page) || followed.pages.size > 0) return;
    clearInterval(followed.timer);
    this.#runs.delete(run);
  }

  #end(run: string, last: string | undefined): void {
    const followed = this.#runs.get(run);
    if (!followed) return;
    clearInterval(followed.timer);
    this.#runs.delete(run);
    for (const page of followed.pages) page.end(last);
  }
}

function message(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
