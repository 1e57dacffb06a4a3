import { causeText } from '../../../core/fault.ts';
import type { Ports } from '../../../core/ports.ts';
import type { StrangerCall } from '../../evidence/access.ts';
import { carrying, withOther } from '../../../core/session.ts';
import { ask } from './ask.ts';
import { byKnownKeys, byOtherKey, unsigned } from './forge.ts';
import { rolesOf } from './session.ts';

const callLimitMs = 10_000;

/** One request as strangers will make it. */
export interface Target {
  readonly method: string;
  readonly url: string;
  readonly body?: { readonly contentType: string; readonly text: string };
  /** The role that may ask, by the configuration; absent when none is named. */
  readonly role?: string;
}

/** Asks one address as everybody who may not. `token` is a valid one, from which false ones are made. */
export async function asStrangers(ports: Ports, target: Target, token: string, signal: AbortSignal): Promise<readonly StrangerCall[]> {
  const none = unsigned(token);
  const calls: StrangerCall[] = [
    await call(ports, target, { stranger: 'nobody' }, undefined, signal),
    await call(ports, target, { stranger: 'nonsense' }, withOther(ports.platform.api?.login, token, () => 'not-a-token'), signal),
    await call(ports, target, { stranger: 'other-key' }, withOther(ports.platform.api?.login, token, byOtherKey), signal),
    ...(none === undefined ? [] : [await call(ports, target, { stranger: 'unsigned' }, none, signal)]),
  ];
  for (const role of rolesBelow(ports, target.role)) calls.push(await call(ports, target, { stranger: 'lower-role', role }, await ports.token(role), signal));
  return calls;
}

/** Asks with tokens signed by well-known keys until one is let in; one answer stands for all of them. */
export async function withKnownKeys(ports: Ports, target: Target, token: string, signal: AbortSignal): Promise<readonly StrangerCall[]> {
  let last: StrangerCall | undefined;
  for (const forged of byKnownKeys(token)) {
    last = await call(ports, target, { stranger: 'known-key' }, forged, signal);
    if (last.status === undefined || last.status < 400) break;
  }
  return last ? [last] : [];
}

/** The roles of `api.login` stand in order, the least one first: those before the named one may not ask. */
function rolesBelow(ports: Ports, role: string | undefined): readonly string[] {
  const roles = rolesOf(ports);
  return role === undefined ? [] : roles.slice(0, Math.max(0, roles.indexOf(role)));
}

async function call(ports: Ports, target: Target, who: StrangerCall, token: string | undefined, signal: AbortSignal): Promise<StrangerCall> {
  const headers = {
    ...(token !== undefined && carrying(ports.platform.api?.login, token)),
    ...(target.body && { 'content-type': target.body.contentType }),
  };
  try {
    const { status } = await ask(ports, target.url, { method: target.method, headers, timeoutMs: callLimitMs, ...(target.body && { body: target.body.text }) }, signal);
    return { ...who, status };
  } catch (error) {
    signal.throwIfAborted();
    return { ...who, broke: causeText(error) };
  }
}
