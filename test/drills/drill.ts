import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '../../core/types.ts';
import { run } from '../../stack/exec.ts';
import { isFree } from '../../stack/ports.ts';

const bin = fileURLToPath(new URL('../../bin/assay.js', import.meta.url));

export interface Ended { readonly code: number | null; readonly out: string; readonly err: string }

/**
 * A copy of a platform whose runs write temporary files into a folder of their own, and whose processes carry a mark in their path variable: whatever
 * outlives a run can be told from everything else on the machine.
 */
export class Drill {
  readonly root: string;
  readonly #folder: string;
  readonly #temporary: string;
  readonly #mark: string;
  #noted: readonly number[] = [];

  constructor(platform: string = fileURLToPath(new URL('platform', import.meta.url))) {
    this.#folder = mkdtempSync(join(tmpdir(), 'assay-drill-'));
    chmodSync(this.#folder, 0o755);
    this.root = join(this.#folder, 'platform');
    this.#temporary = join(this.#folder, 'tmp');
    this.#mark = join(this.#folder, 'mark');
    mkdirSync(this.#temporary);
    // As the system's own: PostgreSQL runs as another user when we are root.
    chmodSync(this.#temporary, 0o1777);
    cpSync(platform, this.root, { recursive: true });
  }

  write(path: string, text: string): void {
    mkdirSync(join(this.root, path, '..'), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  /** Starts assay on the platform; `ended` settles with what it said. */
  start(args: readonly string[], more: Readonly<Record<string, string>> = {}): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
    const env = { ...process.env, NO_COLOR: '1', TMPDIR: this.#temporary, PATH: `${process.env['PATH'] ?? ''}:${this.#mark}`, ...more };
    const child = spawn(process.execPath, [bin, ...args, '-C', this.root], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => { said.out += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { said.err += text; });
    return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number | null, ...said })) };
  }

  run(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return this.start(args, more).ended;
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  forget(...paths: readonly string[]): void {
    for (const path of paths) rmSync(join(this.root, path), { recursive: true, force: true });
  }

  /** The newest run's events as far as they are written. */
  events(): readonly RunEvent[] {
    const file = join(this.root, '.assay/runs/latest/events.ndjson');
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line) as RunEvent);
  }

  journal(): string {
    const folder = join(this.root, '.assay/cache/journals');
    return existsSync(folder) ? readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')).join('\n') : '';
  }

  /** Notes the ports that no report tells of, such as those of taps: what holds now must be free in the end. */
  async remember(): Promise<void> {
    const shown = await run('docker', ['ps', '--filter', `label=dev.assay.platform=${this.root}`, '--format', '{{.Ports}}'], { timeoutMs: 20_000 });
    const published = [...shown.stdout.matchAll(/127\.0\.0\.1:(\d+)->/g)].map((found) => Number(found[1]));
    const told = this.#processes().flatMap((each) => environmentOf(each.split(' ')[1] ?? '').filter((line) => line.startsWith('ASSAY_TAP=')));
    this.#noted = [...published, ...told.flatMap((line) => [...line.matchAll(/"port":(\d+)/g)].map((found) => Number(found[1])))];
  }

  /** Everything that is still there of what the runs started: nothing is an empty list. */
  async left(): Promise<readonly string[]> {
    const taken = (await Promise.all(this.#ports().map(async (port) => ((await isFree(port)) ? [] : [`port ${port}`])))).flat();
    return [
      ...this.#processes(), ...taken, ...await this.#onEngine(),
      ...readdirSync(this.#temporary).map((name) => `temporary ${name}`),
      ...(this.journal() === '' ? [] : ['journal']),
    ];
  }

  /** Ends with what a run of this drill has left anyway, so that a failing test leaves nothing either. */
  async clear(): Promise<void> {
    await this.run(['down']);
    for (const each of this.#processes()) process.kill(Number(each.split(' ')[1]), 'SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #ports(): readonly number[] {
    const reports = this.events().flatMap((event) => (event.type === 'stack-changed' ? [event.report] : []));
    return [...new Set([...this.#noted, ...reports.flatMap((report) => report.services.flatMap((each) => Object.values(each.addresses).map((address) => Number(address.split(':')[1]))))])];
  }

  #processes(): readonly string[] {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
      try {
        if (readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')) return [];
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        const ours = readFileSync(`/proc/${pid}/environ`, 'utf8').includes(this.#mark) || readlinkSync(`/proc/${pid}/cwd`).startsWith(this.#folder);
        return ours ? [`process ${pid} ${words.slice(0, 120)}`] : [];
      } catch {
        // It ended between the listing and the look.
        return [];
      }
    });
  }

  async #onEngine(): Promise<readonly string[]> {
    const filter = ['--filter', `label=dev.assay.platform=${this.root}`];
    const kinds = [['ps', '-a', ...filter, '--format', 'container {{.Names}}'], ['network', 'ls', ...filter, '--format', 'network {{.Name}}'], ['volume', 'ls', ...filter, '--format', 'volume {{.Name}}']];
    const asked = await Promise.all(kinds.map((args) => run('docker', args, { timeoutMs: 20_000 })));
    return asked.flatMap((each) => (each.code === 0 ? each.stdout.split('\n').filter(Boolean) : []));
  }
}

/** Variables of a process; none where it has ended meanwhile. */
function environmentOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
