import type { ServiceOutage } from '../../../core/tap.ts';
import { pause } from '../../ready.ts';
import type { Docker } from './engine.ts';

/** A container's place in one network, with the names and the address by which others find it there. */
export interface Place {
  readonly network: string;
  readonly aliases: readonly string[];
  readonly address: string;
}
export interface Standing {
  readonly running: boolean;
  readonly paused: boolean;
  readonly startedAt: number;
  readonly places: readonly Place[];
}

/** What a container gets between the polite and the hard signal, in seconds: a store writes what it holds; many an app does not hear the polite one. */
export const graceSeconds = { store: 10, app: 3 };
/** Then as long again to be gone. */
const goneMs = 20_000;
const lookMs = 50;

export async function standing(docker: Docker, id: string): Promise<Standing> {
  const { State: state, NetworkSettings: networks } = await docker.getContainer(id).inspect();
  const places = Object.values(networks.Networks).filter((each) => each.NetworkID !== '').map((each) => ({
    network: each.NetworkID,
    // The engine adds the container's own id by itself, and refuses it as an alias.
    aliases: ((each.Aliases ?? []) as readonly string[]).filter((alias) => !id.startsWith(alias)),
    address: (each.IPAMConfig as { readonly IPv4Address?: string } | null)?.IPv4Address ?? '',
  }));
  return { running: state.Running, paused: state.Paused, startedAt: Date.parse(state.StartedAt), places };
}

/** Inflicts, and says what was seen of it. */
export async function takeOut(docker: Docker, id: string, { kind }: ServiceOutage, { places }: Standing, grace: number, signal: AbortSignal): Promise<string> {
  const container = docker.getContainer(id);
  if (kind === 'pause') await container.pause();
  else if (kind === 'stop') await container.stop({ t: grace });
  else if (kind === 'kill') await container.kill();
  else for (const place of places) await docker.getNetwork(place.network).disconnect({ Container: id, Force: true });
  const until = performance.now() + goneMs;
  for (;;) {
    signal.throwIfAborted();
    const now = await standing(docker, id);
    if (kind === 'pause' && now.paused) return 'its container is paused';
    if (kind === 'disconnect' && now.places.length === 0) return 'its container is in no network';
    if ((kind === 'stop' || kind === 'kill') && !now.running) return `its container was ${kind === 'stop' ? 'stopped' : 'killed'} and does not run`;
    if (performance.now() > until) throw new Error(`the container ${id.slice(0, 12)} did not suffer ${kind} within ${goneMs / 1000} s`);
    await pause(lookMs, signal);
  }
}

/** Whatever was inflicted, and from whichever process: it goes on, is in its networks again, and runs. */
export async function bringBack(docker: Docker, id: string, places: readonly Place[]): Promise<void> {
  const container = docker.getContainer(id);
  const now = await standing(docker, id);
  if (now.paused) await container.unpause();
  for (const place of places.filter((each) => !now.places.some((other) => other.network === each.network))) {
    await docker.getNetwork(place.network).connect({ Container: id, EndpointConfig: { Aliases: [...place.aliases], ...(place.address !== '' && { IPAMConfig: { IPv4Address: place.address } }) } });
  }
  if (!now.running) await container.start();
}
