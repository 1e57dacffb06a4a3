import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { readStat } from './owner.ts';

interface Listed {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly state: string;
}

/** A process that forks while it is halted or killed is caught in the next round; more rounds than this mean that it cannot be. */
const rounds = 100;
const roundMs = 10;

/**
 * Halts a process with everything that descends from it, whichever groups they opened (each backend of PostgreSQL has its own). Resolves with how many
 * when all of them stand still; throws when one does not.
 */
export async function freeze(leader: number): Promise<number> {
  for (let round = 0; round < rounds; round++) {
    const living = treeOf(leader);
    const moving = living.filter((each) => each.state !== 'T');
    if (living.length === 0) throw new Error(`process ${leader} has ended`);
    if (moving.length === 0) return living.length;
    for (const each of moving) send(each.pid, 'SIGSTOP');
    await delay(roundMs);
  }
  throw new Error(`process ${leader} could not be halted`);
}

/** Lets it go on, children first, so that none is missed by a parent that looks for it. */
export function thaw(leader: number): void {
  for (const each of [...treeOf(leader)].reverse()) if (each.state === 'T') send(each.pid, 'SIGCONT');
}

/** Kills a process with everything that descends from it; nothing of it gets to do anything any more. Resolves when all are gone. */
export async function killTree(leader: number): Promise<void> {
  await freeze(leader).catch(() => undefined);
  const all = treeOf(leader);
  for (const each of all) send(each.pid, 'SIGKILL');
  for (let round = 0; round < rounds; round++) {
    const left = all.filter((each) => !['Z', undefined].includes(readState(each.pid)));
    if (left.length === 0) return;
    await delay(roundMs);
  }
  throw new Error(`process ${leader} could not be killed`);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between our look and our signal.
  }
}

/** The living processes of the tree, parents before their children. */
function treeOf(leader: number): readonly Listed[] {
  const all = listed();
  // Whose parent has ended belongs to the tree by its group.
  const found = all.filter((each) => each.pid === leader || each.group === leader);
  for (let at = 0; at < found.length; at++) {
    const parent = found[at]?.pid;
    found.push(...all.filter((each) => each.parent === parent && !found.includes(each)));
  }
  return found.filter((each) => each.state !== 'Z');
}

function readState(pid: number): string | undefined {
  return process.platform === 'linux' ? readStat(pid)?.state : listed().find((each) => each.pid === pid)?.state;
}

function listed(): readonly Listed[] {
  if (process.platform === 'linux') {
    return readdirSync('/proc').map(Number).filter((pid) => pid > 0).flatMap((pid) => {
      const stat = readStat(pid);
      return stat ? [{ pid, parent: stat.parent, group: stat.group, state: stat.state === 't' ? 'T' : stat.state }] : [];
    });
  }
  const lines = spawnSync('ps', ['-axo', 'pid=,ppid=,pgid=,state='], { encoding: 'utf8' }).stdout.split('\n');
  return lines.map((line) => line.trim().split(/\s+/)).filter((words) => words.length === 4)
    .map(([pid, parent, group, state]) => ({ pid: Number(pid), parent: Number(parent), group: Number(group), state: state?.charAt(0) ?? '' }));
}
