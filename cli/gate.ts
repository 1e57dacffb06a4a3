import { rmSync } from 'node:fs';
import { availableParallelism, platform as system, release, totalmem } from 'node:os';
import { join, relative } from 'node:path';
import { factsFolder } from '../audit/probes/cache.ts';
import type { Fault, Finding } from '../core/types.ts';
import { foldRun } from '../core/fold.ts';
import { EventBus } from '../engine/bus.ts';
import { Redactor } from '../engine/redact.ts';
import type { ProbeTools } from '../engine/probing.ts';
import { execute, exitOf, type RunRequest } from '../engine/run.ts';
import { createRun } from '../engine/runs.ts';
import { EvidenceStore } from '../engine/store.ts';
import type { DriverName } from '../stack/boot.ts';
import { assemble, type Assembled, type Choice } from './assemble.ts';
import { commitOf } from './commit.ts';
import { liveReport } from './live.ts';
import { memoryIn } from './memory.ts';
import { lookupIn, wantedReports, writeReports } from './reporters.ts';
import { runBefore } from './past.ts';
import { sealCircumstances } from './circumstances.ts';
import { version } from './self.ts';
import { colours, say, sayFault } from './say.ts';
import { cacheFolder, ownTemporary } from './temporary.ts';
import { saySummary } from './summary.ts';

export interface GateOptions extends Choice {
  readonly driver: DriverName | undefined;
  readonly keep: boolean;
  readonly reporter: readonly string[];
  readonly quiet: boolean;
  readonly json: boolean;
  readonly list: boolean;
  /** Install missing system parts first, as `assay doctor --fix` does. */
  readonly prepare: boolean;
  readonly cache: boolean;
  /** Show, or write, the mends of what can be mended for certain. */
  readonly fix?: 'print' | 'write' | undefined;
}

/** The whole run: assemble, execute, report. Returns the exit code once everything is on disk. */
export async function runGate(options: GateOptions, signal: AbortSignal): Promise<number> {
  const assembled = await assemble(options);
  const { loaded } = assembled;
  if (options.list) return listPlan(assembled);
  const cache = factsFolder(loaded.root);
  if (!options.cache) rmSync(cache, { recursive: true, force: true });
  if (options.prepare) await prepare(assembled, options);
  const reports = await wantedReports(['html', 'json', ...loaded.config.reporter, ...options.reporter, ...(options.json ? ['json=-'] : [])]);
  const { id, folder } = createRun(loaded.root, Date.now());
  const redactor = new Redactor();
  for (const secret of assembled.credentials.secrets) redactor.learn(secret);
  const store = new EvidenceStore(folder, redactor);
  const temporary = ownTemporary(cacheFolder(loaded.root), id, loaded.root, options.keep);
  const live = liveReport(options.quiet ? 'quiet' : process.stderr.isTTY ? 'tree' : 'log', colours(process.stderr), () => runBefore(loaded.root, { run: id, standard: assembled.plan.standard })?.run);
  let bus: EventBus | undefined;
  try {
    bus = new EventBus(id, join(folder, 'events.ndjson'), [live], redactor);
    const clock = { now: Date.now, tick: () => performance.now() };
    sealCircumstances(folder, assembled, redactor);
    const memory = memoryIn(cache);
    const result = await execute({
      assay: version, platform: assembled.platform, profile: assembled.profile, standard: assembled.plan.standard, units: assembled.plan.units,
      waivers: loaded.config.waivers, baseline: assembled.baseline, ...(assembled.changes && { changes: assembled.changes }), memory, environment: await environment(options), keep: options.keep,
      routes,
      boot: assembled.plan.needsStack
        ? async (stop, hooks) => (await import('./stack.ts')).bootPlatform(assembled, redactor, { run: id, runFolder: folder, driver: options.driver, keep: options.keep, taps: assembled.plan.needsTaps }, stop, hooks)
        : undefined,
    }, { platform: assembled.platform, store, bus, redactor, clock, survey }, signal);
    live.close();
    memory.save();
    return await report(result.exit, { folder, store, bus, reports, options, root: loaded.root });
  } finally {
    live.close();
    bus?.close();
    if (!stays(bus, options, signal)) temporary.remove();
  }
}

/** What a live run needs is loaded when it is asked for: an audit does without. */
const survey: NonNullable<ProbeTools['survey']> = async (ports, signal) => (await import('../checks/probes/http/survey.ts')).knownEndpoints(ports, signal);

const routes: NonNullable<RunRequest['routes']> = async (seen) => {
  const [{ sourceTree }, { servedOf }] = await Promise.all([import('../audit/facts.ts'), import('../audit/graph/served.ts')]);
  return seen.all(sourceTree).flatMap(({ body }) => servedOf(body));
};

/** Whether the stack goes on running after us. */
function stays(bus: EventBus | undefined, { keep }: GateOptions, signal: AbortSignal): boolean {
  return keep && !signal.aborted && bus?.events.some((event) => event.type === 'stack-changed' && event.phase === 'ready') === true;
}

async function prepare({ loaded: { config, root }, plan, profile }: Assembled, { driver }: GateOptions): Promise<void> {
  if (!plan.needsStack) return;
  const { prepareMachine } = await import('./doctor.ts');
  const graph = Object.values(config.stores).includes('neo4j') || !(config.stack?.profiles[profile]?.without ?? []).includes('neo4j');
  await prepareMachine({ root, browser: config.web !== undefined, graph, native: driver === 'native' }, (line) => process.stderr.write(`${line}\n`));
}

/** What would run, without running it. */
function listPlan({ plan }: Assembled): number {
  for (const unit of plan.units) {
    if (unit.probe) say(`probe  ${unit.probe.access.padEnd(8)} ${unit.probe.id}`);
    if (unit.check) say(`check  ${unit.check.info.family.padEnd(8)} ${unit.check.info.id}  ${unit.check.info.title}`);
  }
  return 0;
}

interface Finished {
  readonly folder: string;
  readonly root: string;
  readonly store: EvidenceStore;
  readonly bus: EventBus;
  readonly reports: Awaited<ReturnType<typeof wantedReports>>;
  readonly options: GateOptions;
}

async function report(exit: number, { folder, store, bus, reports, options, root }: Finished): Promise<number> {
  const view = foldRun(bus.events);
  const lookup = lookupIn(store, runBefore(root, view.header));
  const { files, faults } = await writeReports(reports, view, { lookup, folder }, (text) => say(text));
  if (!options.json && !reports.some((each) => each.file === '-')) {
    const html = files.get('html');
    saySummary(view, lookup, html && shown(html, root));
  }
  if (options.fix) await mend(view.findings, root, options);
  for (const each of faults) sayFault(each);
  return worse(exit, faults);
}

async function mend(findings: readonly Finding[], root: string, { fix, json }: GateOptions): Promise<void> {
  const { mendsFor, patchOf, writeMends } = await import('./fix.ts');
  const mends = mendsFor(findings, root);
  if (fix === 'write') writeMends(mends, root);
  const patch = patchOf(mends);
  if (json) process.stderr.write(patch);
  else say(mends.length === 0 ? '--fix: nothing here can be mended for certain' : `${patch}${fix === 'write' ? 'written' : 'not written; --fix=write does'}: a secret that is not set stops the program`);
}

/** A report that could not be written never leaves a pass behind. */
function worse(exit: number, faults: readonly Fault[]): number {
  return exit === 0 && faults.length > 0 ? exitOf('inconclusive', faults, false) : exit;
}

function shown(path: string, root: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') && !root.startsWith('..') ? path : short;
}

async function environment({ root, only, shard }: GateOptions): Promise<Readonly<Record<string, string>>> {
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  const commit = await commitOf(root);
  return {
    ...(commit !== undefined && { commit }), ...(shard && { shard: `${shard.index}/${shard.count}` }), ...(shard && only.length > 0 && { only: only.join(',') }),
    assay: version, node: process.versions.node, system: `${system()} ${release()}`, machine: `${availableParallelism()} cores, ${gigabytes} GiB`,
  };
}
