import type { StoreAnswer, RoundTrip } from '../../core/ports.ts';
import { count, flag, kindOf, listOf, maybe, nullable, oneOf, recordOf, text } from '../../core/shape.ts';
import type { Kind, StoreKind } from '../../core/types.ts';

const kind = oneOf<StoreKind>('postgres', 'redis', 'neo4j');

export interface AskedStore {
  readonly name: string;
  readonly kind: StoreKind;
  /** One for each time that the store was asked over a new connection. */
  readonly answers: readonly StoreAnswer[];
  /** The server's own words when it did not let us in; then the list of answers ends there. */
  readonly refused?: string;
}
export interface StoreAnswers {
  readonly stores: readonly AskedStore[];
}

/** What each store said when it was asked directly with the platform's own credentials. */
export const storeAnswers: Kind<StoreAnswers> = kindOf('store-answer', recordOf<StoreAnswers>({
  stores: listOf(recordOf<AskedStore>({
    name: text, kind,
    answers: listOf(recordOf<StoreAnswer>({
      version: text, connectMs: count, answerMs: count, connections: maybe(recordOf<{ readonly limit: number; readonly used: number }>({ limit: count, used: count })),
    })),
    refused: maybe(text),
  })),
}));

export interface TakenStore {
  readonly name: string;
  readonly kind: StoreKind;
  readonly trip?: RoundTrip;
  /** Why the marker did not come through, in the server's words. */
  readonly failed?: string;
}
export interface StoreRoundTrips {
  readonly stores: readonly TakenStore[];
}

/** A marker that went through each store and was removed again. */
export const storeRoundTrips: Kind<StoreRoundTrips> = kindOf('store-round-trip', recordOf<StoreRoundTrips>({
  stores: listOf(recordOf<TakenStore>({
    name: text, kind,
    trip: maybe(recordOf<RoundTrip>({ written: text, read: nullable(text), removed: flag, ms: count })),
    failed: maybe(text),
  })),
}));
