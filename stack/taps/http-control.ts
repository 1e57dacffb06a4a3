import type { Socket } from 'node:net';
import type { HttpProxy } from './http-proxy.ts';
import type { HttpAnswer, HttpOrder, HttpSettings, HttpState } from './http-wire.ts';
import { receive } from './reception.ts';
import type { Endpoint } from './settings.ts';
import { Watchdog } from './watchdog.ts';

/** The orders of a tap before HTTP, and its watchdog: an outage or `pipe` that nobody renews ends by itself. */
export class HttpControl {
  readonly #settings: HttpSettings;
  readonly #proxy: HttpProxy;
  readonly #watchdog: Watchdog;

  constructor(settings: HttpSettings, proxy: HttpProxy) {
    this.#settings = settings;
    this.#proxy = proxy;
    this.#watchdog = new Watchdog(settings.leaseMs, {
      isSet: () => proxy.outage !== undefined || proxy.mode === 'pipe',
      end: () => {
        proxy.heal();
        proxy.mode = 'observe';
      },
    });
  }

  listen(): Promise<Endpoint> {
    const { control, token, store } = this.#settings;
    return receive(control, token, { store, birth: `${process.pid}-${Date.now()}` }, (request, socket) => this.#obey(request as HttpOrder & { readonly id: number }, socket));
  }

  #obey(request: HttpOrder & { readonly id: number }, socket: Socket): void {
    const { id } = request;
    if (request.op === 'take') {
      const { parts, upTo, last, lost } = this.#proxy.ledger.take(request.after);
      socket.write(`{"id":${id},"taken":{"items":[${Buffer.concat(parts).toString()}],"upTo":${upTo},"last":${last},"lost":${lost}}}\n`);
    } else socket.write(`${JSON.stringify({ id, state: this.#set(request) } satisfies HttpAnswer)}\n`);
  }

  #set(order: Exclude<HttpOrder, { op: 'take' }>): HttpState {
    if (order.op === 'inflict') this.#proxy.inflict(order.outage);
    else if (order.op === 'heal') this.#proxy.heal();
    else if (order.op === 'mode') this.#proxy.mode = order.mode;
    this.#watchdog.renew();
    return { mode: this.#proxy.mode, outage: this.#proxy.outage ?? null, expired: this.#watchdog.expired, touched: 0 };
  }
}
