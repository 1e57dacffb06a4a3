import { fault, FaultError } from '../core/fault.ts';
import type { ServiceOutage } from '../core/tap.ts';
import type { Undo } from './journal.ts';

/** A service that is started again has this long until it is ready. */
export const readyMs = 90_000;

/** What an outage may be inflicted on: one at a time (`held` is the undo of the one that holds), and what does not run cannot suffer. */
export function toSuffer<T>(service: string, kind: ServiceOutage['kind'], held: Undo | undefined, running: T | undefined): T {
  if (held) throw new FaultError(fault('usage', `${held.service} is out already, and assay inflicts one outage at a time`));
  if (running === undefined) throw new FaultError(fault('service-exited', `${service} does not run, so ${kind} cannot be inflicted on it`));
  return running;
}

/** Why a service that was started again is not there: not ready in time, or gone. With its own last lines. */
export function notBack(service: string, { inTime, last, lines }: { readonly inTime: boolean; readonly last: string; readonly lines: readonly string[] }): FaultError {
  const what = inTime ? fault('service-exited', `${service} did not start again: ${last}`) : fault('boot-failed', `${service} was not ready within ${readyMs / 1000} s of its start: ${last}`);
  return new FaultError({ ...what, cause: lines.join('\n') });
}
