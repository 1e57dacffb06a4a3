import { spawn } from 'node:child_process';
import { causeText } from '../core/fault.ts';

export interface Ran {
  /** The exit code; 127 where the program is not there, 124 after the deadline, 130 when cancelled. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
  readonly input?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** Called with the process id as soon as there is one, so that a journal can hold it. */
  readonly onStart?: ((pid: number) => void) | undefined;
  readonly onEnd?: ((pid: number) => void) | undefined;
}

/** Kept of each output stream; the rest is dropped from the front, because the end says why something failed. */
const keptBytes = 8 * 1024 * 1024;
/** What a cancelled program gets between SIGTERM and SIGKILL. */
const graceMs = 4_000;

/** Runs one program to its end in a process group of its own, so that nothing of it outlives a deadline or a cancellation. Never throws. */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<Ran> {
  return new Promise((resolve) => {
    if (options.signal?.aborted) return resolve({ code: 130, stdout: '', stderr: 'cancelled' });
    const child = spawn(command, args, {
      cwd: options.cwd, env: options.env ?? hostEnvironment(), detached: true, stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      ...(options.uid !== undefined && { uid: options.uid, gid: options.gid }),
    });
    try {
      if (child.pid !== undefined) options.onStart?.(child.pid);
    } catch (error) {
      // What cannot be noted must not run: nobody would find it after SIGKILL.
      killGroup(child.pid, 'SIGKILL');
      return resolve({ code: 126, stdout: '', stderr: causeText(error) });
    }
    const stdout = new Tail();
    const stderr = new Tail();
    child.stdout?.on('data', (chunk: Buffer) => stdout.add(chunk));
    child.stderr?.on('data', (chunk: Buffer) => stderr.add(chunk));
    child.stdin?.on('error', () => undefined).end(options.input);
    let ended: number | undefined;
    let hard: NodeJS.Timeout | undefined;
    const end = (code: number): void => {
      if (ended !== undefined) return;
      ended = code;
      killGroup(child.pid, 'SIGTERM');
      hard = setTimeout(() => killGroup(child.pid, 'SIGKILL'), graceMs);
    };
    const onAbort = (): void => end(130);
    const deadline = setTimeout(() => end(124), options.timeoutMs);
    options.signal?.addEventListener('abort', onAbort, { once: true });
    const finish = (code: number, more = ''): void => {
      clearTimeout(deadline);
      clearTimeout(hard);
      options.signal?.removeEventListener('abort', onAbort);
      if (child.pid !== undefined) options.onEnd?.(child.pid);
      resolve({ code: ended ?? code, stdout: stdout.text(), stderr: stderr.text() + more });
    };
    child.once('error', (error: NodeJS.ErrnoException) => finish(error.code === 'ENOENT' ? 127 : 126, error.message));
    child.once('close', (code, killed) => finish(code ?? (killed ? 137 : 1)));
  });
}

/** Ends a process group that we started; a group that is gone already is no trouble. */
export function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It ended by itself between our look and our signal.
  }
}

/** The line of a program's output that says most of why it failed: the first that speaks of an error, else the last. */
export function tellingLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return lines.find((line) => /\b(error|ERR!|fatal|denied|cannot|not found)\b/i.test(line)) ?? lines.at(-1) ?? 'it wrote nothing';
}

const passedOn = [
  'PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS',
  'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy', 'JAVA_HOME',
];

/** What a program needs of this machine, and nothing of the operator's own secrets: paths, proxies, trust stores, the engine's address. */
export function hostEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => passedOn.includes(name) || name.startsWith('DOCKER_') || name.startsWith('CONTAINER_HOST'));
  return { ...Object.fromEntries(kept.map(([name, value]) => [name, value ?? ''])), ...more };
}

class Tail {
  readonly #chunks: Buffer[] = [];
  #size = 0;
  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    while (this.#size > keptBytes && this.#chunks.length > 1) this.#size -= this.#chunks.shift()?.length ?? 0;
  }
  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}
