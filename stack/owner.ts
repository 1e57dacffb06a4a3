import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who started something: enough to tell, later and from another process, whether that one still lives. */
export interface Owner {
  readonly pid: number;
  /** Boot of the machine and clock ticks since then at which the process started; empty where the system does not tell. */
  readonly started: string;
  /** Machine and process namespace: a process id means nothing outside of them. */
  readonly home: string;
}

export function thisOwner(): Owner {
  return { pid: process.pid, started: startOf(process.pid) ?? '', home: home() };
}

/** True when it is certain that the owner is gone. One from another machine or namespace cannot be judged from here: it counts as living. */
export function isGone(owner: Owner): boolean {
  if (owner.home !== home()) return false;
  return !isRunning(owner.pid, owner.started);
}

/** Whether the process runs that had this id when it was started then: an id alone may belong to another by now. */
export function isRunning(pid: number, started: string): boolean {
  if (started !== '') return startOf(pid) === started;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process started, or undefined when there is none (or only its unreaped remains). */
export function startOf(pid: number): string | undefined {
  const stat = readStat(pid);
  return stat && stat.state !== 'Z' ? `${bootId()}-${stat.ticks}` : undefined;
}

/** State, parent, process group and start of a process, from /proc. The name may hold spaces and brackets, so fields count from the last bracket. */
export function readStat(pid: number): { readonly state: string; readonly parent: number; readonly group: number; readonly session: number; readonly ticks: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', parent: Number(fields[1]), group: Number(fields[2]), session: Number(fields[3]), ticks: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
  } catch {
    return '';
  }
}

function home(): string {
  try {
    return `${hostname()}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}
