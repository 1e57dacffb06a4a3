import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import type { MakeDecoder, Observed } from '../stack/taps/decoder.ts';

/** Bytes of one connection in the order in which they passed. */
export interface Passage {
  readonly from: 'client' | 'server';
  readonly bytes: Buffer;
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

/** What a decoder makes of a connection. `sizes` cuts the bytes anew: each chunk takes the next size, over and over; the order between the two sides stays. */
export function decoded(make: MakeDecoder, passed: readonly Passage[], sizes: readonly number[] = [Number.MAX_SAFE_INTEGER], midway = false): { readonly exchanges: readonly Observed[]; readonly unobserved: readonly string[]; readonly standing: string } {
  const exchanges: Observed[] = [];
  const unobserved: string[] = [];
  const decoder = make({ exchange: (each) => exchanges.push(each), unobserved: (reason) => unobserved.push(reason) }, midway);
  let turn = 0;
  for (const [index, { from, bytes }] of passed.entries()) {
    for (let at = 0; at < bytes.length && unobserved.length === 0;) {
      const end = at + (sizes[turn++ % sizes.length] ?? 1);
      decoder[from === 'client' ? 'fromClient' : 'fromServer'](bytes.subarray(at, end), index);
      at = end;
    }
  }
  const standing = decoder.standing();
  if (unobserved.length === 0) decoder.end(passed.length);
  return { exchanges, unobserved, standing };
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
