import type { Exchange, Passed, Tap, TapOutage } from '../../core/tap.ts';
import type { StoreKind, TapKind } from '../../core/types.ts';
import { Probe, suffered } from './probe.ts';
import type { Endpoint } from './settings.ts';
import { Steering } from './steering.ts';
import { unpack, type Item } from './wire.ts';

/** A tap that runs; before a third party where it says so. */
export interface TapAddress<Kind extends TapKind = StoreKind> {
  readonly store: string;
  readonly kind: Kind;
  readonly control: Endpoint;
  readonly token: string;
  /** Where a connection through the tap can be opened from here: a port of the loopback. */
  readonly data: Endpoint;
}
export interface TapHandle extends Tap {
  /** Lets go: nothing is renewed any more. An outage that is still set ends with its lease. */
  readonly close: () => void;
}

/** How often and how long an outage, and its end, are looked for through the data port. */
const lookAgainMs = 100;
const seenWithinMs = 10_000;
const healedWithinMs = 30_000;

/** The controller's side of a tap that runs already. Nothing is connected before the first call. Throws FaultError. */
export function openTap(address: TapAddress<TapKind>): TapHandle {
  return new Controller(address);
}

class Controller implements TapHandle {
  readonly store: string;
  readonly kind: TapKind;
  readonly #data: Endpoint;
  readonly #steering: Steering<TapOutage, Item>;

  constructor(address: TapAddress<TapKind>) {
    this.store = address.store;
    this.kind = address.kind;
    this.#data = address.data;
    this.#steering = new Steering(address);
  }

  async take(signal: AbortSignal): Promise<Passed> {
    const exchanges: Exchange[] = [];
    const unobserved: { connection: number; reason: string }[] = [];
    const { items, lost } = await this.#steering.take(signal);
    for (const item of items) {
      if ('unobserved' in item) unobserved.push({ connection: item.connection, reason: item.unobserved });
      else exchanges.push(unpack(this.store, this.kind, item));
    }
    return { exchanges, lost, unobserved };
  }

  mode(mode: 'observe' | 'pipe', signal: AbortSignal): Promise<void> {
    return this.#steering.mode(mode, signal);
  }

  async inflict(outage: TapOutage, signal: AbortSignal): Promise<{ readonly seen: string }> {
    // What an outage before this one did to a connection must not be taken for what this one does.
    await this.#steering.heal(signal);
    this.#steering.release();
    // One connection is there before, so that an outage which only meets new ones is not taken for real.
    const before = new Probe(this.kind, this.#data);
    await before.connected();
    try {
      const { touched } = await this.#steering.inflict(outage, signal);
      const [first, second] = await Promise.all([this.#look(outage, signal, () => before), this.#look(outage, signal, () => new Probe(this.kind, this.#data))]);
      return { seen: `a new connection ${second}; one that was open ${first}; ${Math.max(0, touched - 1)} others were open` };
    } catch (error) {
      await this.#steering.heal(AbortSignal.timeout(healedWithinMs)).catch(() => undefined);
      this.#steering.release();
      throw error;
    } finally {
      before.close();
    }
  }

  async heal(signal: AbortSignal): Promise<void> {
    const { ranOut } = await this.#steering.heal(signal);
    for (const until = Date.now() + healedWithinMs; ; await pause(lookAgainMs)) {
      signal.throwIfAborted();
      const probe = new Probe(this.kind, this.#data);
      const met = await probe.meet(undefined);
      probe.close();
      if (met.answer.length > 0) break;
      if (Date.now() > until) throw this.#steering.trouble(`${this.store} does not answer through its tap within ${healedWithinMs / 1000} s after the outage was ended`);
    }
    if (ranOut) throw this.#steering.trouble(`the outage of ${this.store} ended by itself before it was healed, because nobody had renewed it for 10 s: what was asked meanwhile may have met a healthy store`);
  }

  close(): void {
    this.#steering.close();
  }

  async #look(outage: TapOutage, signal: AbortSignal, probe: () => Probe): Promise<string> {
    for (const until = Date.now() + seenWithinMs; ; await pause(lookAgainMs)) {
      signal.throwIfAborted();
      const each = probe();
      const met = await each.meet(outage);
      each.close();
      const seen = suffered(outage, met);
      if (seen !== undefined) return seen;
      if (Date.now() > until) throw this.#steering.trouble(`${outage.kind} was set at the tap of ${this.store}, and a connection through it got ${met.answer.length} bytes and was ${met.end} after ${met.ms.toFixed(0)} ms`);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
