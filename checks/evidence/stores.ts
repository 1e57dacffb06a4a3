import { z } from 'zod';
import type { Kind } from '../../core/types.ts';

const kind = z.enum(['postgres', 'redis', 'neo4j']);

const answers = z.object({
  stores: z.array(z.object({
    name: z.string(),
    kind,
    /** One for each time that the store was asked over a new connection. */
    answers: z.array(z.object({
      version: z.string(),
      connectMs: z.number(),
      answerMs: z.number(),
      connections: z.object({ limit: z.number(), used: z.number() }).optional(),
    })),
    /** The server's own words when it did not let us in; then the list of answers ends there. */
    refused: z.string().optional(),
  })),
});
export type StoreAnswers = z.output<typeof answers>;

/** What each store said when it was asked directly with the platform's own credentials. */
export const storeAnswers: Kind<StoreAnswers> = { name: 'store-answer', parse: (raw) => answers.parse(raw) };

const roundTrips = z.object({
  stores: z.array(z.object({
    name: z.string(),
    kind,
    trip: z.object({ written: z.string(), read: z.string().nullable(), removed: z.boolean(), ms: z.number() }).optional(),
    failed: z.string().optional(),
  })),
});
export type StoreRoundTrips = z.output<typeof roundTrips>;

/** A marker that went through each store and was removed again. */
export const storeRoundTrips: Kind<StoreRoundTrips> = { name: 'store-round-trip', parse: (raw) => roundTrips.parse(raw) };
