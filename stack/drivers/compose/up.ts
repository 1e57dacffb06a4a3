import type { BootRequest } from '../../driver.ts';
import { hostEnvironment, run } from '../../exec.ts';
import type { Ran } from '../../exec.ts';
import type { Journal } from '../../journal.ts';
import { pause } from '../../ready.ts';
import type { Docker } from './engine.ts';
import { engineAddress } from './engine.ts';
import type { Generated } from './generate.ts';

/** PostgreSQL and Redis answer within this; a graph takes several times as long. */
const quickMs = 2_500;

export interface Upping {
  readonly docker: Docker;
  readonly request: BootRequest;
  readonly project: string;
  /** Holds the calls of compose while they run: one that outlived us would go on making containers. */
  readonly journal: Journal;
  readonly generated: Generated;
  /** Names of the stores, which are started before the rest, their taps with them. */
  readonly stores: readonly string[];
  /** Asked when they are started; settles when they answer, and the taps before third parties listen. */
  readonly storesReady: () => Promise<unknown>;
}

/** Images are built while the stores come up; everything else is started once both are done. The first step that fails ends the others, and all have ended when it returns. */
export async function up(upping: Upping, signal: AbortSignal): Promise<Ran> {
  const { stores, storesReady, generated } = upping;
  const failing = new AbortController();
  const both = AbortSignal.any([signal, failing.signal]);
  const over = new Promise<void>((resolve) => both.addEventListener('abort', () => resolve(), { once: true }));
  const first = [...stores.flatMap((name) => (generated.origins[name] === undefined ? [name] : [generated.origins[name], name])), ...generated.beside];
  const start = ['up', '-d', '--quiet-pull', '--no-build'];
  const steps = [
    ...(first.length > 0 ? [[...start, ...first]] : []),
    ...(Object.keys(generated.images).length > 0 ? [['build']] : []),
  ];
  const ran = await Promise.all(steps.map(async (step) => {
    if (step[0] === 'build') upping.request.onStep?.('building images');
    const each = await compose(upping, step, both);
    if (step[0] === 'build') upping.request.onStep?.('');
    if (each.code !== 0) failing.abort();
    return each;
  }));
  const failed = ran.find((each) => each.code !== 0 && each.code !== 130) ?? ran.find((each) => each.code !== 0);
  if (failed) return failed;
  if (first.length > 0) {
    let answering = false;
    const ready = storesReady().then(() => void (answering = true));
    await Promise.race([ready, pause(quickMs, signal)]);
    // A store that takes its time leaves time to make the other containers; for quick ones the extra call would cost more than it saves.
    if (!answering) await compose(upping, ['create', '--no-build'], signal);
    await Promise.race([ready, over]);
  }
  return compose(upping, start, signal);
}

function compose({ docker, request, project, generated, journal }: Upping, command: readonly string[], signal: AbortSignal): Promise<Ran> {
  // The model goes in by standard input: it holds the run's secrets, which so never lie in a file.
  return run('docker', ['compose', '--ansi', 'never', '--progress', 'plain', '--project-directory', request.root, '-f', '-', '-p', project, ...command], {
    env: hostEnvironment({ ...request.environment, ...engineAddress(docker) }), input: JSON.stringify(generated.document),
    signal, timeoutMs: request.deadlineMs, cwd: request.root, ...journal.tracked('docker compose'),
  });
}

/** Images that are there, by name → id. Throws what the engine says, unless that is that there is no such image. */
export async function imageIds(docker: Docker, generated: Generated): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(Object.values(generated.images).map(async (image) => {
    try {
      return [[image, (await docker.getImage(image).inspect()).Id] as const];
    } catch (error) {
      if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return [];
      throw error;
    }
  }));
  return new Map(found.flat());
}

/** A build that changed leaves the image before it without a name; it would pile up run after run. One that is still in use stays. */
export async function dropReplaced(docker: Docker, generated: Generated, before: ReadonlyMap<string, string>): Promise<void> {
  const after = await imageIds(docker, generated);
  const replaced = [...before].filter(([image, id]) => after.get(image) !== id).map(([, id]) => id);
  await Promise.all(replaced.map((id) => docker.getImage(id).remove().catch(() => undefined)));
}
