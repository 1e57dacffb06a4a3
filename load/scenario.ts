import type { Explanation, Unit } from '../core/define.ts';
import type { Ports, Threshold } from '../core/ports.ts';
import type { Category } from '../core/types.ts';
import { judgeLoad } from './judge.ts';
import type { Target } from './probes/plan.ts';
import { loadResult } from './result.ts';

export type { Target } from './probes/plan.ts';
export type { LoadResult } from './result.ts';

/** Where a scenario sends its requests. All of them go to one origin, which must be on this machine. */
export interface Aim {
  readonly origin: string;
  readonly targets: readonly Target[];
  /** What was left out, each with its reason: it is printed. */
  readonly leftOut?: readonly string[];
}

/** A load on the platform, and what it must bear. */
export interface Scenario {
  /** kebab-case; the file has the same name. */
  readonly id: string;
  readonly title: string;
  readonly category?: Category;
  readonly explain?: Explanation;
  readonly target: (ports: Ports, signal: AbortSignal) => Promise<Aim> | Aim;
  /** Requests a second, whether the platform keeps up or not (an open model). Without it: as many as the connections get answered. */
  readonly ratePerSecond?: number;
  /** Used where the configuration has none under `load` with this id. */
  readonly threshold?: Threshold;
  readonly without?: NonNullable<Unit['probe']>['without'];
}

/** Gentle enough for a laptop that also runs the platform: a floor that every web platform should stand on. */
export const defaultThreshold: Threshold = { durationSeconds: 8, connections: 10, p99Ms: 1_000, minRate: 20, maxErrorRatio: 0 };

/** The configuration's durations are limited, so that a scenario's own time limit is known before it runs. */
const longestSeconds = 600;
const sparesMs = 60_000;

/** A scenario as a unit of assay: a probe that loads the platform, and a check that compares what was measured with the threshold. */
export function defineScenario(scenario: Scenario): Unit {
  return {
    probe: {
      id: scenario.id,
      kind: loadResult,
      access: 'load',
      timeoutMs: longestSeconds * 1000 + sparesMs,
      ...(scenario.without && { without: scenario.without }),
      collect: async (ports, signal) => {
        // Loaded only when load is driven: judging a run again needs no generator.
        const { measure } = await import('./probes/measure.ts');
        return { subject: scenario.id, body: await measure(scenario, ports, signal) };
      },
    },
    check: {
      info: { id: scenario.id, family: 'load', category: scenario.category ?? 'Performance', title: scenario.title },
      aliases: [],
      explain: scenario.explain ?? usual(scenario),
      probe: scenario.id,
      needs: [loadResult],
      judge: (seen) => judgeLoad(seen.all(loadResult).map((each) => each.body)),
    },
  };
}

function usual(scenario: Scenario): Explanation {
  return {
    means: `${scenario.title}: the platform was slower, refused more or carried less than its threshold allows.`,
    why: 'What works for one user need not work for ten at once: pools run out, queries queue, locks wait.',
    fix: 'Find what the slowest endpoint waits for; the threshold stands in the configuration under load.',
    examples: [],
  };
}
