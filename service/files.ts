import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fault, FaultError } from '../core/fault.ts';
import { runsFolder } from '../engine/runs.ts';
import { EvidenceStore } from '../engine/store.ts';
import { lookupIn } from '../cli/reporters.ts';
import html from '../reports/html.ts';
import json from '../reports/json.ts';
import { Tail } from './live/tail.ts';

/** Pages kept in memory, so that a page which is looked at is not rendered at each request. */
const keptPages = 8;
const mostBytes = 128 * 1024 * 1024;

export type Form = 'html' | 'json';

/**
 * The reports of runs whose folders are still there, rendered from their events: what is served is what assay itself makes of the sealed
 * evidence, under its own policy, and not whatever file lies beside it.
 */
export class RunFiles {
  readonly #root: string;
  readonly #kept = new Map<string, Promise<string>>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Undefined when the run's folder is gone. Throws a FaultError when it is there and cannot be read. */
  async report(run: string, form: Form): Promise<string | undefined> {
    const folder = join(runsFolder(this.#root), run);
    const path = join(folder, 'events.ndjson');
    if (!existsSync(path)) return undefined;
    const { mtimeMs, size } = statSync(path);
    if (size > mostBytes) throw new FaultError(fault('run-unreadable', `the events of ${run} have ${size} bytes, more than the ${mostBytes} that are read`));
    const key = `${run} ${form} ${mtimeMs} ${size}`;
    const kept = this.#kept.get(key) ?? renderRun(folder, form);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    for (const oldest of this.#kept.keys()) if (this.#kept.size > keptPages) this.#kept.delete(oldest);
    try {
      return await kept;
    } catch (error) {
      this.#kept.delete(key);
      throw error;
    }
  }
}

/** One report of the run in a folder. Throws a FaultError when its events cannot be read. */
export async function renderRun(folder: string, form: Form): Promise<string> {
  const tail = new Tail(join(folder, 'events.ndjson'));
  tail.read();
  if (tail.view.header.run === '') throw new FaultError(fault('run-unreadable', `the events in ${folder} have no beginning`));
  const rendered = await { html, json }[form].render(tail.view, lookupIn(new EvidenceStore(folder), undefined));
  return typeof rendered === 'string' ? rendered : Buffer.from(rendered).toString('utf8');
}
