import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { asFault, fault, FaultError } from '../core/fault.ts';
import type { Shard } from '../core/shard.ts';
import type { Family } from '../core/types.ts';
import type { GateOptions } from './gate.ts';
import { sayFault } from './say.ts';
import { resolveOurselves, version } from './self.ts';
import type { MergeOptions } from './merge.ts';
import type { ServeOptions } from './serve.ts';
import type { UiOptions } from './ui.ts';

// Each command's module is loaded when it is called: an audit does not wait for the drivers of a stack.
const exitCodes = `
Exit codes: 0 pass · 1 the gate failed · 2 usage or configuration · 3 inconclusive, or the harness itself failed · 130 interrupted.
A run that examined nothing is never a pass.`;

/** Runs the command line and leaves its exit code in `process.exitCode`, so that everything is flushed first. */
export async function main(argv: readonly string[]): Promise<void> {
  resolveOurselves();
  const stop = interruptible();
  try {
    await program(stop.signal, (code) => { process.exitCode = code; }).parseAsync(argv, { from: 'user' });
  } catch (error) {
    process.exitCode = exitOfError(error);
  } finally {
    stop.done();
  }
}

function exitOfError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const raised = error instanceof FaultError ? error.fault : asFault(error, 'internal', 'assay itself failed');
  sayFault(raised);
  if (!(error instanceof FaultError) && process.env['ASSAY_DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  return raised.exit;
}

/** The first Ctrl-C ends the run in order; a second one ends the process at once. */
function interruptible(): { readonly signal: AbortSignal; readonly done: () => void } {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(130);
    process.stderr.write(`\n${name}: ending in order, once more to leave at once\n`);
    controller.abort(new FaultError(fault('interrupted', `the run was interrupted by ${name}`)));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    done: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}

type Exit = (code: number) => void;

function program(signal: AbortSignal, exit: Exit): Command {
  const assay = new Command('assay')
    .description('Is it ready to release, and can you prove it?')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(assay --help shows what there is)')
    .addHelpText('after', exitCodes);
  addInit(assay, exit);
  addRuns(assay, signal, exit);
  addStack(assay, signal, exit);
  addDoctor(assay, exit);
  addPast(assay, exit);
  addService(assay, signal, exit);
  assay.command('explain').argument('<id>', 'a rule, check, flow or scenario').description('what it means, why it matters, how to mend it')
    .option('-C, --cwd <dir>', 'the platform’s folder', '.')
    .action(async (id: string, options: { cwd: string }) => exit(await (await import('./explain.ts')).runExplain(id, options.cwd)));
  return assay;
}

function addInit(assay: Command, exit: Exit): void {
  assay.command('init').description('look at a platform and write an assay.config.ts that runs')
    .option('-C, --cwd <dir>', 'the platform’s folder', '.').option('--force', 'write over a configuration that is there')
    .action(async (options: { cwd: string; force?: boolean }) => exit(await (await import('./init.ts')).runInit({ cwd: options.cwd, force: options.force === true })));
}

function addRuns(assay: Command, signal: AbortSignal, exit: Exit): void {
  common(assay.command('gate').description('the whole run: boot, audit, check, drive, load, judge, report'))
    .option('-C, --cwd <dir>', 'the platform’s folder', '.')
    .option('--only <names>', 'only these families or checks, by comma', list, [])
    .option('--list', 'print what would run, and stop')
    .option('--shard <i/n>', 'this machine’s part of a run that n machines share; assay merge puts them together', shardOption)
    .action(async (options: RunFlags) => exit(await (await import('./gate.ts')).runGate({ ...gateOptions(options, options.cwd, options.only, true), shard: options.shard }, signal)));
  const families: readonly (readonly [string, Family, string])[] = [
    ['audit', 'audit', 'the source alone: mock data, hardcoded configuration, failures turned into answers'],
    ['check', 'check', 'the running stack: stores, endpoints, authentication, configuration'],
    ['prove', 'proof', 'the live proof: every endpoint’s data come from the stores and follow them, and every failure is honest'],
    ['e2e', 'e2e', 'the browser flows'],
    ['load', 'load', 'the load scenarios'],
  ];
  for (const [name, family, description] of families) {
    const command = common(assay.command(name).argument('[path]', 'the platform’s folder').description(description));
    if (family === 'audit') command.option('--since <revision>', 'count only findings on lines that changed since then, and those that a change made reachable')
      .option('--no-helpers', 'do not ask tools that are not ours (secretlint, jscpd): what they would look for stays unproven')
      .addOption(new Option('--fix [how]', 'take constants away that become a secret: print the patch, or write it').choices(['print', 'write']).preset('print'));
    command.option('-C, --cwd <dir>', 'the platform’s folder; its configuration and rules are trusted', '.')
      .action(async (path: string | undefined, options: RunFlags) => {
        const trusted = family !== 'audit' || path === undefined;
        exit(await (await import('./gate.ts')).runGate(gateOptions({ ...options, standard: options.standard ?? (family === 'audit' ? 'weekly' : undefined) }, path ?? options.cwd, [family], trusted), signal));
      });
  }
}

interface RunFlags {
  readonly cwd: string;
  readonly only: readonly string[];
  readonly standard?: string | undefined;
  readonly profile?: string;
  readonly driver?: 'compose' | 'native' | 'attached';
  readonly keep?: boolean;
  readonly reporter: readonly string[];
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly list?: boolean;
  readonly shard?: Shard;
  readonly prepare?: boolean;
  readonly cache?: boolean;
  readonly helpers?: boolean;
  readonly since?: string;
  readonly fix?: 'print' | 'write';
}

function common(command: Command): Command {
  return command
    .option('--standard <id>', 'what is demanded: release, weekly, monthly, quarterly, attached, self, demo')
    .option('--profile <name>', 'a profile of the configuration')
    .addOption(new Option('--driver <name>', 'how to boot').choices(['compose', 'native', 'attached']))
    .option('--keep', 'leave the stack running')
    .option('--reporter <name[=file],…>', 'more reports, to a file or (=-) to stdout', list, [])
    .option('--no-cache', 'read every source file anew')
    .option('--prepare', 'install missing system parts first (as root; another user is told the commands)')
    .option('--quiet', 'no progress, only the result')
    .option('--json', 'the JSON report on stdout and nothing else there');
}

function gateOptions(flags: RunFlags, root: string, only: readonly string[], trusted: boolean): GateOptions {
  return {
    root, only, trusted, since: flags.since, standard: flags.standard, profile: flags.profile, driver: flags.driver,
    keep: flags.keep === true, reporter: flags.reporter, quiet: flags.quiet === true, json: flags.json === true, list: flags.list === true, prepare: flags.prepare === true, cache: flags.cache !== false, helpers: flags.helpers, fix: flags.fix,
  };
}

function addStack(assay: Command, signal: AbortSignal, exit: Exit): void {
  assay.command('up').description('boot the stack, print its addresses, and keep it')
    .option('-C, --cwd <dir>', 'the platform’s folder', '.').option('--profile <name>', 'a profile of the configuration')
    .addOption(new Option('--driver <name>', 'how to boot').choices(['compose', 'native']))
    .action(async (options: { cwd: string; profile?: string; driver?: 'compose' | 'native' }) => exit(await (await import('./up.ts')).runUp(options, signal)));
  assay.command('down').description('take down what assay keeps for this platform, and what runs that are gone left behind')
    .option('-C, --cwd <dir>', 'the platform’s folder', '.')
    .action(async (options: { cwd: string }) => exit(await (await import('./up.ts')).runDown(options.cwd, signal)));
}

function addDoctor(assay: Command, exit: Exit): void {
  assay.command('doctor').description('what this machine has and lacks')
    .option('-C, --cwd <dir>', 'the platform’s folder', '.').option('--fix', 'install what is missing with the system’s package manager (as root)')
    .action(async (options: { cwd: string; fix?: boolean }) => exit(await (await import('./doctor.ts')).runDoctor({ cwd: options.cwd, fix: options.fix === true })));
}

function addPast(assay: Command, exit: Exit): void {
  assay.command('judge').argument('[run]', 'a run: latest, its id, or its last four digits', 'latest').description('judge again from sealed evidence, without stack, browser or network')
    .option('-C, --cwd <dir>', 'the platform’s folder', '.')
    .action(async (run: string, options: { cwd: string }) => exit(await (await import('./past.ts')).runJudge(run, options.cwd)));
  assay.command('report').argument('[run]', 'a run', 'latest').description('write reports of a run again')
    .option('-C, --cwd <dir>', 'the platform’s folder', '.').option('--reporter <name[=file],…>', 'which reports', list, []).option('--compare <base>', 'what opened and closed since that run')
    .action(async (run: string, options: { cwd: string; reporter: readonly string[]; compare?: string }) => exit(await (await import('./past.ts')).runReport(run, options.cwd, options.reporter, options.compare)));
  assay.command('merge').argument('<run...>', 'runs of shards: their ids, or their folders').description('one run out of those that several machines did a part of each')
    .option('-C, --cwd <dir>', 'the platform’s folder', '.').option('-o, --out <dir>', 'folder of the run that is made; a new one beside the others when it is left out')
    .option('--only <names>', 'what they were parts of, when it was not everything', list, []).option('--reporter <name[=file],…>', 'more reports', list, [])
    .action(async (runs: readonly string[], options: MergeOptions) => exit(await (await import('./merge.ts')).runMerge(runs, options)));
  assay.command('baseline').argument('[run]', 'a run', 'latest').description('take what a run found as known; an existing baseline only shrinks')
    .option('-C, --cwd <dir>', 'the platform’s folder', '.').option('--file <file>', 'the baseline, relative to the folder', 'assay.baseline.json')
    .action(async (run: string, options: { cwd: string; file: string }) => exit(await (await import('./baseline.ts')).runBaseline(run, options.cwd, options.file)));
  assay.command('show').argument('<what>', 'RUN for its evidence, RUN#N for a finding, RUN#sha256… for one piece of evidence').description('one finding or one piece of evidence, readable')
    .option('-C, --cwd <dir>', 'the platform’s folder', '.')
    .action(async (what: string, options: { cwd: string }) => exit(await (await import('./show.ts')).runShow(what, options.cwd)));
}

function addService(assay: Command, signal: AbortSignal, exit: Exit): void {
  assay.command('ui').argument('[run]', 'a run; the newest one when it is left out').description('the page of a run on this machine: live while it goes on, its report afterwards')
    .option('-C, --cwd <dir>', 'the platform’s folder', '.').option('--port <number>', 'port to listen on; 0 takes a free one', portNumber, 0).option('--open', 'ask the system to show it')
    .action(async (run: string | undefined, options: UiOptions) => exit(await (await import('./ui.ts')).runUi(run, options, signal)));
  assay.command('serve').description('the service: history of the runs, /metrics, /healthz, until it is interrupted')
    .option('-C, --cwd <dir>', 'the platform’s folder, whose runs are shown', '.')
    .option('--port <number>', 'port to listen on; 0 takes a free one', portNumber, 4600)
    .option('--host <name>', 'address to listen on', '127.0.0.1')
    .option('--database <url>', 'keep the history in this PostgreSQL (also ASSAY_DATABASE) instead of PGlite')
    .action(async (options: ServeOptions) => exit(await (await import('./serve.ts')).runServe(options, signal)));
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('It is a number from 0 to 65535.');
  return port;
}

/** `2/3` → the second of three. */
function shardOption(text: string): Shard {
  const [index = 0, count = 0] = /^\d{1,3}\/\d{1,3}$/.test(text) ? text.split('/').map(Number) : [];
  if (index < 1 || index > count) throw new InvalidArgumentError('It is a number, a slash and how many there are, such as 2/3.');
  return { index, count };
}

function list(text: string, before: readonly string[]): readonly string[] {
  return [...before, ...text.split(',').filter(Boolean)];
}
