import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { killGroup } from './exec.ts';
import { isRunning, readStat } from './owner.ts';
import { thaw } from './tree.ts';

/** Ends a whole process group, first politely; settles when nothing of it runs, with whether anything did. Only for groups whose leader we started. */
export async function endGroup(leader: number, signal: NodeJS.Signals, graceMs: number): Promise<boolean> {
  if (groupMembers(leader).length === 0) return false;
  // What an outage has halted would not hear a polite signal.
  if (readStat(leader)?.state === 'T') thaw(leader);
  killGroup(leader, signal);
  const until = performance.now() + graceMs;
  while (performance.now() < until) {
    if (groupMembers(leader).length === 0) return true;
    await delay(20);
  }
  killGroup(leader, 'SIGKILL');
  for (let round = 0; round < 100 && groupMembers(leader).length > 0; round++) await delay(20);
  return true;
}

/** Living processes of the group and session that this leader opened. Where the system has no /proc, the leader alone. */
export function groupMembers(leader: number): readonly number[] {
  const pids = procIds();
  if (pids.length === 0) return isRunning(leader, '') ? [leader] : [];
  return pids.filter((pid) => {
    const stat = readStat(pid);
    return stat !== undefined && stat.group === leader && stat.session === leader && stat.state !== 'Z';
  });
}

function procIds(): readonly number[] {
  try {
    return readdirSync('/proc').map(Number).filter((pid) => pid > 0);
  } catch {
    return [];
  }
}
