import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { fault, FaultError } from '../core/fault.ts';

/** Below the range from which systems take the ports of outgoing connections, above the well-known ones. */
const lowest = 18_000;
const span = 14_000;
/** How many neighbours are tried before giving up; more in a row are never taken by chance. */
const triesPerPort = 200;

export interface Wanted {
  readonly service: string;
  readonly target: number;
}

/**
 * A free loopback port for each wanted one, in order. The first choice follows from platform, service and port alone, so that addresses which are
 * built into a page stay the same from run to run and its image layers stay cached; a taken one moves on to the next. Throws `port-taken`.
 */
export async function choosePorts(root: string, wanted: readonly Wanted[], avoid: ReadonlySet<number> = new Set()): Promise<readonly number[]> {
  const chosen: number[] = [];
  for (const each of wanted) chosen.push(await choose(firstChoice(root, each), new Set([...avoid, ...chosen]), each));
  return chosen;
}

export function firstChoice(root: string, wanted: Wanted): number {
  const digest = createHash('sha256').update(`${root}\0${wanted.service}\0${wanted.target}`).digest();
  return lowest + (digest.readUInt32BE(0) % span);
}

async function choose(first: number, taken: ReadonlySet<number>, wanted: Wanted): Promise<number> {
  for (let step = 0; step < triesPerPort; step++) {
    const port = lowest + ((first - lowest + step) % span);
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new FaultError(fault('port-taken', `No port is free on 127.0.0.1 for ${wanted.service}:${wanted.target}; ${triesPerPort} from ${first} on are taken.`));
}

/** Whether nothing listens there: asked of the system by listening for a moment. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
