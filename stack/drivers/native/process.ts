import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hostEnvironment, killGroup } from '../../exec.ts';
import { endGroup } from '../../group.ts';
import type { Journal } from '../../journal.ts';
import { startOf } from '../../owner.ts';

export interface Started {
  readonly name: string;
  readonly isStore: boolean;
  readonly pid: number;
  /** When it was started, in ms since the epoch; and what tells it from another process with its id. */
  readonly startedAt: number;
  readonly started: string;
  /** Settles when the process has ended; never rejects. */
  readonly ended: Promise<number>;
  /** The exit code once there is one. */
  readonly code: () => number | undefined;
  readonly tail: (lines: number) => Promise<readonly string[]>;
  readonly stop: (graceMs: number) => Promise<void>;
}
export interface Spec {
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logDir: string;
  /** How it is asked to end. */
  readonly stopSignal: NodeJS.Signals;
  /** How it is asked to end when it shall be started again; else as when it is taken down. */
  readonly endSignal?: NodeJS.Signals;
  readonly isStore: boolean;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
}

/** A log that grows beyond this is cut to its last part: a service under load may not fill the disk. */
const logBytes = 32 * 1024 * 1024;
const keptBytes = 256 * 1024;
const logCheckMs = 2_000;

/**
 * Starts a process in a group of its own, writing both streams to one log file. It is in the journal before anything else happens, and it is never started
 * again: one that ends has ended. Throws when the program is not there.
 */
export async function start(spec: Spec, journal: Journal): Promise<Started> {
  const file = join(spec.logDir, `${spec.name}.log`);
  const log = openSync(file, 'a', 0o600);
  const [program = '', ...args] = spec.command;
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: spec.cwd, env: processEnvironment(spec.env), detached: true, stdio: ['ignore', log, log],
    ...(spec.uid !== undefined && { uid: spec.uid, gid: spec.gid }),
  });
  const pid = await noted(spec, child, journal).catch((error: unknown) => {
    closeSync(log);
    throw error;
  });
  const startedAt = Date.now();
  const started = startOf(pid) ?? '';
  child.unref();
  let code: number | undefined;
  const watching = setInterval(() => bound(file, log), logCheckMs);
  watching.unref();
  const ended = new Promise<number>((resolve) => child.once('exit', (exit, signal) => {
    code = exit ?? (signal ? 128 + (signal === 'SIGKILL' ? 9 : 15) : 1);
    clearInterval(watching);
    closeSync(log);
    resolve(code);
  }));
  return {
    name: spec.name, isStore: spec.isStore, pid, startedAt, started, ended, code: () => code,
    tail: (lines) => tail(file, lines),
    stop: async (graceMs) => {
      await endGroup(pid, spec.stopSignal, graceMs);
      journal.dropProcess(pid);
    },
  };
}

/** What a process of the stack is given: what every program needs of this machine, then its own variables. The Node that runs assay comes first on the path. */
export function processEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  const host = hostEnvironment();
  return { ...host, PATH: `${dirname(process.execPath)}:${host.PATH ?? '/usr/bin:/bin'}`, ...env };
}

/** What cannot be noted must not run: nobody would find it after SIGKILL. */
async function noted(spec: Spec, child: ChildProcess, journal: Journal): Promise<number> {
  try {
    if (child.pid !== undefined) journal.addProcess(spec.name, child.pid, spec.stopSignal);
  } catch (error) {
    killGroup(child.pid, 'SIGKILL');
    throw error;
  }
  return spawned(child);
}

function spawned(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid ?? 0));
  });
}

/** The process writes at the end of the file wherever that is, so the file can be shortened under it. */
function bound(file: string, log: number): void {
  try {
    const size = fstatSync(log).size;
    if (size < logBytes) return;
    const kept = Buffer.alloc(keptBytes);
    const reading = openSync(file, 'r');
    readSync(reading, kept, 0, keptBytes, size - keptBytes);
    closeSync(reading);
    ftruncateSync(log, 0);
    writeSync(log, `(${size - keptBytes} bytes before this were dropped)\n`);
    writeSync(log, kept);
  } catch {
    // A full disk shows itself where it matters: in the evidence that cannot be written.
  }
}

async function tail(file: string, lines: number): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split(/\r?\n/).filter((line) => line !== '').slice(-lines);
}
