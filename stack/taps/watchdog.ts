import { leaseMs } from './wire.ts';

/** What it watches: whether anything is set that needs a controller, and how that ends. */
export interface Watched {
  readonly isSet: () => boolean;
  readonly end: () => void;
}

/** Ends an outage or `pipe` by itself when nobody has renewed it in time. */
export class Watchdog {
  readonly #watched: Watched;
  readonly #limitMs: number;
  #lease: NodeJS.Timeout | undefined;
  /** How often a lease ran out while something was set. */
  expired = 0;

  constructor(limitMs: number | undefined, watched: Watched) {
    this.#watched = watched;
    this.#limitMs = limitMs ?? leaseMs;
  }

  renew(): void {
    clearTimeout(this.#lease);
    this.#lease = setTimeout(() => {
      if (!this.#watched.isSet()) return;
      this.expired += 1;
      this.#watched.end();
    }, this.#limitMs);
  }
}
