import { randomUUID } from 'node:crypto';
import type { Ports, WebSocketSurface } from '../../../core/ports.ts';
import { causeText } from '../../../core/fault.ts';
import type { Target, Written } from '../../../core/proof/evidence.ts';
import { poll } from '../poll.ts';
import type { Line } from '../websocket/connect.ts';
import { dial } from '../websocket/dial.ts';
import { filled } from '../websocket/message.ts';
import type { Attempt, Writable } from './during.ts';
import { setAside } from './world.ts';

const settleMs = 300;
const hearingLimitMs = 3_000;
const storingLimitMs = 5_000;

/** What is said over the WebSocket, as a write: heard again means acknowledged, and what was acknowledged must be in its store. */
export function webSocketWritable(ports: Ports): Writable | undefined {
  const surface = ports.platform.websocket;
  const [service] = surface?.services ?? [];
  if (!surface || service === undefined || surface.message === undefined || !surface.stored) return undefined;
  const target = setAside(targetOf(surface), ports);
  if (target.aside !== undefined) return undefined;
  return { target, prepare: (now, signal) => prepared(now, surface, service, target.name, signal) };
}

/** One message said in the untouched world: heard means acknowledged, and then it must be in its store. */
export async function saidOver(ports: Ports, signal: AbortSignal): Promise<{ readonly targets: readonly Target[]; readonly written: readonly Written[] }> {
  const surface = ports.platform.websocket;
  if (!surface) return { targets: [], written: [] };
  const target = setAside(targetOf(surface), ports);
  if (target.aside !== undefined) return { targets: [target], written: [] };
  const writable = webSocketWritable(ports);
  if (!writable) return { targets: [{ ...target, missing: 'nothing to say, or no place to look for it, is configured (websocket.message, websocket.stored)' }], written: [] };
  const attempt = await (await writable.prepare(ports, signal))(hearingLimitMs);
  try {
    return { targets: [writable.target], written: [await lookedFor(ports, surface, attempt, signal)] };
  } catch (error) {
    signal.throwIfAborted();
    return { targets: [{ ...target, missing: `what was said could not be looked for (websocket.stored): ${causeText(error)}` }], written: [] };
  } finally {
    attempt.end?.();
  }
}

async function lookedFor(ports: Ports, { stored: where }: WebSocketSurface, { target, status, marker, found }: Attempt, signal: AbortSignal): Promise<Written> {
  const { answer: there } = await poll(ports, { limitMs: storingLimitMs, pauseMs: settleMs }, async () => found?.(signal), (each) => status !== 200 || each !== false, signal);
  const isStored = there === true;
  return { target, status, writeSeen: isStored, committedBefore: isStored, sent: [{ pointer: '', value: marker, ...(isStored && { foundIn: `${where?.store ?? ''}: ${where?.query ?? ''}` }) }] };
}

function targetOf(surface: WebSocketSurface): Target {
  return { name: `websocket ${surface.path.split('?')[0] ?? ''}`, kind: 'websocket', service: surface.services[0] ?? '', method: 'SAY', path: surface.path, writes: true, foundBy: ['configuration'], ...(surface.role !== undefined && { role: surface.role }) };
}

/** The connections are opened before the outage: what users have open is what suffers. */
async function prepared(ports: Ports, surface: WebSocketSurface, service: string, target: string, signal: AbortSignal): ReturnType<Writable['prepare']> {
  const line = await dial(ports, surface, service, signal);
  // Where there is one service alone, somebody else who is connected to it must hear it too.
  const listener = await dial(ports, surface, surface.services[1] ?? service, signal);
  await line?.hears(() => false, settleMs, signal);
  const marker = `assay ${randomUUID()}`;
  return async (budgetMs) => {
    if (!line?.opened) {
      listener?.close();
      return { target, status: line?.status ?? 0, marker, found: async () => undefined };
    }
    const before = line.messages.length;
    const said = filled(surface.message ?? null, marker);
    // An acknowledgement names what it is for: the text, or an id that came with it.
    const mine = [marker, ...(JSON.stringify(said).match(uuid) ?? [])];
    line.say(JSON.stringify(said));
    // Only what came after it can be an answer to it.
    const heard = await line.hears((message) => line.messages.indexOf(message) >= before && (mine.some((each) => message.includes(each)) || refuses(message)), Math.min(budgetMs, hearingLimitMs), signal);
    const isGood = heard !== undefined && !refuses(heard);
    if (!isGood) listener?.close();
    // What everybody hears repeats the text; an acknowledgement is for the author alone, and may come a moment after it.
    const isTold = (message: string): boolean => mine.some((each) => message.includes(each)) && !message.includes(marker);
    const told = async (now: AbortSignal): Promise<string> => {
      await line.hears((message) => line.messages.indexOf(message) >= before && isTold(message), settleMs, now);
      return wordsOf(line.messages.slice(before).filter(isTold), mine);
    };
    return {
      target, status: isGood ? 200 : 503, marker, found: (now) => stored(ports, surface, marker, now),
      ...(isGood && listener?.opened && { passedOn: (limitMs: number, now: AbortSignal) => heardElsewhere(listener, marker, { told, limitMs }, now) }),
      end: () => [line, listener].forEach((each) => each?.close()),
    };
  };
}

/** Waits until the other end hears it. A connection that was cut says nothing: whoever connects again reads what he missed. */
async function heardElsewhere(listener: Line, marker: string, { told, limitMs }: { readonly told: (signal: AbortSignal) => Promise<string>; readonly limitMs: number }, signal: AbortSignal): ReturnType<NonNullable<Attempt['passedOn']>> {
  const heard = await listener.hears((message) => message.includes(marker), limitMs, signal);
  const cut = listener.closed() !== undefined;
  return heard === undefined && cut ? undefined : { said: await told(signal), heard: heard !== undefined };
}

const uuid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi;

/** What messages say beside names, times and numbers, which are others each time. */
function wordsOf(messages: readonly string[], mine: readonly string[]): string {
  const blank = (message: string): string => mine.reduce((text, each) => text.replaceAll(each, '…'), message).replace(uuid, '…').replace(/\d[\d.:TZ+-]*/g, '#');
  return [...new Set(messages.map(blank))].toSorted().join(' ');
}

/** A server that says no may quote what it refuses. */
function refuses(message: string): boolean {
  return /"(type|event|kind|status|code)"\s*:\s*"[^"]*(error|refus|reject|fail|unavailable)[^"]*"/i.test(message);
}

async function stored(ports: Ports, { stored: where }: WebSocketSurface, marker: string, signal: AbortSignal): Promise<boolean | undefined> {
  const store = ports.stack.stores.find((each) => each.name === where?.store);
  if (!store || !where) return undefined;
  const rows = await store.query(where.query, [marker], signal);
  if (rows.length === 0) return false;
  if (where.remove !== undefined) await store.query(where.remove, [marker], signal);
  return true;
}
