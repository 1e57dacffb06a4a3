import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fault, FaultError } from '../core/fault.ts';
import type { RunEvent } from '../core/types.ts';

/** Where a platform's runs are kept. */
export function runsFolder(root: string): string {
  return join(root, '.assay', 'runs');
}

/** Makes the folder of a new run, named by time and four random digits, and points `latest` at it. */
export function createRun(root: string, now: number): { readonly id: string; readonly folder: string } {
  const id = newRunId(now);
  const folder = join(runsFolder(root), id);
  try {
    mkdirSync(join(folder, 'evidence'), { recursive: true });
    rmSync(join(runsFolder(root), 'latest'), { force: true });
    symlinkSync(id, join(runsFolder(root), 'latest'));
  } catch (error) {
    throw new FaultError(fault('evidence-unwritable', `the run’s folder ${folder} could not be made`, { cause: error }));
  }
  return { id, folder };
}

/** A run is named by its time, to the millisecond so that names sort as runs began, and four random digits. `now` is milliseconds since the epoch. */
export function newRunId(now: number): string {
  const stamp = new Date(now).toISOString().replace(/[-:.Z]/g, '').replace('T', '-');
  return `${stamp}-${randomBytes(2).toString('hex')}`;
}

/** Whether a name is that of a run. Runs of before names had milliseconds are runs too. */
export function isRunId(name: string): boolean {
  return /^\d{8}-\d{6}(?:\d{3})?-[0-9a-f]{4}$/.test(name);
}

/** Finds a run by its whole id, its last four digits, `latest`, or the folder that holds it (a path with a slash in it). */
export function findRun(root: string, name: string): { readonly id: string; readonly folder: string } {
  if (/[\\/]/.test(name)) return runIn(name);
  const folder = runsFolder(root);
  const ids = runsOf(root).map((run) => run.id);
  const matches = name === 'latest' ? ids.slice(-1) : ids.filter((id) => id === name || id.endsWith(`-${name}`));
  const [id] = matches;
  if (id === undefined || matches.length > 1) {
    throw new FaultError(fault('run-missing', matches.length > 1 ? `${name} names ${matches.length} runs: ${matches.join(', ')}` : `there is no run ${name} under ${folder}`));
  }
  return { id, folder: join(folder, id) };
}

/** A run that lies elsewhere, such as one that another machine made. */
function runIn(path: string): { readonly id: string; readonly folder: string } {
  const folder = resolve(path);
  if (!existsSync(join(folder, 'events.ndjson'))) throw new FaultError(fault('run-missing', `there is no run in ${path}: it has no events.ndjson`));
  return { id: readEvents(folder)[0]?.run ?? basename(folder), folder };
}

/** Every run that is kept, oldest first. */
export function runsOf(root: string): readonly { readonly id: string; readonly folder: string }[] {
  const folder = runsFolder(root);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter(isRunId).sort().map((id) => ({ id, folder: join(folder, id) }));
}

/** The event stream of a run as it was written. A line that does not parse, or another version, makes the run unreadable. */
export function readEvents(folder: string): readonly RunEvent[] {
  const path = join(folder, 'events.ndjson');
  if (!existsSync(path)) throw new FaultError(fault('run-unreadable', `${path} does not exist`));
  const events = readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line, index) => parseEvent(line, index, path));
  const [first] = events;
  if (first?.type !== 'run-started') throw new FaultError(fault('run-unreadable', `${path} does not begin with run-started`, { where: { uri: path, line: 1 } }));
  if (first.schema !== 1) throw new FaultError(fault('run-unreadable', `${path} has schema ${String(first.schema)}, this assay reads schema 1`, { where: { uri: path, line: 1 } }));
  return events;
}

function parseEvent(line: string, index: number, path: string): RunEvent {
  try {
    return JSON.parse(line) as RunEvent;
  } catch (error) {
    throw new FaultError(fault('run-unreadable', `${path}:${index + 1} is not an event`, { cause: error, where: { uri: path, line: index + 1 } }));
  }
}
