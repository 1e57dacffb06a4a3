import { fault, FaultError } from '../../core/fault.ts';
import type { Exchange, Passed, Tap, TapOutage } from '../../core/tap.ts';
import type { StoreKind } from '../../core/types.ts';
import { Channel } from './channel.ts';
import { Probe, suffered } from './probe.ts';
import type { Endpoint } from './settings.ts';
import { unpack, type Order, type State, type Taken } from './wire.ts';

export interface TapAddress {
  readonly store: string;
  readonly kind: StoreKind;
  readonly control: Endpoint;
  readonly token: string;
  /** Where a connection through the tap can be opened from here: a port of the loopback. */
  readonly data: Endpoint;
}
export interface TapHandle extends Tap {
  /** Lets go: nothing is renewed any more. An outage that is still set ends with its lease. */
  readonly close: () => void;
}

/** A third of the lease, so that one lost renewal costs nothing. */
const renewMs = 3_000;
/** How often and how long an outage, and its end, are looked for through the data port. */
const lookAgainMs = 100;
const seenWithinMs = 10_000;
const healedWithinMs = 30_000;

/** The controller's side of a tap that runs already. Nothing is connected before the first call. Throws FaultError. */
export function openTap(address: TapAddress): TapHandle {
  return new Controller(address);
}

class Controller implements TapHandle {
  readonly store: string;
  readonly kind: StoreKind;
  readonly #address: TapAddress;
  readonly #channel: Channel;
  #taking: Promise<unknown> = Promise.resolve();
  #renewal: NodeJS.Timeout | undefined;
  #birth = '';
  #after = 0;
  #lost = 0;
  /** Leases that had run out when the outage or `pipe` began; undefined while neither is set. */
  #expired: number | undefined;

  constructor(address: TapAddress) {
    this.store = address.store;
    this.kind = address.kind;
    this.#address = address;
    this.#channel = new Channel(address.control, address.token);
  }

  /** One after the other: two at once would be given the same. */
  take(signal: AbortSignal): Promise<Passed> {
    const mine = this.#taking.then(() => this.#takeAll(signal));
    this.#taking = mine.catch(() => undefined);
    return mine;
  }

  async #takeAll(signal: AbortSignal): Promise<Passed> {
    const exchanges: Exchange[] = [];
    const unobserved: { connection: number; reason: string }[] = [];
    let wanted: number | undefined;
    let lost = 0;
    do {
      const taken = await this.#take(signal);
      lost += taken.lost;
      for (const item of taken.items) {
        if ('unobserved' in item) unobserved.push({ connection: item.connection, reason: item.unobserved });
        else exchanges.push(unpack(this.store, this.kind, item));
      }
      wanted ??= taken.last;
    } while (this.#after < wanted);
    return { exchanges, lost, unobserved };
  }

  async mode(mode: 'observe' | 'pipe', signal: AbortSignal): Promise<void> {
    const state = await this.#set({ op: 'mode', mode }, signal);
    if (mode === 'pipe') this.#hold(state);
    else if (!state.outage) this.#release();
  }

  async inflict(outage: TapOutage, signal: AbortSignal): Promise<{ readonly seen: string }> {
    // What an outage before this one did to a connection must not be taken for what this one does.
    await this.#set({ op: 'heal' }, signal);
    this.#release();
    // One connection is there before, so that an outage which only meets new ones is not taken for real.
    const before = new Probe(this.kind, this.#address.data);
    await before.connected();
    try {
      const state = await this.#set({ op: 'inflict', outage }, signal);
      this.#hold(state);
      const [first, second] = await Promise.all([this.#look(outage, signal, () => before), this.#look(outage, signal, () => new Probe(this.kind, this.#address.data))]);
      return { seen: `a new connection ${second}; one that was open ${first}; ${Math.max(0, state.touched - 1)} others were open` };
    } catch (error) {
      await this.#set({ op: 'heal' }, AbortSignal.timeout(healedWithinMs)).catch(() => undefined);
      this.#release();
      throw error;
    } finally {
      before.close();
    }
  }

  async heal(signal: AbortSignal): Promise<void> {
    const state = await this.#set({ op: 'heal' }, signal);
    const ranOut = this.#expired !== undefined && state.expired > this.#expired;
    if (state.mode === 'observe') this.#release();
    for (const until = Date.now() + healedWithinMs; ; await pause(lookAgainMs)) {
      signal.throwIfAborted();
      const probe = new Probe(this.kind, this.#address.data);
      const met = await probe.meet(undefined);
      probe.close();
      if (met.answer.length > 0) break;
      if (Date.now() > until) throw this.#trouble(`${this.store} does not answer through its tap within ${healedWithinMs / 1000} s after the outage was ended`);
    }
    if (ranOut) throw this.#trouble(`the outage of ${this.store} ended by itself before it was healed, because nobody had renewed it for 10 s: what was asked meanwhile may have met a healthy store`);
  }

  close(): void {
    this.#release();
    this.#channel.close();
  }

  async #take(signal: AbortSignal): Promise<Taken> {
    let answer = await this.#channel.ask({ op: 'take', after: this.#after }, signal).catch((error: unknown) => this.#give(error, signal));
    if (this.#channel.birth !== this.#birth) {
      // Another tap than last time: its numbers begin at 1.
      const again = this.#birth !== '';
      this.#birth = this.#channel.birth;
      this.#after = 0;
      this.#lost = 0;
      if (again) answer = await this.#channel.ask({ op: 'take', after: 0 }, signal).catch((error: unknown) => this.#give(error, signal));
    }
    if (!('taken' in answer)) throw this.#trouble(`the tap of ${this.store} answered something else than was asked`);
    const { taken } = answer;
    const lost = taken.lost - this.#lost;
    this.#lost = taken.lost;
    this.#after = taken.upTo;
    return { ...taken, lost };
  }

  async #set(order: Order, signal: AbortSignal): Promise<State> {
    const answer = await this.#channel.ask(order, signal).catch((error: unknown) => this.#give(error, signal));
    if (!('state' in answer)) throw this.#trouble(`the tap of ${this.store} answered something else than was asked`);
    return answer.state;
  }

  async #look(outage: TapOutage, signal: AbortSignal, probe: () => Probe): Promise<string> {
    for (const until = Date.now() + seenWithinMs; ; await pause(lookAgainMs)) {
      signal.throwIfAborted();
      const each = probe();
      const met = await each.meet(outage);
      each.close();
      const seen = suffered(outage, met);
      if (seen !== undefined) return seen;
      if (Date.now() > until) throw this.#trouble(`${outage.kind} was set at the tap of ${this.store}, and a connection through it got ${met.answer.length} bytes and was ${met.end} after ${met.ms.toFixed(0)} ms`);
    }
  }

  #hold(state: State): void {
    this.#expired ??= state.expired;
    this.#renewal ??= setInterval(() => {
      this.#channel.ask({ op: 'renew' }, AbortSignal.timeout(renewMs)).catch(() => undefined);
    }, renewMs).unref();
  }

  #release(): void {
    clearInterval(this.#renewal);
    this.#renewal = undefined;
    this.#expired = undefined;
  }

  #give(error: unknown, signal: AbortSignal): never {
    if (signal.aborted) throw error;
    throw new FaultError(fault('probe-failed', `the tap of ${this.store} could not be told at ${this.#address.control.host}:${this.#address.control.port}`, { cause: error }));
  }

  #trouble(what: string): FaultError {
    return new FaultError(fault('probe-failed', what));
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
