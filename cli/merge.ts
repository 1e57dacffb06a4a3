import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fault, FaultError } from '../core/fault.ts';
import { foldRun } from '../core/fold.ts';
import { mergeRuns, whyApart, type Whole } from '../core/merge.ts';
import { canonical } from '../core/seal.ts';
import type { EventOf, EvidenceRef, Fault, RunEvent } from '../core/types.ts';
import { checksOf, exitOf, probesOf } from '../engine/run.ts';
import { createRun, findRun, newRunId, readEvents } from '../engine/runs.ts';
import { EvidenceStore } from '../engine/store.ts';
import { assemble } from './assemble.ts';
import { runBefore } from './past.ts';
import { circumstancesFile, readCircumstance } from './circumstances.ts';
import { lookupIn, wantedReports, writeReports } from './reporters.ts';
import { say, sayFault } from './say.ts';
import { saySummary } from './summary.ts';

export interface MergeOptions {
  readonly cwd: string;
  /** The folder of the run that is made; a new one beside the platform's other runs when it is left out. */
  readonly out?: string | undefined;
  /** What the parts together were to be; everything that the standard demands when it is left out. */
  readonly only: readonly string[];
  readonly reporter: readonly string[];
}

interface Part {
  readonly id: string;
  readonly folder: string;
  readonly events: readonly RunEvent[];
  readonly start: EventOf<'run-started'>;
}

/** `assay merge RUN…`: one run out of the runs of shards. Refuses runs that do not belong together; evidence is copied and compared with its digest. */
export async function runMerge(names: readonly string[], options: MergeOptions): Promise<number> {
  const parts = names.map((name) => partOf(name, options.cwd));
  refuse(parts);
  const { id, folder } = place(options);
  const whole = await wholeOf(parts, options, id);
  const events = mergeRuns(parts.map((part) => part.events), whole, exitOf);
  for (const part of parts) copyEvidence(part, folder);
  writeFileSync(join(folder, circumstancesFile), readFileSync(join(parts[0]?.folder ?? '', circumstancesFile)));
  writeFileSync(join(folder, 'events.ndjson'), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  return report(folder, events, options);
}

async function report(folder: string, events: readonly RunEvent[], { cwd, reporter }: MergeOptions): Promise<number> {
  const view = foldRun(events);
  const previous = existsSync(cwd) ? runBefore(resolve(cwd), view.header) : undefined;
  const lookup = lookupIn(new EvidenceStore(folder), previous);
  const { files, faults } = await writeReports(await wantedReports(['html', 'json', ...reporter]), view, { lookup, folder }, say);
  saySummary(view, lookup, files.get('html'));
  for (const each of faults) sayFault(each);
  return faults.length > 0 && view.exit === 0 ? 3 : (view.exit ?? 3);
}

function partOf(name: string, root: string): Part {
  const { id, folder } = findRun(root, name);
  const events = readEvents(folder);
  return { id, folder, events, start: events[0] as EventOf<'run-started'> };
}

function place({ cwd, out }: MergeOptions): { readonly id: string; readonly folder: string } {
  if (out === undefined) return createRun(resolve(cwd), Date.now());
  const folder = resolve(out);
  if (existsSync(join(folder, 'events.ndjson'))) throw apart(`${out} holds a run already`);
  mkdirSync(join(folder, 'evidence'), { recursive: true });
  return { id: newRunId(Date.now()), folder };
}

/** Runs of other platforms, versions, standards or configurations prove nothing together. */
function refuse(parts: readonly Part[]): void {
  const twice = parts.find(({ folder }, index) => parts.findIndex((other) => other.folder === folder) !== index);
  if (twice) throw apart(`${twice.id} is named twice`);
  const why = whyApart(parts.map(({ events }) => events));
  if (why !== undefined) throw apart(why);
  const [first, ...others] = parts;
  for (const other of others) {
    if (first && settledBy(first) !== settledBy(other)) throw apart(`the waivers, the baseline or the changes of ${first.id} and ${other.id} differ`);
  }
  const counts = new Set(parts.flatMap(({ start }) => (start.environment['shard'] === undefined ? [] : [start.environment['shard'].split('/')[1]])));
  if (counts.size > 1) throw apart(`they are shards of ${[...counts].join(' and of ')}`);
}

function apart(why: string): FaultError {
  return new FaultError(fault('usage', `these runs cannot be merged: ${why}`, { fix: 'Name runs of one platform, made by one version of assay from one state of the source, each once.' }));
}

/** Waivers, baseline and changes under which a part's findings were settled. */
function settledBy({ folder }: Part): string {
  const { waivers, baseline, changes } = readCircumstance(folder);
  return canonical({ waivers, baseline, changes });
}

/** The plan that the parts are parts of, from the platform's own configuration. */
async function wholeOf(parts: readonly Part[], options: MergeOptions, run: string): Promise<Whole> {
  const [first] = parts;
  if (!first) throw apart('no run was named');
  const { standard, profile, environment } = first.start;
  const only = options.only.length > 0 ? options.only : (environment['only'] ?? '').split(',').filter(Boolean);
  const { plan } = await assemble({ root: options.cwd, standard: standard.id, profile, only, trusted: true });
  if (plan.standard.version !== standard.version) throw apart(`they are of ${standard.id} ${standard.version}, this assay has ${plan.standard.version}`);
  return {
    run, standard: plan.standard, environment: environmentOf(parts), faults: missing(parts),
    planned: checksOf(plan.units).map((check) => check.info), probes: probesOf(plan.units).map(({ id, access }) => ({ id, access })),
  };
}

/** A shard of which nobody handed in the run. */
function missing(parts: readonly Part[]): readonly Fault[] {
  const shards = parts.flatMap(({ start }) => start.environment['shard'] ?? []);
  const count = Number(shards[0]?.split('/')[1] ?? 0);
  const lost = Array.from({ length: count }, (_, index) => `${index + 1}/${count}`).filter((shard) => !shards.includes(shard));
  return lost.length === 0 ? [] : [fault('part-missing', `${lost.length === 1 ? 'shard' : 'shards'} ${lost.join(', ')} ${lost.length === 1 ? 'is' : 'are'} missing`)];
}

/** What the parts have in common, what differs between them side by side, and which they were. */
function environmentOf(parts: readonly Part[]): Readonly<Record<string, string>> {
  const names = new Set(parts.flatMap(({ start }) => Object.keys(start.environment)).filter((name) => name !== 'shard'));
  const of = (name: string): string => [...new Set(parts.flatMap(({ start }) => start.environment[name] ?? []))].join(' · ');
  return { ...Object.fromEntries([...names].map((name) => [name, of(name)])), 'merged from': parts.map(({ id }) => id).join(', ') };
}

function copyEvidence({ events, folder }: Part, to: string): void {
  const [from, into] = [new EvidenceStore(folder), new EvidenceStore(to)];
  for (const { digest } of events.flatMap(refsIn)) {
    const path = into.path(digest);
    if (existsSync(path)) continue;
    writeFileSync(`${path}.part`, from.bytes(digest));
    renameSync(`${path}.part`, path);
  }
}

function refsIn(event: RunEvent): readonly EvidenceRef[] {
  if (event.type === 'evidence-attached') return [event.ref];
  return event.type === 'probe-finished' && 'digest' in event.result ? [event.result] : [];
}
