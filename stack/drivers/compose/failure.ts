import { causeText, fault } from '../../../core/fault.ts';
import type { Fault, ServiceState } from '../../../core/types.ts';
import type { Ran } from '../../exec.ts';
import { containerLogs, containersOf, inspect, label } from './engine.ts';
import type { Watched } from './watch.ts';

const keptLines = 30;

/** What there is to say of each service when a boot failed: its state, exit code, health log and last lines. Asked before anything is taken down. */
export async function autopsy(watched: Watched, states: ReadonlyMap<string, ServiceState>): Promise<ReadonlyMap<string, ServiceState>> {
  const containers = await containersOf(watched.docker, `${label.run}=${watched.run}`).catch((error: unknown) => causeText(error));
  const told = await Promise.all(watched.services.map(async (service): Promise<ServiceState> => {
    const state = states.get(service.name) ?? { name: service.name, state: 'starting' as const, addresses: {} };
    if (typeof containers === 'string') return { ...state, detail: `${state.detail ? `${state.detail}; ` : ''}the engine could not be asked about it: ${containers}` };
    const container = containers.find((each) => each.service === service.name);
    if (!container) return { ...state, detail: state.detail ?? 'its container was not made' };
    const [inside, lines] = await Promise.all([inspect(watched.docker, container.id).catch(() => undefined), containerLogs(watched.docker, container.id, keptLines)]);
    const dead = container.state === 'exited' && inside?.exitCode !== 0;
    const detail = [
      `${container.state}${container.state === 'exited' ? ` with exit code ${inside?.exitCode ?? '?'}` : ''}${inside?.oomKilled ? ', out of memory' : ''}${container.health ? `, health ${container.health}` : ''}`,
      ...(state.detail ? [state.detail] : []), ...(inside?.error ? [inside.error] : []),
      ...(inside?.healthLog ?? []).map((line) => `health check: ${line}`),
      ...(lines.length > 0 ? [`last ${lines.length} lines:`, ...lines.map((line) => `  ${line}`)] : ['it wrote nothing']),
    ].join('\n');
    return { ...state, state: dead ? 'failed' : state.state, detail };
  }));
  return new Map(told.map((each) => [each.name, each]));
}

/** The fault of a boot that did not succeed: what failed, or what was still missing, with everything there is to say of each service as its cause. */
export function bootFault(states: ReadonlyMap<string, ServiceState>, ran: Ran, deadlineMs: number): Fault {
  const failed = [...states.values()].filter((each) => each.state === 'failed');
  const waiting = [...states.values()].filter((each) => each.state === 'starting');
  const said = ran.stderr.split('\n').filter((line) => line.trim() !== '' && !line.includes('level=warning')).slice(-keptLines);
  const services = [...states.values()].map((each) => `${each.name}: ${each.state === 'ready' || each.state === 'done' ? each.state : each.detail ?? each.state}`).join('\n');
  if (ran.code !== 0 && failed.length === 0 && /port is already allocated|address already in use/.test(ran.stderr)) {
    return { ...fault('port-taken', `A port of the stack was taken while it booted: ${said.at(-1) ?? ''}`), cause: said.join('\n') };
  }
  const inTime = `within ${Math.round(deadlineMs / 1000)} s`;
  const what = failed.length > 0 ? `${failed.map((each) => `Service ${each.name} failed: ${firstLine(each.detail)}`).join('; ')}.`
    : ran.code !== 0 && ran.code !== 124 && ran.code !== 130 ? `docker compose up failed: ${said.at(-1) ?? `exit code ${ran.code}`}`
      : `The stack was not ready ${inTime}; ${waiting.map((each) => each.name).join(', ')} ${waiting.length === 1 ? 'is' : 'are'} still starting.`;
  return { ...fault('boot-failed', what), cause: [services, ...(ran.code === 0 || ran.code === 130 ? [] : ['docker compose up:', ...said])].join('\n') };
}

function firstLine(text: string | undefined): string {
  return text?.split('\n')[0] ?? 'no reason was given';
}
