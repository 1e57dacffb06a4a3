import type { ContainerRuntimeClient } from 'testcontainers';
import { causeText } from '../../../core/fault.ts';
import type { Owner } from '../../owner.ts';
import { thisOwner } from '../../owner.ts';

type Docker = ContainerRuntimeClient['container']['dockerode'];

/** Everything that assay makes on an engine carries these; what carries them and has no living owner is swept. */
export const label = {
  run: 'dev.assay.run', pid: 'dev.assay.pid', started: 'dev.assay.started', home: 'dev.assay.home', platform: 'dev.assay.platform', keep: 'dev.assay.keep',
  /** The service of the user's model, where the container's own name in the run's model is another. */
  service: 'dev.assay.service',
  /** On a tap: its store. On a tap's image: the folder that it was built from. */
  tap: 'dev.assay.tap', tapFolder: 'dev.assay.tap-folder',
} as const;

export interface Container {
  readonly id: string;
  readonly service: string;
  readonly state: 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'dead' | 'removing';
  readonly health: 'starting' | 'healthy' | 'unhealthy' | undefined;
  readonly labels: Readonly<Record<string, string>>;
}
export interface Inspected {
  readonly exitCode: number;
  readonly startedAt: number;
  readonly error: string;
  /** The output of the last health checks, oldest first. */
  readonly healthLog: readonly string[];
  readonly oomKilled: boolean;
}

/**
 * The engine as testcontainers finds it: by DOCKER_HOST, its own configuration, or the sockets of Docker and Podman. Throws when none answers, also when
 * DOCKER_HOST names one that does not: whoever named an engine does not want another.
 */
export async function connectEngine(): Promise<Docker> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  const docker = (await getContainerRuntimeClient()).container.dockerode;
  const named = process.env['DOCKER_HOST'];
  if (named && !isAt(docker, named)) throw new Error(`nothing answers at ${named}, which DOCKER_HOST names`);
  return docker;
}

function isAt(docker: Docker, address: string): boolean {
  const { socketPath, host } = docker.modem as { readonly socketPath?: unknown; readonly host?: unknown };
  const [, scheme = '', rest = ''] = /^(\w+):\/\/(.*)$/.exec(address) ?? [];
  if (scheme === 'unix') return socketPath === rest;
  return !['tcp', 'http', 'https'].includes(scheme) || (typeof host === 'string' && rest.startsWith(host.replace(/^\w+:\/\//, '')));
}
export type { Docker };

/** What makes the `docker` program speak to the same engine, whichever its own configuration names. */
export function engineAddress(docker: Docker): Record<string, string> {
  const { socketPath } = docker.modem as { readonly socketPath?: unknown };
  return typeof socketPath === 'string' ? { DOCKER_HOST: `unix://${socketPath}` } : {};
}

/** Whether an engine answers, and which. */
export async function engineVersion(): Promise<{ readonly version: string; readonly api: string } | { readonly error: string }> {
  try {
    const version = await (await connectEngine()).version();
    return { version: version.Version, api: version.ApiVersion };
  } catch (error) {
    return { error: causeText(error) };
  }
}

export function ownerLabels(run: string, root: string, keep: boolean): Record<string, string> {
  const owner = thisOwner();
  return {
    [label.run]: run, [label.pid]: String(owner.pid), [label.started]: owner.started, [label.home]: owner.home, [label.platform]: root,
    ...(keep && { [label.keep]: 'true' }),
  };
}

export function ownerOf(labels: Readonly<Record<string, string>>): Owner {
  return { pid: Number(labels[label.pid]), started: labels[label.started] ?? '', home: labels[label.home] ?? '' };
}

export async function containersOf(docker: Docker, filter: string): Promise<readonly Container[]> {
  const found = await docker.listContainers({ all: true, filters: { label: [filter] } });
  return found.map((each) => ({
    id: each.Id,
    service: each.Labels[label.service] ?? each.Labels['com.docker.compose.service'] ?? each.Names[0]?.slice(1) ?? each.Id,
    state: each.State as Container['state'],
    health: each.Status.includes('(healthy)') ? 'healthy' : each.Status.includes('(unhealthy)') ? 'unhealthy' : each.Status.includes('(health: starting)') ? 'starting' : undefined,
    labels: each.Labels,
  }));
}

export async function inspect(docker: Docker, id: string): Promise<Inspected> {
  const { State: state } = await docker.getContainer(id).inspect();
  return {
    exitCode: state.ExitCode,
    startedAt: Date.parse(state.StartedAt),
    error: state.Error,
    healthLog: (state.Health?.Log ?? []).slice(-3).map((each) => `exit ${each.ExitCode}: ${each.Output.trim().slice(0, 500)}`),
    oomKilled: state.OOMKilled,
  };
}

/** The last lines that a container wrote, both streams in order. Where they cannot be read, one line says why. */
export async function containerLogs(docker: Docker, id: string, lines: number): Promise<readonly string[]> {
  try {
    const raw = await docker.getContainer(id).logs({ stdout: true, stderr: true, tail: lines, follow: false });
    return split(Buffer.from(raw as unknown as Uint8Array)).split(/\r?\n/).filter((line) => line !== '').slice(-lines);
  } catch (error) {
    return [`(its log could not be read: ${causeText(error)})`];
  }
}

/** The engine frames each piece of a stream by its number and length, except for containers with a terminal. */
function split(raw: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= raw.length;) {
    if ((raw[at] ?? 9) > 2 || raw[at + 1] !== 0) return raw.toString('utf8');
    const length = raw.readUInt32BE(at + 4);
    parts.push(raw.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(parts).toString('utf8');
}
