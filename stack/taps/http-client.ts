import { fault, FaultError } from '../../core/fault.ts';
import { Channel } from './channel.ts';
import type { HttpAnswer, HttpExchange, HttpOrder, HttpOutage, HttpState, HttpTaken } from './http-wire.ts';
import type { Endpoint } from './settings.ts';

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

const renewMs = 3_000;

/** Nothing is connected before the first call. Throws FaultError. */
export function openHttpTap(address: { readonly store: string; readonly control: Endpoint; readonly token: string }): HttpTap {
  return new Controller(address);
}

class Controller implements HttpTap {
  readonly #store: string;
  readonly #control: Endpoint;
  readonly #channel: Channel<HttpOrder, HttpAnswer>;
  #renewal: NodeJS.Timeout | undefined;
  #birth = '';
  #after = 0;
  #lost = 0;
  #expired: number | undefined;

  constructor({ store, control, token }: { readonly store: string; readonly control: Endpoint; readonly token: string }) {
    this.#store = store;
    this.#control = control;
    this.#channel = new Channel(control, token);
  }

  async take(signal: AbortSignal): Promise<{ readonly exchanges: readonly HttpExchange[]; readonly lost: number }> {
    const exchanges: HttpExchange[] = [];
    let wanted: number | undefined;
    let lost = 0;
    do {
      const taken = await this.#take(signal);
      exchanges.push(...taken.items);
      lost += taken.lost - this.#lost;
      this.#lost = taken.lost;
      this.#after = taken.upTo;
      wanted ??= taken.last;
    } while (this.#after < wanted);
    return { exchanges, lost };
  }

  async mode(mode: 'observe' | 'pipe', signal: AbortSignal): Promise<void> {
    const state = await this.#set({ op: 'mode', mode }, signal);
    if (mode === 'pipe') this.#hold(state);
    else if (!state.outage) this.#release();
  }

  async inflict(outage: HttpOutage, signal: AbortSignal): Promise<void> {
    this.#hold(await this.#set({ op: 'inflict', outage }, signal));
  }

  async heal(signal: AbortSignal): Promise<void> {
    const state = await this.#set({ op: 'heal' }, signal);
    const ranOut = this.#expired !== undefined && state.expired > this.#expired;
    if (state.mode === 'observe') this.#release();
    if (ranOut) throw this.#trouble(`the outage of ${this.#store} ended by itself before it was healed, because nobody had renewed it: what was asked meanwhile may have met a healthy API`);
  }

  close(): void {
    this.#release();
    this.#channel.close();
  }

  async #take(signal: AbortSignal): Promise<HttpTaken> {
    let answer = await this.#ask({ op: 'take', after: this.#after }, signal);
    if (this.#channel.birth !== this.#birth) {
      // Another tap than last time: its numbers begin at 1.
      const again = this.#birth !== '';
      this.#birth = this.#channel.birth;
      this.#after = 0;
      this.#lost = 0;
      if (again) answer = await this.#ask({ op: 'take', after: 0 }, signal);
    }
    if (!('taken' in answer)) throw this.#trouble(`the tap of ${this.#store} answered something else than was asked`);
    return answer.taken;
  }

  async #set(order: HttpOrder, signal: AbortSignal): Promise<HttpState> {
    const answer = await this.#ask(order, signal);
    if (!('state' in answer)) throw this.#trouble(`the tap of ${this.#store} answered something else than was asked`);
    return answer.state;
  }

  async #ask(order: HttpOrder, signal: AbortSignal): Promise<HttpAnswer> {
    return this.#channel.ask(order, signal).catch((error: unknown) => {
      if (signal.aborted) throw error;
      throw new FaultError(fault('probe-failed', `the tap of ${this.#store} could not be told at ${this.#control.host}:${this.#control.port}`, { cause: error }));
    });
  }

  #hold(state: HttpState): void {
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

  #trouble(what: string): FaultError {
    return new FaultError(fault('probe-failed', what));
  }
}
