import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bare } from './bare.ts';
import { loadNow, median, note, seconds } from './measure.ts';

const bin = fileURLToPath(new URL('../bin/assay.js', import.meta.url));
const bareFile = fileURLToPath(new URL('bare.ts', import.meta.url));
const rounds = 3;
const changedFiles = 10;

/**
 * assay's audit of a big tree, each round beside one bare thread that only parses the same files: nothing cached, nothing changed, ten files changed,
 * and a tree of twice the files. Works on copies. With ASSAY_BENCH_ESLINT, a folder with an
 * eslint.config.mjs where eslint and the plugins that it names are installed, ESLint runs once on the same copy.
 */
export function audit(folder: string): void {
  const load = loadNow();
  const work = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  try {
    const one = join(work, 'one');
    const two = join(work, 'two');
    for (const to of [one, join(two, 'a'), join(two, 'b')]) cpSync(folder, to, { recursive: true, filter: (from) => !/(^|[\\/])(node_modules|\.git|\.assay)$/.test(from) });
    git(one, 'init', '-q');
    git(one, 'add', '-A');
    git(one, 'commit', '-qm', 'bench');
    // Also the compiler's cache is warm then: the first run after an installation is told by nobody.
    run(one);
    const measured = Array.from({ length: rounds }, () => round(one, two));
    const eslint = eslintOn(one);
    say(measured, eslint, load);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

interface Round {
  readonly bare: Bare;
  readonly cold: Ran;
  readonly helped: Ran;
  readonly helpedWarm: Ran;
  readonly warm: Ran;
  readonly changed: Ran;
  readonly since: Ran;
  readonly double: Ran;
}

function round(one: string, two: string): Round {
  const bare = JSON.parse(spawnSync(process.execPath, [bareFile, one], { encoding: 'utf8', maxBuffer: 2 ** 20 }).stdout) as Bare;
  for (const each of [one, two]) rmSync(join(each, '.assay'), { recursive: true, force: true });
  const cold = own(one);
  const warm = own(one);
  rmSync(join(one, '.assay'), { recursive: true, force: true });
  const helped = run(one);
  const helpedWarm = run(one);
  for (const path of sourcesOf(one)) appendFileSync(join(one, path), `\nexport const changed${Date.now()} = () => process.env.CHANGED;\n`);
  const changed = own(one);
  const since = own(one, '--since', 'HEAD');
  git(one, 'checkout', '-q', '.');
  return { bare, cold, helped, helpedWarm, warm, changed, since, double: own(two) };
}

/** Some of the tree's own files, far from each other. */
function sourcesOf(folder: string): readonly string[] {
  const all = git(folder, 'ls-files', '-z', '--', 'packages/**/src/**/*.ts', 'src/**/*.ts', 'apps/**/*.ts').split('\0').filter((path) => path !== '' && !/[._-](test|spec)\.|__tests__|\.d\.ts$/.test(path));
  const step = Math.max(1, Math.floor(all.length / changedFiles));
  return all.filter((_, index) => index % step === 0).slice(0, changedFiles);
}

function say(measured: readonly Round[], eslint: Ran | undefined, load: number): void {
  const [first] = measured;
  if (!first) return;
  const of = (pick: (each: Round) => number): readonly number[] => measured.map(pick);
  const bare = of((each) => each.bare.first.ms);
  const line = (name: string, pick: (each: Round) => Ran, against: string): string => {
    const ratio = measured.map((each) => pick(each).ms / (against === 'half' ? each.cold.ms : each.bare.first.ms));
    return `${name}: ${seconds(of((each) => pick(each).ms))}, processor ${(median(of((each) => pick(each).cpu)) / 1000).toFixed(2)} s; ${against === 'half' ? 'of the single tree' : 'of bare'} ${median(ratio).toFixed(2)}`;
  };
  note(`Audit of ${first.bare.files} files, ${first.bare.lines} lines`, load, [
    `bare ts.createSourceFile, one thread of a fresh process, texts in memory: ${seconds(bare)}, processor ${(median(of((each) => each.bare.first.cpu)) / 1000).toFixed(2)} s; again in the same process ${(median(of((each) => each.bare.warmed.ms)) / 1000).toFixed(2)} s`,
    line('assay audit --no-helpers (our own rules), whole process, nothing cached', (each) => each.cold, 'bare'),
    line('the same again, nothing changed', (each) => each.warm, 'bare'),
    line('with the helpers (secretlint over every text, jscpd), nothing cached', (each) => each.helped, 'bare'),
    line('the same again, nothing changed', (each) => each.helpedWarm, 'bare'),
    line(`${changedFiles} files changed`, (each) => each.changed, 'bare'),
    line(`${changedFiles} files changed, --since HEAD, the caches of the line before`, (each) => each.since, 'bare'),
    line('twice the files, nothing cached', (each) => each.double, 'half'),
    `peak memory of the process: ${Math.max(...measured.map((each) => Math.max(each.cold.megabytes, each.warm.megabytes, each.changed.megabytes))).toFixed(0)} MiB; of twice the files ${Math.max(...of((each) => each.double.megabytes)).toFixed(0)} MiB`,
    ...(eslint ? [`ESLint with 6 sonarjs rules, once: ${seconds([eslint.ms])}; ${(eslint.ms / median(of((each) => each.cold.ms))).toFixed(1)} times the audit`] : []),
  ]);
}

interface Ran { readonly ms: number; readonly cpu: number; readonly megabytes: number }

/** What a user gets who says nothing more. */
function run(folder: string, ...options: readonly string[]): Ran {
  return timed([bin, 'audit', folder, '--quiet', ...options], folder);
}

/** Our own rules alone. */
function own(folder: string, ...options: readonly string[]): Ran {
  return run(folder, '--no-helpers', ...options);
}

/** `/usr/bin/time` is no part of every system: the process tells its own peak and processor time, its threads' too, when it ends. */
function timed(args: readonly string[], cwd: string): Ran {
  const tell = `data:text/javascript,process.on('exit',()=>{const u=process.resourceUsage();process.stderr.write('used '+u.maxRSS+' '+(u.userCPUTime+u.systemCPUTime)+'\\n')})`;
  const began = performance.now();
  const { stderr, status } = spawnSync(process.execPath, ['--import', tell, ...args], { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const ms = performance.now() - began;
  const used = /used (\d+) (\d+)\n$/.exec(stderr);
  if ((status !== 0 && status !== 1) || !used) throw new Error(`${args.slice(0, 2).join(' ')} ended with ${status}: ${stderr.slice(-500)}`);
  return { ms, cpu: Number(used[2]) / 1000, megabytes: Number(used[1]) / 1024 };
}

/** The peer, where somebody has installed it; it is no dependency of ours. */
function eslintOn(folder: string): Ran | undefined {
  const home = process.env['ASSAY_BENCH_ESLINT'];
  if (!home) return undefined;
  return timed([join(home, 'node_modules/eslint/bin/eslint.js'), '--no-config-lookup', '--config', join(home, 'eslint.config.mjs'), '--quiet', '.'], folder);
}

function git(folder: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', ['-C', folder, '-c', 'user.name=bench', '-c', 'user.email=bench@localhost', '-c', 'core.autocrlf=false', ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`git ${args[0] ?? ''}: ${stderr.slice(-500)}`);
  return stdout;
}
