import { defineProbe } from '../../core/define.ts';
import { causeText } from '../../core/fault.ts';
import type { Ports, WebSocketSurface } from '../../core/ports.ts';
import type { Json } from '../../core/types.ts';
import { webSocketConversation, type WebSocketConversation } from '../evidence/websocket.ts';
import { poll } from './poll.ts';
import type { Line } from './websocket/connect.ts';
import { dial } from './websocket/dial.ts';
import { filled } from './websocket/message.ts';

const hearingLimitMs = 5_000;
const storingLimitMs = 5_000;
/** What a server sends by itself after the greeting, such as earlier messages, is not an answer to what is said. */
const settleMs = 300;
const pauseMs = 100;
const excerpt = 300;

/** Says something at one end, listens for it at the other, looks for it in the store, and takes it out again. */
export default defineProbe<WebSocketConversation>({
  id: 'websocket-conversation',
  kind: webSocketConversation,
  access: 'mutate',
  timeoutMs: 60_000,
  without: (platform) => (platform.websocket ? undefined : 'the configuration names no WebSocket (websocket)'),
  async collect(ports, signal) {
    const surface = ports.platform.websocket;
    if (!surface) throw new Error('no WebSocket is configured');
    const [from = '', to = from] = surface.services;
    const between = { path: surface.path, from, to, across: from !== to };
    const body = await conversation(ports, surface, from, to, signal);
    return { subject: surface.services.join(', '), body: { ...between, ...body } };
  },
});

type Said = Omit<WebSocketConversation, 'path' | 'from' | 'to' | 'across'>;

async function conversation(ports: Ports, surface: WebSocketSurface, from: string, to: string, signal: AbortSignal): Promise<Said> {
  if (surface.message === undefined) return { silent: 'nothing to say is configured (websocket.message)', told: [] };
  const speaker = await dial(ports, surface, from, signal);
  const listener = await dial(ports, surface, to, signal);
  try {
    if (!speaker?.opened || !listener?.opened) return { broke: refusalOf(speaker?.opened ? listener : speaker), told: [] };
    await speaker.hears(() => false, settleMs, signal);
    const before = speaker.messages.length;
    const text = `assay ${crypto.randomUUID()}`;
    const start = ports.clock.tick();
    speaker.say(JSON.stringify(filled(surface.message, text)));
    const heard = await listener.hears((message) => message.includes(text), hearingLimitMs, signal);
    const heardMs = ports.clock.tick() - start;
    const stored = surface.stored && await kept(ports, surface.stored, text, signal);
    return {
      ...(heard !== undefined && { heardMs }),
      told: speaker.messages.slice(before, before + 5).map((message) => message.slice(0, excerpt)),
      ...(stored && { stored }),
    };
  } finally {
    speaker?.close();
    listener?.close();
  }
}

function refusalOf(line: Line | undefined): string {
  if (!line) return 'the service is not in the stack';
  return line.status === undefined ? line.broke ?? 'the connection was not opened' : `the handshake was answered with ${line.status}`;
}

/** Looks until it is there or time is up: a message may be stored a moment after it was heard. */
async function kept(ports: Ports, { store: name, query, remove }: NonNullable<WebSocketSurface['stored']>, text: string, signal: AbortSignal): Promise<NonNullable<Said['stored']>> {
  const store = ports.stack.stores.find((each) => each.name === name);
  if (!store) return { store: name, found: false, broke: 'the store is not in the stack' };
  const there = async (): Promise<boolean> => isThere(await store.query(query, [text], signal));
  try {
    const { answer: found } = await poll(ports, { limitMs: storingLimitMs, pauseMs }, there, (each) => each, signal);
    if (!found || remove === undefined) return { store: name, found };
    await store.query(remove, [text], signal);
    return { store: name, found, removed: !(await there()) };
  } catch (error) {
    signal.throwIfAborted();
    return { store: name, found: false, broke: causeText(error) };
  }
}

/** A row; or, of a statement that always gives one (a count, `EXISTS`), one that does not say no. */
function isThere(rows: readonly Readonly<Record<string, Json>>[]): boolean {
  const [first, ...more] = rows;
  if (!first || more.length > 0) return first !== undefined;
  const values = Object.values(first);
  return values.length !== 1 || ![null, false, 0, '0', ''].includes(values[0] as never);
}
