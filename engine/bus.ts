import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { fault } from '../core/fault.ts';
import type { EventBody, Fault, Json, RunEvent } from '../core/types.ts';
import type { Redactor } from './redact.ts';

export interface Consumer {
  readonly name: string;
  readonly accept: (event: RunEvent) => void;
}

/**
 * The one ordered stream of a run. Each event is on disk before any consumer sees it. A consumer that throws is cut off and becomes a
 * fault; the others go on. A disk that takes no more is a fault too: the stream goes on in memory, and the run cannot pass.
 */
export class EventBus {
  readonly #run: string;
  readonly #now: () => number;
  readonly #file: number;
  readonly #redactor: Redactor | undefined;
  readonly #faults: Fault[] = [];
  readonly #events: RunEvent[] = [];
  #consumers: readonly Consumer[];
  #writable = true;

  constructor(run: string, path: string, consumers: readonly Consumer[], redactor?: Redactor, now: () => number = Date.now) {
    this.#run = run;
    this.#redactor = redactor;
    this.#now = now;
    this.#consumers = consumers;
    this.#file = openSync(path, 'a');
  }

  get faults(): readonly Fault[] {
    return this.#faults;
  }

  get events(): readonly RunEvent[] {
    return this.#events;
  }

  readonly emit = (raw: EventBody): void => {
    const body = this.#redactor ? (this.#redactor.json(JSON.parse(JSON.stringify(raw)) as Json) as unknown as EventBody) : raw;
    if (body.type === 'fault-raised') this.#faults.push(body.fault);
    const event: RunEvent = { run: this.#run, seq: this.#events.length, at: new Date(this.#now()).toISOString(), ...body };
    this.#events.push(event);
    this.#append(event);
    for (const consumer of this.#consumers) this.#deliver(consumer, event);
  };

  raise(raised: Fault): void {
    this.emit({ type: 'fault-raised', fault: raised });
  }

  close(): void {
    try {
      fsyncSync(this.#file);
    } catch {
      // A disk that takes no more was a fault already when an event could not be written.
    } finally {
      closeSync(this.#file);
    }
  }

  #append(event: RunEvent): void {
    if (!this.#writable) return;
    try {
      const line = Buffer.from(`${JSON.stringify(event)}\n`);
      for (let written = 0; written < line.length;) written += writeSync(this.#file, line, written);
    } catch (error) {
      this.#writable = false;
      this.raise(fault('evidence-unwritable', 'the run’s events could not be written', { cause: error }));
    }
  }

  #deliver(consumer: Consumer, event: RunEvent): void {
    try {
      consumer.accept(event);
    } catch (error) {
      this.#consumers = this.#consumers.filter((other) => other !== consumer);
      this.raise(fault('reporter-failed', `the ${consumer.name} report stopped`, { cause: error }));
    }
  }
}
