import type { Effect } from '../../../core/tap.ts';
import type { Json } from '../../../core/types.ts';
import type { Observed, Sink } from '../decoder.ts';
import { keptText } from './asked.ts';
import { effectWithTag } from './effect.ts';
import type { Gathering } from './gathering.ts';

/** What is known of an exchange when its answer is complete. */
export interface Done {
  readonly at: number;
  readonly statement: string;
  readonly parameters: readonly Json[];
  readonly effect: Effect;
  readonly tag?: string | undefined;
  readonly error?: Observed['error'];
  readonly gathering?: Gathering | undefined;
  /** Parameters were left out. */
  readonly cut?: boolean;
  readonly broken?: boolean;
}
type Growing = { -readonly [Key in keyof Observed]: Observed[Key] };
const nothing: readonly never[] = [];

/** The exchanges of one connection in order. The last one waits for the word of ReadyForQuery on the transaction, or for the next. */
export class Exchanges {
  readonly #sink: Sink;
  #held: Growing | undefined;
  #number = 0;
  #open = false;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  hold(done: Done, endedAt: number): void {
    this.release();
    const { at, statement, parameters, tag, gathering } = done;
    if (tag !== undefined) this.#open = openAfter(this.#open, tag, statement);
    const held: Growing = {
      at, endedAt, number: 0, statement: keptText(statement), parameters, effect: effectWithTag(done.effect, tag),
      columns: gathering?.columns ?? nothing, rows: gathering?.rows ?? nothing, rowCount: gathering?.rowCount ?? 0, cut: (gathering?.cut ?? false) || done.cut === true, open: this.#open,
    };
    if (tag !== undefined) held.tag = tag;
    if (done.error) held.error = done.error;
    if (done.broken) held.broken = true;
    if (tag?.startsWith('COPY ')) {
      held.rowCount = Number(tag.slice(5));
      held.cut = held.rowCount > 0;
    }
    this.#held = held;
  }

  /** Hands over what was held. `open` is the server's own word on the transaction. */
  release(open?: boolean): void {
    if (open !== undefined) this.#open = open;
    const held = this.#held;
    if (!held) return;
    this.#held = undefined;
    this.#number += 1;
    held.number = this.#number;
    held.open = open ?? held.open;
    this.#sink.exchange(held);
  }

  /** What the server says unasked on a channel that was listened to. */
  notified(channel: string, payload: string, at: number): void {
    this.release();
    this.hold({ at, statement: `NOTIFY ${channel}`, parameters: nothing, effect: 'message' }, at);
    if (this.#held) Object.assign(this.#held, { columns: ['payload'], rows: [[payload]], rowCount: 1 });
    this.release();
  }
}

/** Whether a transaction is open after a statement, by its tag; `ROLLBACK TO` a savepoint leaves it open. */
function openAfter(open: boolean, tag: string, statement: string): boolean {
  if (tag === 'BEGIN' || tag === 'START TRANSACTION') return true;
  if (tag === 'ROLLBACK') return open && /\bTO\b/i.test(statement);
  return tag === 'COMMIT' || tag === 'PREPARE TRANSACTION' ? false : open;
}
