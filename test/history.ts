import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { foldRun } from '../core/fold.ts';
import type { RunEvent } from '../core/types.ts';
import { recordOf, type RunRecord } from '../reports/words/record.ts';
import { failing, inconclusive, passing } from './goldens/runs.ts';

const recordings = { pass: passing, fail: failing, inconclusive } as const;
const day = Date.parse('2026-11-01T00:00:00.000Z');

export interface MadeRun {
  readonly verdict?: keyof typeof recordings;
  readonly platform?: string;
  readonly standard?: string;
  readonly partial?: boolean;
}

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A platform's folder, until the tests of the file are done. */
export function platformFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assay-history-'));
  folders.push(folder);
  return folder;
}

/** The n-th run of a platform: an hour after the one before. */
export function runEvents(n: number, { verdict = 'pass', platform = 'quotedesk', standard, partial }: MadeRun = {}): readonly RunEvent[] {
  const events = recordings[verdict]().events;
  const moved = day + n * 3_600_000 - Date.parse(events[0]?.at ?? '');
  return events.map((event) => {
    const at = new Date(Date.parse(event.at) + moved).toISOString();
    if (event.type !== 'run-started') return { ...event, run: runId(n), at };
    const demands = partial ? event.standard.demands.map((demand) => ({ ...demand, required: false, reason: 'left out by --only audit' })) : event.standard.demands;
    return { ...event, run: runId(n), at, platform, standard: { ...event.standard, id: standard ?? event.standard.id, demands } };
  });
}

export function runId(n: number): string {
  return `${new Date(day + n * 3_600_000).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)}-${n.toString(16).padStart(4, '0')}`;
}

export function runRecord(n: number, made: MadeRun = {}): RunRecord {
  return recordOf(foldRun(runEvents(n, made)));
}

/** Writes the run's folder as the engine does; returns its id. */
export function writeRun(root: string, n: number, made: MadeRun = {}): string {
  const folder = join(root, '.assay', 'runs', runId(n));
  mkdirSync(join(folder, 'evidence'), { recursive: true });
  writeFileSync(join(folder, 'events.ndjson'), runEvents(n, made).map((event) => `${JSON.stringify(event)}\n`).join(''));
  return runId(n);
}
