/** Below this share of the processors what is late may be late for want of them. */
const LEAST_GRANTED = 0.6;

/** Why times and failures of a measurement say nothing of the platform: others took the processors before it or after it. Undefined where they did not, or where nobody measured. */
export function starvation(granted: readonly number[] = []): string | undefined {
  const least = Math.min(...granted);
  if (granted.length === 0 || least >= LEAST_GRANTED) return undefined;
  return `the machine was starved: only ${Math.round(least * 100)} % of its processors were to be had while the platform was not asked, so that what is late or fails may do so for want of them`;
}
