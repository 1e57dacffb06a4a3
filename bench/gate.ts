import { fileURLToPath } from 'node:url';
import type { RunEvent } from '../core/types.ts';
import { readEvents } from '../engine/runs.ts';
import { run } from '../stack/exec.ts';
import { loadNow, note } from './measure.ts';

const root = fileURLToPath(new URL('../examples/quotedesk', import.meta.url));
const bin = fileURLToPath(new URL('../bin/assay.js', import.meta.url));
const limitMs = 600_000;

/** The whole gate on quotedesk against the longest chain of what depends on each other: boot, the slowest observer, then everything that has the stack alone, teardown. */
export async function gate(): Promise<void> {
  const load = loadNow();
  const began = performance.now();
  const ran = await run(process.execPath, [bin, 'gate', '-C', root, '--quiet'], { timeoutMs: limitMs });
  const wall = performance.now() - began;
  const events = readEvents(`${root}/.assay/runs/latest`);
  const chain = chainOf(events);
  const inside = events.flatMap((each) => (each.type === 'run-finished' ? [each.ms] : []))[0] ?? NaN;
  note('The whole gate on quotedesk against its longest chain', load, [
    `exit code ${ran.code}`,
    `longest chain: ${Object.entries(chain).map(([name, ms]) => `${name} ${(ms / 1000).toFixed(1)}`).join(' → ')} = ${(total(chain) / 1000).toFixed(1)} s`,
    `run ${(inside / 1000).toFixed(1)} s: ratio ${(inside / total(chain)).toFixed(3)}; with start of the process and reports ${(wall / 1000).toFixed(1)} s: ratio ${(wall / total(chain)).toFixed(3)} (goal: at most 1.15)`,
  ]);
}

function chainOf(events: readonly RunEvent[]): Readonly<Record<string, number>> {
  const probes = events.flatMap((each) => (each.type === 'probe-finished' ? [each] : []));
  const of = (access: string): readonly number[] => probes.filter((each) => each.access === access).map((each) => each.ms);
  const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0);
  const stack = (phase: string): number => events.flatMap((each) => (each.type === 'stack-changed' && each.phase === phase ? [each.ms] : [])).at(-1) ?? 0;
  return { boot: stack('ready'), observe: Math.max(0, ...of('observe')), mutate: sum(of('mutate')), flows: sum(of('flow')), outage: sum(of('outage')), load: sum(of('load')), teardown: stack('down') };
}

function total(chain: Readonly<Record<string, number>>): number {
  return Object.values(chain).reduce((all, each) => all + each, 0);
}
