import { asFault } from '../core/fault.ts';
import type { Stack } from '../core/ports.ts';
import type { EventBus } from './bus.ts';

/** A graph that has to start again takes a minute on a busy machine. */
const mendMs = 120_000;

/** Under load a tap only passes bytes: reading them would be measured with the platform. */
export async function pipeOnly(stack: Stack, bus: EventBus, signal: AbortSignal): Promise<void> {
  try {
    await Promise.all((stack.taps ?? []).map((tap) => tap.mode('pipe', signal)));
  } catch (error) {
    if (!signal.aborted) bus.raise(asFault(error, 'probe-failed', 'the taps did not stop reading before the load'));
  }
}

/** What a probe broke and could not mend itself, because its time was up or it failed: stores run and taps pass again before anybody else has the stack. */
export async function mend({ report, taps = [], control }: Stack, bus: EventBus, signal: AbortSignal): Promise<void> {
  const both = AbortSignal.any([signal, AbortSignal.timeout(mendMs)]);
  try {
    for (const store of report.stores) if (store.missing === undefined) await control?.heal(store.name, both);
    await Promise.all(taps.map((tap) => tap.heal(both)));
  } catch (error) {
    if (!signal.aborted) bus.raise(asFault(error, 'probe-failed', 'an outage could not be ended'));
  }
}
