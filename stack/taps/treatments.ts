import type { Impostor, Move } from './decoder.ts';
import type { Relay, Treatment } from './relay.ts';

/** Bytes that `slow` holds back on one connection before it stops reading the store. */
const heldBytes = 1024 * 1024;

/** Reads and never answers. What was swallowed cannot be given back, so healing resets the connection. */
export function hanging(relay: Relay): Treatment {
  const nothing = (): void => undefined;
  return { fromClient: nothing, fromServer: nothing, clientEnded: () => relay.close(), serverEnded: nothing, serverFailed: nothing, heal: () => relay.reset() };
}

/** What the store sends arrives `ms` later, in its order. */
export function slow(relay: Relay, ms: number): Treatment {
  const queue: { readonly timer: NodeJS.Timeout; readonly act: () => void; readonly bytes: number }[] = [];
  let bytes = 0;
  const first = (): void => {
    const next = queue.shift();
    if (!next) return;
    bytes -= next.bytes;
    next.act();
    if (bytes <= heldBytes) relay.resumeServer();
  };
  const later = (act: () => void, size: number): void => {
    queue.push({ timer: setTimeout(first, ms), act, bytes: size });
    bytes += size;
    if (bytes > heldBytes) relay.pauseServer();
  };
  return {
    fromClient: (chunk) => relay.toServer(chunk),
    fromServer: (chunk) => later(() => relay.toClient(chunk), chunk.length),
    clientEnded: () => relay.endServer(),
    serverEnded: () => later(() => relay.endClient(), 0),
    serverFailed: () => relay.reset(),
    heal: () => {
      for (const { timer, act } of queue.splice(0)) {
        clearTimeout(timer);
        act();
      }
      bytes = 0;
      relay.resumeServer();
      relay.pass();
    },
  };
}

/** Closes after `afterBytes` of an answer; an answer begins after bytes of the client. */
export function cutting(relay: Relay, afterBytes: number): Treatment {
  let left = afterBytes;
  return {
    fromClient: (chunk) => {
      left = afterBytes;
      relay.toServer(chunk);
    },
    fromServer: (chunk) => {
      if (chunk.length < left) {
        left -= chunk.length;
        relay.toClient(chunk);
        return;
      }
      if (left > 0) relay.toClient(chunk.subarray(0, left));
      relay.close();
    },
    clientEnded: () => relay.endServer(),
    serverEnded: () => relay.endClient(),
    serverFailed: () => relay.reset(),
    heal: () => relay.pass(),
  };
}

/** An impostor speaks to the client; the store hears only what the impostor hands on. */
export function speaking(relay: Relay, impostor: Impostor): Treatment {
  const make = (move: Move): void => {
    if (move.toServer?.length) relay.toServer(move.toServer);
    if (move.relayed?.length) relay.toClient(move.relayed);
    if (move.toClient?.length) relay.say(move.toClient);
    if (move.close) relay.close();
  };
  if (impostor.greet) make(impostor.greet());
  return {
    fromClient: (chunk) => make(impostor.fromClient(chunk)),
    fromServer: (chunk) => (impostor.fromServer ? make(impostor.fromServer(chunk)) : relay.toClient(chunk)),
    clientEnded: () => relay.close(),
    serverEnded: () => relay.close(),
    serverFailed: () => relay.reset(),
    heal: () => relay.close(),
  };
}

/** The client's bytes wait while the store answers to the end, before an impostor takes over. `arrived` counts the store's chunks; `release` gives the waiting bytes. */
export interface Draining extends Treatment {
  readonly arrived: () => number;
  readonly release: () => readonly Buffer[];
}

export function draining(relay: Relay): Draining {
  const waiting: Buffer[] = [];
  let arrived = 0;
  return {
    fromClient: (chunk) => {
      waiting.push(chunk);
      relay.pauseClient();
    },
    fromServer: (chunk) => {
      arrived += 1;
      relay.toClient(chunk);
    },
    clientEnded: () => relay.close(),
    serverEnded: () => relay.endClient(),
    serverFailed: () => relay.reset(),
    heal: () => {
      relay.pass();
      for (const chunk of waiting.splice(0)) relay.toServer(chunk);
      relay.resumeClient();
    },
    arrived: () => arrived,
    release: () => {
      relay.resumeClient();
      return waiting.splice(0);
    },
  };
}
