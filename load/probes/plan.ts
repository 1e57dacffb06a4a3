import type { Tallied } from './tally.ts';

/** One request that a scenario sends again and again. `name` is what reports call it. */
export interface Target {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What the generator's thread is told. Times are seconds. */
export interface LoadPlan {
  readonly origin: string;
  readonly targets: readonly Target[];
  readonly connections: number;
  /** Requests a second, whatever the platform does. Without it each connection waits for its answer before it asks again. */
  readonly ratePerSecond?: number;
  readonly warmupSeconds: number;
  readonly durationSeconds: number;
  /** An answer later than this is an error. At most half the duration, so that a hanging server is seen to hang. */
  readonly timeoutSeconds: number;
}

/** What the generator's thread says when it is done. */
export interface Generated {
  readonly tallied: Tallied;
  readonly elapsedSeconds: number;
  /** Share of one core that the thread used. */
  readonly cpu: number;
  /** Share of the time in which its loop was not waiting for the platform. */
  readonly busy: number;
  /** What another set of books counted, if the generator keeps one. */
  readonly books?: { readonly answers: number; readonly errors: number };
}

/** What the thread posts: how far it is, and at last the result. */
export type Report = { readonly second: number } | { readonly done: Generated };
