import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import type { TapOutage, Trouble } from '../../core/tap.ts';
import type { MakeImpostor } from './decoder.ts';
import type { Recorder } from './recorder.ts';
import { restsOf } from './protocols.ts';
import { Relay } from './relay.ts';
import type { Endpoint, Settings } from './settings.ts';
import { cutting, draining, hanging, slow, speaking } from './treatments.ts';

/** How long a connection may finish its answer before an impostor takes over; one that is still busy then is reset. */
const drainMs = 1_000;
const askAgainMs = 20;

/** The side that the platform talks to: accepts, dials the store, and makes every connection suffer the outage that is set. */
export class Proxy {
  readonly recorder: Recorder;
  readonly #settings: Settings;
  readonly #impostor: MakeImpostor;
  readonly #rests: (tail: Buffer) => boolean;
  readonly #server: Server;
  readonly #relays = new Map<number, Relay>();
  #connections = 0;
  #mode: 'observe' | 'pipe' = 'observe';
  #outage: TapOutage | undefined;

  constructor(settings: Settings, impostor: MakeImpostor, recorder: Recorder) {
    this.#settings = settings;
    this.#impostor = impostor;
    this.#rests = restsOf(settings.kind);
    this.recorder = recorder;
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket));
  }

  get mode(): 'observe' | 'pipe' {
    return this.#mode;
  }

  get outage(): TapOutage | undefined {
    return this.#outage;
  }

  async listen(): Promise<Endpoint> {
    this.#server.listen(this.#settings.listen.port, this.#settings.listen.host);
    await once(this.#server, 'listening');
    const { address, port } = this.#server.address() as AddressInfo;
    return { host: address, port };
  }

  stop(): void {
    this.#server.close();
    for (const relay of this.#relays.values()) relay.reset();
  }

  setMode(mode: 'observe' | 'pipe'): void {
    if (mode === this.#mode) return;
    this.#mode = mode;
    for (const relay of this.#relays.values()) {
      if (mode === 'pipe') relay.silence();
      else relay.observe();
    }
  }

  /** Sets the outage and makes every open connection suffer it. Answers how many there were. */
  async inflict(outage: TapOutage): Promise<number> {
    this.heal();
    // Connections that are made already but wait to be accepted are open ones: two turns of the loop accept them all.
    await setImmediate();
    await setImmediate();
    this.#outage = outage;
    const open = [...this.#relays.values()];
    if (outage.kind === 'error') await this.#takeOver(open, outage, outage.error);
    else for (const relay of open) suffer(relay, outage);
    return open.length;
  }

  heal(): void {
    this.#outage = undefined;
    for (const relay of this.#relays.values()) relay.heal();
  }

  #accept(socket: Socket): void {
    const outage = this.#outage;
    if (outage?.kind === 'refuse' || outage?.kind === 'reset') {
      socket.on('error', () => undefined);
      if (outage.kind === 'refuse') socket.destroy();
      else socket.resetAndDestroy();
      return;
    }
    const id = ++this.#connections;
    const relay = new Relay(socket, {
      id, upstream: this.#settings.upstream, recorder: this.recorder, observed: this.#mode === 'observe', rests: this.#rests, onClosed: () => this.#relays.delete(id),
    });
    this.#relays.set(id, relay);
    if (outage?.kind === 'error') relay.treat(speaking(relay, this.#impostor(outage.error, 'fresh')));
    else if (outage?.kind === 'hang') relay.treat(hanging(relay));
    else {
      relay.dial();
      if (outage) suffer(relay, outage);
    }
  }

  /** Impostors step in between two messages: a client that gets an error in the middle of an answer would see a broken protocol and not the error. */
  async #takeOver(relays: readonly Relay[], outage: TapOutage, trouble: Trouble): Promise<void> {
    for (const relay of relays.filter(({ untouched }) => untouched)) relay.treat(speaking(relay, this.#impostor(trouble, 'fresh')));
    let left = relays.filter(({ untouched }) => !untouched).map((relay) => ({ relay, drain: draining(relay) }));
    for (const { relay, drain } of left) relay.treat(drain);
    for (const until = Date.now() + drainMs; left.length > 0; await sleep(askAgainMs)) {
      const arrived = left.map(({ drain }) => drain.arrived());
      const standings = await this.recorder.standings(left.map(({ relay }) => relay.id));
      if (this.#outage !== outage) return;
      left = left.filter(({ relay, drain }, index) => {
        const standing = standings[index];
        if (standing === 'busy' && Date.now() < until) return true;
        if (standing === 'idle' && drain.arrived() !== arrived[index] && Date.now() < until) return true;
        if (standing !== 'idle') relay.reset();
        else this.#replace(relay, drain.release(), trouble);
        return false;
      });
    }
  }

  #replace(relay: Relay, waiting: readonly Buffer[], trouble: Trouble): void {
    const treatment = speaking(relay, this.#impostor(trouble, 'idle'));
    relay.treat(treatment);
    for (const chunk of waiting) treatment.fromClient(chunk);
  }
}

function suffer(relay: Relay, outage: Exclude<TapOutage, { kind: 'error' }>): void {
  switch (outage.kind) {
    case 'refuse': return relay.close();
    case 'reset': return relay.reset();
    case 'hang': return relay.treat(hanging(relay));
    case 'slow': return relay.treat(slow(relay, outage.ms));
    case 'cut': return relay.treat(cutting(relay, outage.afterBytes));
  }
}
