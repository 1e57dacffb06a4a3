import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import type { MakeDecoder, Observed } from '../stack/taps/decoder.ts';

/** Bytes of one connection in the order in which they passed. */
export interface Passage {
  readonly from: 'client' | 'server';
  readonly bytes: Buffer;
  /** When; every passage at the same moment where it is left out. */
  readonly at?: number;
}

/** A pipe that keeps what passes, by connection in the order of their coming. */
export interface Recording {
  readonly host: string;
  readonly port: number;
  readonly connections: readonly (readonly Passage[])[];
  readonly stop: () => Promise<void>;
}

export async function record(upstream: { readonly host: string; readonly port: number }): Promise<Recording> {
  const connections: Passage[][] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const passed: Passage[] = [];
    connections.push(passed);
    const store = createConnection({ host: upstream.host, port: upstream.port, noDelay: true });
    const ways = [['client', client, store], ['server', store, client]] as const;
    for (const [from, source, target] of ways) {
      sockets.add(source);
      source.on('data', (bytes) => {
        passed.push({ from, bytes });
        target.write(bytes);
      });
      source.on('error', () => target.destroy());
      source.on('close', () => target.destroySoon());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1', port: (server.address() as AddressInfo).port, connections,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What passes over the first connection that `work` opens to the port it is given. */
export async function recorded(upstream: { readonly host: string; readonly port: number }, work: (port: number) => Promise<void>): Promise<readonly Passage[]> {
  const pipe = await record(upstream);
  await work(pipe.port);
  await pipe.stop();
  return pipe.connections[0] ?? [];
}

export interface Read {
  readonly exchanges: readonly Observed[];
  readonly unobserved: readonly string[];
  /** Where the decoder stood before the connection ended. */
  readonly standing: string | undefined;
  readonly failed: string | undefined;
}

/** Plays passages to a decoder, as the tap's worker does: one that threw or gave up is not called again. */
export function play(make: MakeDecoder, passages: readonly Passage[], midway = false): Read {
  const exchanges: Observed[] = [];
  const unobserved: string[] = [];
  const decoder = make({ exchange: (each) => exchanges.push(each), unobserved: (reason) => unobserved.push(reason) }, midway);
  let standing: string | undefined;
  try {
    for (const { from, bytes, at = 1 } of passages) {
      if (unobserved.length > 0) break;
      decoder[from === 'client' ? 'fromClient' : 'fromServer'](bytes, at);
      standing = decoder.standing();
    }
    standing = decoder.standing();
    if (unobserved.length === 0) decoder.end(passages.at(-1)?.at ?? 1);
  } catch (error) {
    return { exchanges, unobserved, standing, failed: String(error) };
  }
  return { exchanges, unobserved, standing, failed: undefined };
}

/** What a decoder that may not throw makes of a connection. `sizes` cuts the bytes anew: each chunk takes the next size, over and over; the order between the two sides stays. */
export function decoded(make: MakeDecoder, passed: readonly Passage[], sizes: readonly number[] = [Number.MAX_SAFE_INTEGER], midway = false): Read {
  let turn = 0;
  const pieces = passed.flatMap(({ from, bytes }, index) => {
    const cut: Passage[] = [];
    for (let at = 0; at < bytes.length;) {
      const end = at + (sizes[turn++ % sizes.length] ?? 1);
      cut.push({ from, bytes: bytes.subarray(at, end), at: index });
      at = end;
    }
    return cut;
  });
  const read = play(make, pieces, midway);
  if (read.failed !== undefined) throw new Error(read.failed);
  return read;
}

/** Passages joined where the same side speaks on. */
export function joined(passed: readonly Passage[]): readonly Passage[] {
  const all: Passage[] = [];
  for (const each of passed) {
    const last = all.at(-1);
    if (last?.from === each.from) all[all.length - 1] = { from: each.from, bytes: Buffer.concat([last.bytes, each.bytes]) };
    else all.push(each);
  }
  return all;
}

/** The same bytes in other chunks: neighbours of one direction are joined, then cut where `cuts` (0 to 1) says. */
export function chopped(passages: readonly Passage[], cuts: readonly number[]): readonly Passage[] {
  return joined(passages).flatMap(({ from, bytes }, index) => {
    const places = [...new Set(cuts.map((cut) => Math.floor(((cut * (index + 1)) % 1) * bytes.length)))].filter((place) => place > 0).sort((a, b) => a - b);
    return [0, ...places].map((start, each) => ({ from, bytes: bytes.subarray(start, places[each] ?? bytes.length) }));
  });
}

/** The same passages with bytes changed: what a broken peer might send. */
export function spoiled(passages: readonly Passage[], changes: readonly { readonly place: number; readonly value: number }[]): readonly Passage[] {
  const total = passages.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const copies = passages.map(({ from, bytes }) => ({ from, bytes: Buffer.from(bytes) }));
  for (const { place, value } of changes) {
    let at = Math.floor(place * total);
    for (const { bytes } of copies) {
      if (at < bytes.length) {
        bytes[at] = value;
        break;
      }
      at -= bytes.length;
    }
  }
  return copies;
}
