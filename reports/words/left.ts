import type { Bar, RunView } from '../../core/fold.ts';

/** Less than this is not told: the end is there before it is read. */
const leastMs = 2_000;

/**
 * Milliseconds that a run has probably left, from how long the run before it took: what is done or runs now says how far into that run this one is.
 * Undefined when there was none of the same profile, or when this one has taken longer than that. `elapsed` is milliseconds since the start.
 */
export function timeLeft(run: RunView, before: RunView | undefined, elapsed: number): number | undefined {
  if (!before?.finished || run.finished || before.header.profile !== run.header.profile) return undefined;
  const bars = new Map(before.bars.filter((bar) => bar.kind !== 'check').map((bar) => [keyOf(bar), bar]));
  const ends = run.bars.filter((bar) => bar.kind !== 'check').map((bar) => bar.startMs + (bar.ms ?? 0));
  const running = run.bars.some((bar) => bar.state === 'running');
  const reached = run.bars.flatMap((bar) => {
    const then = bars.get(keyOf(bar));
    if (!then) return [];
    const took = then.ms ?? 0;
    return [then.startMs + (bar.state === 'running' ? Math.min(took, Math.max(0, elapsed - bar.startMs)) : took)];
  });
  const at = Math.max(0, ...reached);
  const next = Math.min(before.ms, ...[...bars.values()].map((bar) => bar.startMs).filter((start) => start > at));
  // Between two units the clock goes on, but not past the begin of what came next.
  const left = before.ms - (running ? at : Math.min(next, at + elapsed - Math.max(0, ...ends)));
  return left < leastMs ? undefined : left;
}

function keyOf({ kind, id }: Bar): string {
  return `${kind} ${id}`;
}
