import { randomUUID } from 'node:crypto';
import type { Ports, WebSocketSurface } from '../../../core/ports.ts';
import type { Target, Written } from '../../../core/proof/evidence.ts';
import { poll } from '../poll.ts';
import { connect } from '../websocket/connect.ts';
import { acceptedOrigin, addressOf, greet, tokenOf } from '../websocket/greeting.ts';
import { filled } from '../websocket/message.ts';
import type { Writable } from './during.ts';

const settleMs = 300;
const hearingLimitMs = 3_000;
const storingLimitMs = 5_000;

/** What is said over the WebSocket, as a write: heard again means acknowledged, and what was acknowledged must be in its store. */
export function webSocketWritable(ports: Ports): Writable | undefined {
  const surface = ports.platform.websocket;
  const [service] = surface?.services ?? [];
  if (!surface || service === undefined || surface.message === undefined || !surface.stored) return undefined;
  const target = targetOf(surface);
  return { target, prepare: (now, signal) => prepared(now, surface, service, target.name, signal) };
}

/** One message said in the untouched world: heard means acknowledged, and then it must be in its store. */
export async function saidOver(ports: Ports, signal: AbortSignal): Promise<{ readonly targets: readonly Target[]; readonly written: readonly Written[] }> {
  const surface = ports.platform.websocket;
  if (!surface) return { targets: [], written: [] };
  const writable = webSocketWritable(ports);
  if (!writable) return { targets: [{ ...targetOf(surface), missing: 'nothing to say, or no place to look for it, is configured (websocket.message, websocket.stored)' }], written: [] };
  const { status, marker, found } = await (await writable.prepare(ports, signal))(hearingLimitMs);
  const { answer: there } = await poll(ports, { limitMs: storingLimitMs, pauseMs: settleMs }, () => found(signal), (each) => status !== 200 || each !== false, signal);
  const stored = there === true;
  return {
    targets: [writable.target],
    written: [{ target: writable.target.name, status, writeSeen: stored, committedBefore: stored, sent: [{ pointer: '', value: marker, ...(stored && { foundIn: `${surface.stored?.store ?? ''}: ${surface.stored?.query ?? ''}` }) }] }],
  };
}

function targetOf(surface: WebSocketSurface): Target {
  return { name: `websocket ${surface.path.split('?')[0] ?? ''}`, kind: 'websocket', service: surface.services[0] ?? '', method: 'SAY', path: surface.path, writes: true, foundBy: ['configuration'], ...(surface.role !== undefined && { role: surface.role }) };
}

/** The connection is opened before the outage: what a user has open is what suffers. */
async function prepared(ports: Ports, surface: WebSocketSurface, service: string, target: string, signal: AbortSignal): ReturnType<Writable['prepare']> {
  const address = addressOf(ports, surface, service);
  const line = address === undefined ? undefined : await connect(address, greet(surface, await tokenOf(ports, surface), acceptedOrigin(ports, service, surface.originVariable)), signal);
  await line?.hears(() => false, settleMs, signal);
  const marker = `assay ${randomUUID()}`;
  return async (budgetMs) => {
    if (!line?.opened) return { target, status: line?.status ?? 0, marker, found: async () => undefined };
    const before = line.messages.length;
    line.say(JSON.stringify(filled(surface.message ?? null, marker)));
    // Only what came after it can be an answer to it.
    const heard = await line.hears((message) => line.messages.indexOf(message) >= before && (message.includes(marker) || refuses(message)), Math.min(budgetMs, hearingLimitMs), signal).finally(() => line.close());
    return { target, status: heard === undefined || refuses(heard) ? 503 : 200, marker, found: (now) => stored(ports, surface, marker, now) };
  };
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
