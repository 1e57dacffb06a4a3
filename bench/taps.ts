import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { StoreKind } from '../core/types.ts';
import { freePort, startPostgres, startRedis, type TestStore } from '../test/stores.ts';
import { startTap } from '../test/tap.ts';
import { loadNow, median, note } from './measure.ts';

const execute = promisify(execFile);
/** Many short turns: what else a machine does falls on all ways alike then. */
const manyRounds = 40;
const transactions = 4_000;
const redisRequests = 10_000;
/** How often a controller takes what was recorded meanwhile: recording that nobody reads would be cheaper than it is. */
const takeMs = 250;

/** One way to the store. `pid` is the process whose processor time is counted. */
interface Way {
  readonly name: string;
  readonly port: number;
  readonly pid: number | undefined;
  readonly stop: () => Promise<void> | void;
}
interface Workload {
  readonly name: string;
  /** Operations a second, and how many there were. */
  readonly run: (port: number) => Promise<{ readonly rate: number; readonly count: number }>;
}
interface Sample {
  readonly rate: number;
  readonly cpuMicros: number | undefined;
}

/** Direct, a bare pipe, the tap while it observes, and Toxiproxy where Go can build it, in turns; for each workload the median of each and its ratio to the pipe in the same turn. */
export async function taps(rounds = manyRounds): Promise<void> {
  const load = loadNow();
  const lines: string[] = [];
  const toxiproxy = await buildToxiproxy();
  for (const kind of ['postgres', 'redis'] as const) {
    const store = await (kind === 'postgres' ? startPostgres() : startRedis(''));
    const ways = await waysTo(kind, store, toxiproxy);
    try {
      if (kind === 'postgres') await execute('pgbench', ['-i', '-q', '-s', '1', url(store.address.port, store)]);
      for (const workload of kind === 'postgres' ? pgWorkloads(store) : redisWorkloads()) lines.push(...await measure(workload, ways, rounds));
    } finally {
      for (const way of ways) await way.stop();
      await store.stop();
    }
  }
  if (toxiproxy) rmSync(toxiproxy.folder, { recursive: true, force: true });
  note('Taps: throughput through a tap that observes, beside a bare pipe', load, [
    `${rounds} short turns (${transactions} transactions of PostgreSQL), in changing order; a controller took the exchanges every ${takeMs} ms; ratios are medians of the ratios within a turn, with the middle half of them, and of the best turns, which others on the machine disturbed least; goal: tap / pipe at least 0.9 and above Toxiproxy`,
    ...(toxiproxy ? [] : ['Toxiproxy was not measured: Go could not build it here']),
    ...lines,
  ]);
}

async function measure(workload: Workload, ways: readonly Way[], rounds: number): Promise<readonly string[]> {
  const samples = new Map<string, Sample[]>(ways.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const order = ways.map((_, index) => ways[(index + round) % ways.length]).filter((way) => way !== undefined);
    for (const way of order) {
      const before = way.pid === undefined ? 0 : cpuMs(way.pid);
      const { rate, count } = await workload.run(way.port);
      samples.get(way.name)?.push({ rate, cpuMicros: way.pid === undefined ? undefined : ((cpuMs(way.pid) - before) * 1000) / count });
    }
  }
  const pipe = samples.get('pipe') ?? [];
  const shown = ways.map(({ name }) => {
    const own = samples.get(name) ?? [];
    const cpu = own.map(({ cpuMicros }) => cpuMicros).filter((each) => each !== undefined);
    const ratios = own.map(({ rate }, index) => rate / (pipe[index]?.rate ?? NaN)).toSorted((a, b) => a - b);
    const quarter = (part: number): string => (ratios[Math.floor(part * (ratios.length - 1))] ?? NaN).toFixed(2);
    const best = Math.max(...own.map(({ rate }) => rate));
    const bestOfPipe = Math.max(...pipe.map(({ rate }) => rate));
    const shares = name === 'pipe' ? '' : ` (${median(ratios).toFixed(2)} of the pipe, ${quarter(0.25)} to ${quarter(0.75)}, best turns ${(best / bestOfPipe).toFixed(2)})`;
    return `${name} ${Math.round(median(own.map(({ rate }) => rate)))}/s, at best ${Math.round(best)}/s${shares}${cpu.length > 0 ? `, ${median(cpu).toFixed(1)} µs of processor each` : ''}`;
  });
  process.stderr.write(`${workload.name}: ${shown.join('; ')}\n`);
  return [`${workload.name}: ${shown.join('; ')}`];
}

async function waysTo(kind: StoreKind, store: TestStore, toxiproxy: Toxiproxy | undefined): Promise<readonly Way[]> {
  const { port } = store.address;
  const pipe = spawn(process.execPath, [fileURLToPath(new URL('taps-pipe.ts', import.meta.url)), '127.0.0.1', String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [pipePort] = await once(createInterface(pipe.stdout), 'line') as [string];
  const tap = await startTap(kind, store.address);
  const taking = setInterval(() => void tap.tap.take(AbortSignal.timeout(10_000)).catch(() => undefined), takeMs);
  return [
    { name: 'direct', port, pid: undefined, stop: () => undefined },
    { name: 'pipe', port: Number(pipePort), pid: pipe.pid, stop: () => ended(pipe) },
    {
      name: 'tap', port: tap.port, pid: tap.pid,
      stop: async () => {
        clearInterval(taking);
        await tap.stop();
      },
    },
    ...(toxiproxy ? [await startToxiproxy(toxiproxy, port)] : []),
  ];
}

function pgWorkloads(store: TestStore): readonly Workload[] {
  return (['simple', 'extended'] as const).flatMap((protocol) => [1, 8].map((clients): Workload => ({
    name: `pgbench -S -M ${protocol} -c ${clients}`,
    run: async (port) => {
      const { stdout } = await execute('pgbench', ['-S', '-n', '-M', protocol, '-c', String(clients), '-j', '1', '-t', String(transactions / clients), url(port, store)]);
      return { rate: Number(/tps = ([\d.]+)/.exec(stdout)?.[1]), count: Number(/actually processed: (\d+)/.exec(stdout)?.[1]) };
    },
  })));
}

function redisWorkloads(): readonly Workload[] {
  return [[1, 1], [8, 1], [8, 16]].map(([clients = 1, pipeline = 1]): Workload => ({
    name: `redis-benchmark get -c ${clients} -P ${pipeline}`,
    run: async (port) => {
      const count = redisRequests * (clients > 1 ? 2 : 1) * (pipeline > 1 ? 5 : 1);
      const { stdout } = await execute('redis-benchmark', ['-h', '127.0.0.1', '-p', String(port), '-t', 'get', '-n', String(count), '-c', String(clients), '-P', String(pipeline), '--csv']);
      return { rate: Number(/"GET","([\d.]+)"/.exec(stdout)?.[1]), count };
    },
  }));
}

interface Toxiproxy {
  readonly folder: string;
  readonly file: string;
}

async function buildToxiproxy(): Promise<Toxiproxy | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-toxiproxy-'));
  const file = join(folder, 'server');
  await execute('go', ['install', 'github.com/Shopify/toxiproxy/v2/cmd/server@latest'], { env: { ...process.env, GOBIN: folder }, timeout: 300_000, cwd: folder }).catch(() => undefined);
  if (existsSync(file)) return { folder, file };
  rmSync(folder, { recursive: true, force: true });
  return undefined;
}

async function startToxiproxy({ file }: Toxiproxy, upstream: number): Promise<Way> {
  const [api, port] = [await freePort(), await freePort()];
  const child = spawn(file, ['-host', '127.0.0.1', '-port', String(api)], { stdio: 'ignore', env: { LOG_LEVEL: 'error' } });
  const body = JSON.stringify({ name: 'store', listen: `127.0.0.1:${port}`, upstream: `127.0.0.1:${upstream}`, enabled: true });
  for (const until = Date.now() + 10_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const answer = await fetch(`http://127.0.0.1:${api}/proxies`, { method: 'POST', body, headers: { 'content-type': 'application/json' } }).catch(() => undefined);
    if (answer?.ok) break;
    if (Date.now() > until) throw new Error('Toxiproxy does not answer');
  }
  return { name: 'Toxiproxy', port, pid: child.pid, stop: () => ended(child) };
}

function url(port: number, store: TestStore): string {
  return `postgres://desk:${store.address.password}@127.0.0.1:${port}/postgres`;
}

/** Time that the threads of a process have run so far, as the scheduler counts it in nanoseconds: ticks of 10 ms would miss most of short work. Linux only. */
function cpuMs(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]));
  return threads.reduce((sum, each) => sum + each, 0) / 1e6;
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
