import type { HttpExchange, HttpOutage } from './http-wire.ts';
import type { Endpoint } from './settings.ts';
import { Steering } from './steering.ts';

/** The controller's side of a tap before HTTP. */
export interface HttpTap {
  /** Calls that ended since the last look, oldest first, and how many were not kept. A tunnel is told when it closes. */
  readonly take: (signal: AbortSignal) => Promise<{ readonly exchanges: readonly HttpExchange[]; readonly lost: number }>;
  /** `pipe`: nothing is written down, for load. */
  readonly mode: (mode: 'observe' | 'pipe', signal: AbortSignal) => Promise<void>;
  /** Holds until `heal`. It is set when this resolves: each call through the tap meets it from then on. */
  readonly inflict: (outage: HttpOutage, signal: AbortSignal) => Promise<void>;
  /** Throws FaultError when the outage had ended by itself meanwhile. */
  readonly heal: (signal: AbortSignal) => Promise<void>;
  readonly close: () => void;
}

/** Nothing is connected before the first call. Throws FaultError. */
export function openHttpTap(address: { readonly store: string; readonly control: Endpoint; readonly token: string }): HttpTap {
  const steering = new Steering<HttpOutage, HttpExchange>(address);
  return {
    take: async (signal) => {
      const { items, lost } = await steering.take(signal);
      return { exchanges: items, lost };
    },
    mode: (mode, signal) => steering.mode(mode, signal),
    inflict: async (outage, signal) => void (await steering.inflict(outage, signal)),
    heal: async (signal) => {
      const { ranOut } = await steering.heal(signal);
      if (ranOut) throw steering.trouble(`the outage of ${address.store} ended by itself before it was healed, because nobody had renewed it: what was asked meanwhile may have met a healthy API`);
    },
    close: () => steering.close(),
  };
}
