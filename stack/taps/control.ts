import type { Socket } from 'node:net';
import type { TapOutage, Trouble } from '../../core/tap.ts';
import type { TapKind } from '../../core/types.ts';
import { receive } from './reception.ts';
import type { Endpoint, HttpSettings, Settings } from './settings.ts';
import { Watchdog } from './watchdog.ts';
import type { Answer, Hello, Request, State } from './wire.ts';

/** The troubles that a tap of each kind can speak of. */
export const spoken: Readonly<Record<TapKind, readonly Trouble[]>> = { postgres: ['57P01', '53300', 'READONLY'], redis: ['LOADING', 'READONLY'], neo4j: ['TransientError', 'READONLY'], http: ['500'] };

/** What a tap's control commands. */
export interface Commanded {
  readonly mode: 'observe' | 'pipe';
  readonly outage: TapOutage | undefined;
  /** The body of an answer to `take` (see Ledger), as JSON text without braces. */
  readonly recorder: { readonly take: (after: number) => Promise<Uint8Array> };
  readonly setMode: (mode: 'observe' | 'pipe') => void;
  /** Answers how many connections were open. */
  readonly inflict: (outage: TapOutage) => Promise<number>;
  readonly heal: () => void;
}

/** The control channel, and the watchdog: an outage or `pipe` that nobody renews ends by itself. */
export class Control {
  readonly #proxy: Commanded;
  readonly #settings: Settings | HttpSettings;
  readonly #hello: Hello;
  readonly #watchdog: Watchdog;

  constructor(settings: Settings | HttpSettings, proxy: Commanded) {
    this.#settings = settings;
    this.#proxy = proxy;
    this.#hello = { store: settings.store, birth: `${process.pid}-${Date.now()}` };
    this.#watchdog = new Watchdog(settings.leaseMs, {
      isSet: () => proxy.outage !== undefined || proxy.mode === 'pipe',
      end: () => {
        proxy.heal();
        proxy.setMode('observe');
      },
    });
  }

  listen(): Promise<Endpoint> {
    return receive(this.#settings.control, this.#settings.token, this.#hello, (request, socket) => void this.#obey(request as Request, socket));
  }

  async #obey(request: Request, socket: Socket): Promise<void> {
    const say = (answer: Answer): boolean => socket.write(`${JSON.stringify(answer)}\n`);
    const { id } = request;
    try {
      if (request.op === 'take') {
        const body = await this.#proxy.recorder.take(request.after);
        socket.cork();
        socket.write(`{"id":${id},`);
        socket.write(body);
        socket.write('}\n');
        socket.uncork();
      } else say({ id, state: await this.#set(request) });
    } catch (error) {
      say({ id, refused: error instanceof Error ? error.message : String(error) });
    }
  }

  async #set(order: Exclude<Request, { op: 'take' }>): Promise<State> {
    let touched = 0;
    if (order.op === 'inflict') {
      const { outage } = order;
      if (outage.kind === 'error' && !spoken[this.#settings.kind].includes(outage.error)) throw new Error(`${outage.error} is no word of ${this.#settings.kind}`);
      this.#watchdog.renew();
      touched = await this.#proxy.inflict(outage);
    } else if (order.op === 'heal') this.#proxy.heal();
    else if (order.op === 'mode') this.#proxy.setMode(order.mode);
    this.#watchdog.renew();
    return { mode: this.#proxy.mode, outage: this.#proxy.outage ?? null, expired: this.#watchdog.expired, touched };
  }
}
