import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import type { Decoder, MakeDecoder, Observed } from '../stack/taps/decoder.ts';

/** What passed between a client and a server, in order. */
export type Recording = readonly { readonly from: 'client' | 'server'; readonly bytes: Buffer }[];

/** Records the first connection that `work` opens to the port it is given. */
export async function record(upstream: { readonly host: string; readonly port: number }, work: (port: number) => Promise<void>): Promise<Recording> {
  const recording: { from: 'client' | 'server'; bytes: Buffer }[] = [];
  let connections = 0;
  const proxy = createServer((client) => {
    connections += 1;
    const isFirst = connections === 1;
    const server = createConnection({ host: upstream.host, port: upstream.port });
    client.on('data', (bytes) => {
      if (isFirst) recording.push({ from: 'client', bytes });
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (isFirst) recording.push({ from: 'server', bytes });
      client.write(bytes);
    });
    client.on('error', () => server.destroy());
    server.on('error', () => client.destroy());
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  await work((proxy.address() as AddressInfo).port);
  const end = once(proxy, 'close');
  proxy.close();
  await end;
  return recording;
}

export interface Read {
  readonly exchanges: readonly Observed[];
  readonly unobserved: readonly string[];
  readonly failed: string | undefined;
}

/** Plays a recording to a decoder, as the tap's worker does: one that threw or gave up is not called again. */
export function play(make: MakeDecoder, recording: Recording): Read {
  const exchanges: Observed[] = [];
  const unobserved: string[] = [];
  const decoder: Decoder = make({ exchange: (each) => exchanges.push(each), unobserved: (reason) => unobserved.push(reason) }, false);
  try {
    for (const { from, bytes } of recording) {
      if (unobserved.length > 0) break;
      if (from === 'client') decoder.fromClient(bytes, 1);
      else decoder.fromServer(bytes, 1);
      decoder.standing();
    }
    if (unobserved.length === 0) decoder.end(1);
  } catch (error) {
    return { exchanges, unobserved, failed: String(error) };
  }
  return { exchanges, unobserved, failed: undefined };
}

/** The same bytes in other chunks: neighbours of one direction are joined, then cut where `cuts` (0 to 1) says. */
export function chopped(recording: Recording, cuts: readonly number[]): Recording {
  const joined: { from: 'client' | 'server'; bytes: Buffer }[] = [];
  for (const { from, bytes } of recording) {
    const last = joined.at(-1);
    if (last?.from === from) last.bytes = Buffer.concat([last.bytes, bytes]);
    else joined.push({ from, bytes });
  }
  return joined.flatMap(({ from, bytes }, index) => {
    const places = [...new Set(cuts.map((cut) => Math.floor(((cut * (index + 1)) % 1) * bytes.length)))].filter((place) => place > 0).sort((a, b) => a - b);
    return [0, ...places].map((start, each) => ({ from, bytes: bytes.subarray(start, places[each] ?? bytes.length) }));
  });
}

/** The same recording with bytes changed: what a broken peer might send. */
export function spoiled(recording: Recording, changes: readonly { readonly place: number; readonly value: number }[]): Recording {
  const total = recording.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const copies = recording.map(({ from, bytes }) => ({ from, bytes: Buffer.from(bytes) }));
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
