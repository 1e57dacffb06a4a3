import { FaultError } from '../../core/fault.ts';
import type { Clock } from '../../core/ports.ts';
import type { Pair, Source, Value } from '../journey.ts';
import type { Expectation } from '../record.ts';
import { firstLine } from './words.ts';

const agreeLimitMs = 5_000;
const askAgainMs = 100;
const valueLimitChars = 2_000;

/** Asks both sides until they agree or the time is up, and notes the last pair that was seen together. */
export async function compare(label: string, pair: Pair, clock: Clock, signal: AbortSignal): Promise<Expectation> {
  const against = 'stored' in pair ? 'stored' as const : 'sent' as const;
  const must = 'stored' in pair ? pair.stored : pair.sent;
  const end = clock.tick() + (pair.withinMs ?? agreeLimitMs);
  const still = typeof pair.shown !== 'function' && typeof must !== 'function';
  for (;;) {
    signal.throwIfAborted();
    const found = await told(pair.shown, 'not shown');
    const expected = await told(must, `not ${against}`);
    const ok = !found.missing && !expected.missing && agree(found.text, expected.text);
    if (ok || still || clock.tick() >= end) return { label, against, expected: expected.text, found: found.text, ok };
    await new Promise((resolve) => setTimeout(resolve, askAgainMs));
  }
}

/** A side that cannot be had is noted in its own words and agrees with nothing. Trouble of the harness goes up. */
async function told(source: Source, missing: string): Promise<{ readonly text: string; readonly missing: boolean }> {
  try {
    return { text: written(await read(source)), missing: false };
  } catch (error) {
    if (error instanceof FaultError) throw error;
    return { text: `${missing}: ${firstLine(error)}`, missing: true };
  }
}

async function read(source: Source): Promise<Value> {
  return typeof source === 'function' ? source() : source;
}

function written(value: Value): string {
  return value === null ? '' : String(value).trim().slice(0, valueLimitChars);
}

/** Equal as text, or as numbers: SQL's `48.00` is the page's `48`. */
function agree(found: string, expected: string): boolean {
  if (found === expected) return true;
  return found !== '' && expected !== '' && Number(found) === Number(expected);
}
