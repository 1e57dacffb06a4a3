import { fault, FaultError } from '../../core/fault.ts';
import { Channel } from './channel.ts';
import type { Endpoint } from './settings.ts';
import type { Answer, Order, State, Taken } from './wire.ts';

/** A third of the lease, so that one lost renewal costs nothing. */
const renewMs = 3_000;

/** The controller's side of any tap: its orders, what was taken from it, and the lease that is renewed while an outage or `pipe` holds. Throws FaultError. */
export class Steering<Outage, Item> {
  readonly #store: string;
  readonly #control: Endpoint;
  readonly #channel: Channel<Order<Outage>, Answer<Outage, Item>>;
  #taking: Promise<unknown> = Promise.resolve();
  #renewal: NodeJS.Timeout | undefined;
  #birth = '';
  #after = 0;
  #lost = 0;
  /** Leases that had run out when the outage or `pipe` began; undefined while neither is set. */
  #expired: number | undefined;

  constructor({ store, control, token }: { readonly store: string; readonly control: Endpoint; readonly token: string }) {
    this.#store = store;
    this.#control = control;
    this.#channel = new Channel(control, token);
  }

  /** Everything that passed before this call and was not taken yet. One call after the other: two at once would be given the same. */
  take(signal: AbortSignal): Promise<{ readonly items: readonly Item[]; readonly lost: number }> {
    const mine = this.#taking.then(() => this.#takeAll(signal));
    this.#taking = mine.catch(() => undefined);
    return mine;
  }

  async mode(mode: 'observe' | 'pipe', signal: AbortSignal): Promise<void> {
    const state = await this.#set({ op: 'mode', mode }, signal);
    if (mode === 'pipe') this.#hold(state);
    else if (!state.outage) this.release();
  }

  /** Holds (the lease is renewed) until `heal` or `release`. */
  async inflict(outage: Outage, signal: AbortSignal): Promise<State<Outage>> {
    const state = await this.#set({ op: 'inflict', outage }, signal);
    this.#hold(state);
    return state;
  }

  /** `ranOut`: the outage had ended by itself before, because nobody had renewed it. */
  async heal(signal: AbortSignal): Promise<{ readonly ranOut: boolean }> {
    const state = await this.#set({ op: 'heal' }, signal);
    const ranOut = this.#expired !== undefined && state.expired > this.#expired;
    if (state.mode === 'observe') this.release();
    return { ranOut };
  }

  /** Nothing is renewed any more: what is still set ends with its lease. */
  release(): void {
    clearInterval(this.#renewal);
    this.#renewal = undefined;
    this.#expired = undefined;
  }

  close(): void {
    this.release();
    this.#channel.close();
  }

  trouble(what: string): FaultError {
    return new FaultError(fault('probe-failed', what));
  }

  async #takeAll(signal: AbortSignal): Promise<{ readonly items: readonly Item[]; readonly lost: number }> {
    const items: Item[] = [];
    let wanted: number | undefined;
    let lost = 0;
    do {
      const taken = await this.#take(signal);
      // Not spread: one answer may hold more items than a call takes arguments.
      for (const item of taken.items) items.push(item);
      lost += taken.lost - this.#lost;
      this.#lost = taken.lost;
      this.#after = taken.upTo;
      wanted ??= taken.last;
    } while (this.#after < wanted);
    return { items, lost };
  }

  async #take(signal: AbortSignal): Promise<Taken<Item>> {
    let answer = await this.#ask({ op: 'take', after: this.#after }, signal);
    if (this.#channel.birth !== this.#birth) {
      // Another tap than last time: its numbers begin at 1.
      const again = this.#birth !== '';
      this.#birth = this.#channel.birth;
      this.#after = 0;
      this.#lost = 0;
      if (again) answer = await this.#ask({ op: 'take', after: 0 }, signal);
    }
    if (!('taken' in answer)) throw this.#otherwise();
    return answer.taken;
  }

  async #set(order: Order<Outage>, signal: AbortSignal): Promise<State<Outage>> {
    const answer = await this.#ask(order, signal);
    if (!('state' in answer)) throw this.#otherwise();
    return answer.state;
  }

  #ask(order: Order<Outage>, signal: AbortSignal): Promise<Answer<Outage, Item>> {
    return this.#channel.ask(order, signal).catch((error: unknown) => {
      if (signal.aborted) throw error;
      throw new FaultError(fault('probe-failed', `the tap of ${this.#store} could not be told at ${this.#control.host}:${this.#control.port}`, { cause: error }));
    });
  }

  #hold(state: State<Outage>): void {
    this.#expired ??= state.expired;
    this.#renewal ??= setInterval(() => {
      this.#channel.ask({ op: 'renew' }, AbortSignal.timeout(renewMs)).catch(() => undefined);
    }, renewMs).unref();
  }

  #otherwise(): FaultError {
    return this.trouble(`the tap of ${this.#store} answered something else than was asked`);
  }
}
