import { count, flag, kindOf, listOf, maybe, oneOf, recordOf, text } from '../../core/shape.ts';
import type { Kind, StoreKind } from '../../core/types.ts';

/** What one health address answered; `broke` are the network's words when no answer came. */
export interface HealthAnswer {
  readonly status?: number;
  readonly broke?: string;
  readonly ms: number;
  readonly body?: string;
}
/** A store's own word at the same moment. */
export interface StoreWord {
  readonly name: string;
  readonly kind: StoreKind;
  readonly ok: boolean;
  readonly words?: string;
}
/** Health and stores, asked side by side. */
export interface HealthRound {
  readonly live?: HealthAnswer;
  readonly ready?: HealthAnswer;
  readonly stores: readonly StoreWord[];
}
export interface HealthAnswers {
  readonly service: string;
  readonly origin: string;
  readonly livePath?: string;
  readonly readyPath?: string;
  /** Asked several times, so that a moment in between does not decide. */
  readonly rounds: readonly HealthRound[];
}

const answer = recordOf<HealthAnswer>({ status: maybe(count), broke: maybe(text), ms: count, body: maybe(text) });

/** What the platform says of its own health, beside what its stores say. */
export const healthAnswers: Kind<HealthAnswers> = kindOf('health-answers', recordOf<HealthAnswers>({
  service: text, origin: text, livePath: maybe(text), readyPath: maybe(text),
  rounds: listOf(recordOf<HealthRound>({
    live: maybe(answer), ready: maybe(answer),
    stores: listOf(recordOf<StoreWord>({ name: text, kind: oneOf<StoreKind>('postgres', 'redis', 'neo4j'), ok: flag, words: maybe(text) })),
  })),
}));
