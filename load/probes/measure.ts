import { setTimeout as delay } from 'node:timers/promises';
import { FaultError, fault } from '../../core/fault.ts';
import type { Ports, Threshold } from '../../core/ports.ts';
import type { LoadResult } from '../result.ts';
import { defaultThreshold } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';
import { generate, onlyThisMachine } from './generate.ts';
import type { Generated, LoadPlan } from './plan.ts';

const longestTimeoutSeconds = 10;
const warmupSeconds = 1;
/** What was asked last is still worked on for a moment. */
const calmMs = 1_000;
/** Above these the generator waits for itself and not for the platform. */
const saturatedFrom = { cpu: 0.9, busy: 0.9 } as const;

/** Loads the platform as the scenario says and notes what came of it. */
export async function measure(scenario: Scenario, ports: Ports, signal: AbortSignal): Promise<LoadResult> {
  const configured = ports.platform.load[scenario.id];
  const threshold = configured ?? scenario.threshold ?? defaultThreshold;
  const aim = await scenario.target(ports, signal);
  onlyThisMachine(aim.origin);
  if (aim.targets.length === 0) throw new FaultError(fault('nothing-examined', `${scenario.id} has no endpoint to load (${aim.leftOut?.join(', ') || 'none is declared'})`));
  const plan: LoadPlan = { origin: aim.origin, targets: aim.targets, connections: threshold.connections, ...times(threshold), ...(scenario.ratePerSecond !== undefined && { ratePerSecond: scenario.ratePerSecond }) };
  ports.progress(0, plan.durationSeconds, scenario.id);
  const before = await ports.granted();
  const generated = await generate(plan, signal, (second) => ports.progress(second, plan.durationSeconds, `${scenario.id}: second ${second}`));
  await delay(calmMs, undefined, { signal });
  const granted = [rounded(before), rounded(await ports.granted())];
  const { samples: _samples, apart: _apart, ...counted } = generated.tallied;
  const difference = disagreement(generated, plan);
  return {
    scenario: scenario.id, title: scenario.title,
    ...(plan.ratePerSecond === undefined ? { model: 'closed' } : { model: 'open', askedRate: plan.ratePerSecond }),
    target: `${aim.targets.map((each) => each.name).join(', ')} on ${aim.origin}`,
    leftOut: aim.leftOut ?? [],
    durationSeconds: rounded(generated.elapsedSeconds), warmupSeconds: plan.warmupSeconds, connections: plan.connections,
    ...counted,
    generator: {
      cpu: rounded(generated.cpu), busy: rounded(generated.busy),
      saturated: generated.cpu >= saturatedFrom.cpu || generated.busy >= saturatedFrom.busy,
    },
    granted, threshold, thresholdFrom: configured ? 'configuration' : scenario.threshold ? 'scenario' : 'default',
    reconciled: difference === undefined,
    ...(difference !== undefined && { difference }),
  };
}

/** Whole seconds, as the generator wants them; the time limit of a request is at most half the run, so that a hanging server is seen. */
function times(threshold: Threshold): Pick<LoadPlan, 'durationSeconds' | 'warmupSeconds' | 'timeoutSeconds'> {
  const durationSeconds = Math.max(1, Math.round(threshold.durationSeconds));
  return { durationSeconds, warmupSeconds, timeoutSeconds: Math.min(longestTimeoutSeconds, Math.max(1, Math.floor(durationSeconds / 2))) };
}

/** How the generator's books, ours and the latencies differ; undefined when every request is accounted for. */
function disagreement({ tallied, books }: Generated, plan: LoadPlan): string | undefined {
  const { answers, errors, timeouts, samples, unfinished, apart } = tallied;
  if (samples !== answers + timeouts) return `${samples} latencies for ${answers} answers and ${timeouts} timeouts`;
  if (unfinished < 0 || unfinished > plan.connections) return `${unfinished} requests unaccounted for on ${plan.connections} connections`;
  if (books && books.answers !== answers) return `autocannon counted ${books.answers} answers, assay ${answers}`;
  if (books && books.errors !== errors - apart) return `autocannon counted ${books.errors} errors, assay ${errors - apart}`;
  return undefined;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
