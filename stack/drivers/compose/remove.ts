import { isGone } from '../../owner.ts';
import type { Docker } from './engine.ts';
import { label, ownerOf } from './engine.ts';

export interface Removed {
  readonly removed: readonly string[];
  /** What is still there, in the engine's own words. */
  readonly failed: readonly string[];
}

/** Another of our own calls may be removing the same thing: that is tried again this often. */
const rounds = 5;
const betweenMs = 300;

/** Takes everything away that carries a label of ours with that value: containers with their anonymous volumes, then networks and volumes. */
export async function removeLabelled(docker: Docker, name: string, value: string): Promise<Removed> {
  const filters = { label: [`${name}=${value}`] };
  const removed = new Set<string>();
  let failed: readonly string[] = [];
  for (let round = 0; round < rounds; round++) {
    const results = [
      ...await all(await docker.listContainers({ all: true, filters }), (each) => `container ${each.Names[0]?.slice(1) ?? each.Id}`, (each) => docker.getContainer(each.Id).remove({ force: true, v: true })),
      ...await all(await docker.listNetworks({ filters }), (each) => `network ${each.Name}`, (each) => docker.getNetwork(each.Id).remove()),
      ...await all((await docker.listVolumes({ filters })).Volumes ?? [], (each) => `volume ${each.Name}`, (each) => docker.getVolume(each.Name).remove({ force: true })),
    ];
    for (const each of results) if (each.error === undefined) removed.add(each.name);
    failed = results.filter((each) => each.error !== undefined).map((each) => `${each.name}: ${each.error ?? ''}`);
    if (results.length === 0) break;
    if (failed.length > 0) await new Promise((resolve) => setTimeout(resolve, betweenMs));
  }
  return { removed: [...removed], failed };
}

/** Runs whose owner is gone and that were not meant to stay, and, when a platform is named, those kept for it. */
export async function leftovers(docker: Docker, platform?: string): Promise<readonly string[]> {
  const filters = { label: [label.run] };
  const labels = [
    ...(await docker.listContainers({ all: true, filters })).map((each) => each.Labels),
    ...(await docker.listNetworks({ filters })).map((each) => each.Labels ?? {}),
    ...((await docker.listVolumes({ filters })).Volumes ?? []).map((each) => each.Labels),
  ];
  const ended = labels.filter((each) => {
    const kept = each[label.keep] === 'true';
    return isGone(ownerOf(each)) && (!kept || each[label.platform] === platform);
  });
  return [...new Set(ended.map((each) => each[label.run] ?? ''))].filter((run) => run !== '');
}

async function all<T>(things: readonly T[], name: (thing: T) => string, remove: (thing: T) => Promise<unknown>): Promise<readonly { readonly name: string; readonly error?: string }[]> {
  return Promise.all(things.map(async (thing) => {
    try {
      await remove(thing);
      return { name: name(thing) };
    } catch (error) {
      const status = (error as { statusCode?: number }).statusCode;
      return status === 404 ? { name: name(thing) } : { name: name(thing), error: error instanceof Error ? error.message : String(error) };
    }
  }));
}
