import { fault, FaultError } from '../core/fault.ts';
import type { StackReport } from '../core/types.ts';
import type { BootRequest, Driver } from './driver.ts';
import { attachedDriver } from './drivers/attached.ts';
import { composeDriver } from './drivers/compose.ts';
import { nativeDriver } from './drivers/native.ts';

export type DriverName = StackReport['driver'];
const drivers: Readonly<Record<DriverName, Driver>> = { compose: composeDriver, native: nativeDriver, attached: attachedDriver };

export interface Choice {
  readonly driver: Driver;
  /** Why this one and not another, in one sentence. */
  readonly because: string;
}

/**
 * Which way the platform is brought up: the one asked for; else attached where the configuration names nothing but a running stack; else containers where an
 * engine answers; else processes. Throws a FaultError: `engine-absent` when compose was asked for and cannot be had, `boot-failed` when no way is left.
 */
export async function chooseDriver(request: BootRequest, wanted?: DriverName): Promise<Choice> {
  if (wanted) {
    const { ok, because } = await drivers[wanted].available(request);
    if (ok) return { driver: drivers[wanted], because: `${wanted} was asked for, and ${because}.` };
    throw new FaultError(fault(wanted === 'compose' ? 'engine-absent' : 'boot-failed', `The driver ${wanted} was asked for, but ${because}.`));
  }
  const compose = await composeDriver.available(request);
  if (compose.ok) return { driver: composeDriver, because: `${sentence(compose.because)}.` };
  const native = await nativeDriver.available(request);
  if (native.ok) return { driver: nativeDriver, because: `${sentence(compose.because)}, so ${native.because}.` };
  if (request.attached) return { driver: attachedDriver, because: 'The configuration names the addresses of a running stack and there is no compose file.' };
  throw new FaultError(fault('boot-failed', `Nothing says how to boot the platform: ${compose.because}, and ${native.because}.`, {
    fix: 'Write a compose file, or name a running stack under stack.attached in the configuration.',
  }));
}

/** Removes what runs that are gone left behind, whichever way they were booted; with a platform's folder also what was kept for it. Returns what it removed. */
export async function sweepAll(cacheDir: string, signal: AbortSignal, platform?: string): Promise<readonly string[]> {
  const removed: string[] = [];
  // One after the other: both read the same journals.
  for (const driver of Object.values(drivers)) removed.push(...await driver.sweep(cacheDir, signal, platform));
  return removed;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
