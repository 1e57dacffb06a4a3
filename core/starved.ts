/** Below this share of the processors what is late may be late for want of them. */
const LEAST_GRANTED = 0.6;

/**
 * Why times and failures of a measurement say nothing of the platform: others took the processors before it and after it. Undefined where they did not, or where nobody measured.
 * Once alone is not enough: what starts or works off something just then is the platform itself.
 */
export function starvation(granted: readonly number[] = []): string | undefined {
  const most = Math.max(...granted);
  if (granted.length === 0 || most >= LEAST_GRANTED) return undefined;
  return `the machine was starved: only ${Math.round(most * 100)} % of its processors were to be had while the platform was not asked, so that what is late or fails may do so for want of them`;
}
