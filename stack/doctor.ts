import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { causeText } from '../core/fault.ts';
import { composeCli } from './cli.ts';
import { javaMajor, onPath } from './drivers/native/available.ts';
import { connectEngine } from './drivers/compose/engine.ts';
import { run } from './exec.ts';
import { installHint } from './packages.ts';
import type { Manager, Part } from './packages.ts';
import { choosePorts } from './ports.ts';

/** What was seen of this machine; no judgement yet. Undefined: it is not there. */
export interface Facts {
  readonly node: string;
  readonly engine: { readonly version: string; readonly api: string; readonly skewMs: number | undefined } | { readonly error: string };
  readonly compose: string | undefined;
  readonly browser: string | undefined;
  readonly redis: string | undefined;
  readonly java: number | undefined;
  readonly maven: string | undefined;
  readonly port: string | undefined;
  readonly freeBytes: readonly { readonly path: string; readonly bytes: number; readonly writable: boolean }[];
  readonly now: number;
}

/** One thing that a run needs: what for, what was found, and what to do where it is not as it should be. */
export interface Item {
  readonly id: 'node' | 'engine' | 'compose' | 'browser' | 'redis' | 'jdk' | 'maven' | 'ports' | 'disk' | 'clock';
  readonly name: string;
  readonly purpose: string;
  readonly state: 'ok' | 'missing' | 'unfit';
  readonly found: string | undefined;
  /** Set when it is not ok: what is wrong and what a run does without it. */
  readonly trouble?: string;
  /** The commands or the words that mend it. */
  readonly mend?: string;
  readonly part?: Part;
  /** False where nothing that is wanted here would use it. */
  readonly needed: boolean;
}

const askMs = 20_000;
/** The oldest API with everything that we use of it; Debian's bookworm has it. */
const oldestApi = [1, 41] as const;
const oldestNode = [22, 22] as const;
const oldestJava = 17;
/** A first run fetches Neo4j, builds images and keeps its evidence. */
const wantedBytes = 3 * 1024 ** 3;
/** More than this makes tokens and certificates of the stack look expired or not yet valid. */
const toleratedSkewMs = 5_000;
/** Nothing of assay existed before. */
const oldestNow = Date.UTC(2026, 0, 1);

/** Looks at this machine. `browser` is its version as the browser's own home tells it. Never throws. */
export async function probe(root: string, browser: string | undefined): Promise<Facts> {
  const [engine, compose, redis, java, maven, port] = await Promise.all([askEngine(), composeCli(), version('redis-server', ['--version'], /v=(\S+)/), javaMajor(), version('mvn', ['-v', '-B'], /Apache Maven (\S+?)(?:\u001b|\s)/), askPort()]);
  return { node: process.versions.node, engine, compose, browser, redis, java, maven, port, now: Date.now(), freeBytes: [...new Set([root, tmpdir()])].map(askDisk) };
}

/** What the facts mean for runs that want these things. Pure. */
export function judge(facts: Facts, wanted: { readonly graph: boolean; readonly browser: boolean; readonly native: boolean }, manager: Manager | undefined): readonly Item[] {
  const containers = !('error' in facts.engine) && facts.compose !== undefined && !isOlder(facts.engine.api, oldestApi);
  const native = wanted.native || !containers;
  const part = (item: Omit<Item, 'mend'>): Item => (item.state === 'ok' || !item.part ? item : { ...item, mend: installHint(item.part, manager) });
  const present = (found: string | undefined): Item['state'] => (found === undefined ? 'missing' : 'ok');
  const javaFound = facts.java === undefined ? undefined : String(facts.java);
  return [
    nodeItem(facts), part(engineItem(facts)),
    part({
      id: 'compose', name: 'Docker Compose', purpose: 'boots the platform’s compose file in containers', state: present(facts.compose), found: facts.compose, part: 'compose', needed: false,
      ...(facts.compose === undefined && { trouble: 'docker compose does not answer; the stack is started natively instead' }),
    }),
    part({
      id: 'browser', name: 'Chromium', purpose: 'drives the user flows', state: present(facts.browser), found: facts.browser, part: 'chromium', needed: wanted.browser,
      ...(facts.browser === undefined && { trouble: 'user flows cannot be driven, and stay unproven' }),
    }),
    part({
      id: 'redis', name: 'redis-server', purpose: 'the platform’s Redis where it is started natively', state: present(facts.redis), found: facts.redis, part: 'redis-server', needed: native,
      ...(facts.redis === undefined && { trouble: 'a natively started stack has no Redis' }),
    }),
    part({
      id: 'jdk', name: 'Java', purpose: 'runs the platform’s Neo4j where it is started natively', found: javaFound, part: 'jdk', needed: native && wanted.graph,
      state: facts.java === undefined ? 'missing' : facts.java < oldestJava ? 'unfit' : 'ok',
      ...((facts.java ?? 0) < oldestJava && { trouble: facts.java === undefined ? 'a natively started stack has no graph' : `Neo4j needs ${oldestJava} or newer` }),
    }),
    part({
      id: 'maven', name: 'Maven', purpose: 'fetches Neo4j once where it is started natively', state: present(facts.maven), found: facts.maven, part: 'maven', needed: native && wanted.graph,
      ...(facts.maven === undefined && { trouble: 'a natively started stack has no graph' }),
    }),
    portItem(facts), diskItem(facts), clockItem(facts),
  ];
}

function nodeItem(facts: Facts): Item {
  const old = isOlder(facts.node, oldestNode);
  return {
    id: 'node', name: 'Node.js', purpose: 'runs assay', state: old ? 'unfit' : 'ok', found: facts.node, needed: true,
    ...(old && { trouble: `assay needs ${oldestNode.join('.')} or newer`, mend: 'run assay through npm in a project that pins Node, or install a newer one from https://nodejs.org' }),
  };
}

function engineItem(facts: Facts): Item {
  const base = { id: 'engine', name: 'Container engine', purpose: 'boots the platform in containers', part: 'engine', needed: false } as const;
  if ('error' in facts.engine) return { ...base, state: 'missing', found: undefined, trouble: 'no engine answers; the stack is started natively instead' };
  const { version: found, api } = facts.engine;
  const old = isOlder(api, oldestApi);
  return { ...base, state: old ? 'unfit' : 'ok', found: `${found} (API ${api})`, ...(old && { trouble: `its API is older than ${oldestApi.join('.')}; the stack is started natively instead` }) };
}

function portItem(facts: Facts): Item {
  const ok = facts.port === undefined;
  return {
    id: 'ports', name: 'Ports', purpose: 'the stack’s addresses on 127.0.0.1', state: ok ? 'ok' : 'unfit', found: ok ? 'free ones can be had' : undefined, needed: true,
    ...(!ok && { trouble: facts.port ?? '', mend: 'end what holds the ports of 127.0.0.1, or allow listening there' }),
  };
}

function diskItem(facts: Facts): Item {
  const bad = facts.freeBytes.filter((each) => !each.writable || each.bytes < wantedBytes);
  const told = (each: Facts['freeBytes'][number]): string => `${gib(each.bytes)} in ${each.path}`;
  return {
    id: 'disk', name: 'Disk', purpose: 'images, downloads and evidence', state: bad.length > 0 ? 'unfit' : 'ok', found: facts.freeBytes.map(told).join(', '), needed: true,
    ...(bad.length > 0 && { trouble: bad.map((each) => (each.writable ? `only ${told(each)}` : `${each.path} cannot be written`)).join(', '), mend: `make room: a first run takes up to ${gib(wantedBytes)}` }),
  };
}

function clockItem(facts: Facts): Item {
  const skew = 'error' in facts.engine ? undefined : facts.engine.skewMs;
  const early = facts.now < oldestNow;
  const apart = skew !== undefined && Math.abs(skew) > toleratedSkewMs;
  const date = new Date(facts.now).toISOString();
  return {
    id: 'clock', name: 'Clock', purpose: 'tokens, certificates and evidence carry its time', state: early || apart ? 'unfit' : 'ok', needed: true,
    found: skew === undefined ? date : `${date}, the engine’s ${Math.round(Math.abs(skew))} ms ${skew < 0 ? 'behind' : 'ahead'}`,
    ...((early || apart) && { trouble: early ? 'it cannot be right' : 'the engine’s clock is another one; tokens will look expired', mend: 'let it be set by the network (timedatectl set-ntp true); a virtual machine’s clock is set by restarting it' }),
  };
}

function gib(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}

/** `1.41` or `22.22.3` against the first two numbers wanted. */
function isOlder(found: string, wanted: readonly [number, number]): boolean {
  const [major = 0, minor = 0] = found.split('.').map(Number);
  return major < wanted[0] || (major === wanted[0] && minor < wanted[1]);
}

async function askEngine(): Promise<Facts['engine']> {
  try {
    const engine = await connectEngine();
    const asked = Date.now();
    const [told, info] = await Promise.all([engine.version(), engine.info() as Promise<{ SystemTime?: string }>]);
    const time = Date.parse(info.SystemTime ?? '');
    // The answer was made somewhere between question and arrival.
    return { version: told.Version, api: told.ApiVersion, skewMs: Number.isNaN(time) ? undefined : time - (asked + Date.now()) / 2 };
  } catch (error) {
    return { error: causeText(error) };
  }
}

async function version(program: string, args: readonly string[], pattern: RegExp): Promise<string | undefined> {
  if (!onPath(program)) return undefined;
  const ran = await run(program, args, { timeoutMs: askMs });
  return ran.code === 0 ? (pattern.exec(ran.stdout)?.[1] ?? 'of an unknown version') : undefined;
}

async function askPort(): Promise<string | undefined> {
  try {
    await choosePorts('assay doctor', [{ service: 'doctor', target: 1 }]);
    return undefined;
  } catch (error) {
    return causeText(error);
  }
}

function askDisk(path: string): Facts['freeBytes'][number] {
  try {
    const { bavail, bsize } = statfsSync(path);
    accessSync(path, constants.W_OK);
    return { path, bytes: bavail * bsize, writable: true };
  } catch {
    return { path, bytes: 0, writable: false };
  }
}

