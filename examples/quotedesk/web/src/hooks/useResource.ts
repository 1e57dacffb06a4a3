import { useCallback, useEffect, useState } from 'react';
import { ApiError } from '../api/error.ts';

interface Loaded<T> {
  readonly data: T;
  readonly at: Date;
}

/** `last` is what was shown before the failure, with its time: it may be shown on, but only marked as old. */
export type Resource<T> =
  | { readonly kind: 'loading' }
  | ({ readonly kind: 'ready' } & Loaded<T>)
  | { readonly kind: 'failed'; readonly error: ApiError; readonly last: Loaded<T> | null };

export interface ResourceHandle<T> {
  readonly resource: Resource<T>;
  readonly reload: () => void;
}

type Load<T> = (signal: AbortSignal) => Promise<T>;
/** How long to wait before asking again, or null for "this is final". */
type RefreshAfter<T> = (data: T) => number | null;

const AFTER_FAILURE_MS = 5000;

/**
 * Asks the API, and asks again while `refreshAfter` says so, also after a failure.
 * Both functions must keep their identity (useCallback): a new `load` is a new question.
 */
export function useResource<T>(load: Load<T>, refreshAfter?: RefreshAfter<T>): ResourceHandle<T> {
  const [resource, setResource] = useState<Resource<T>>({ kind: 'loading' });
  const [round, setRound] = useState(0);
  const reload = useCallback(() => {
    setResource((before) =>
      before.kind === 'failed' && before.last === null ? { kind: 'loading' } : before,
    );
    setRound((n) => n + 1);
  }, []);
  const [asked, setAsked] = useState(() => load);
  if (asked !== load) {
    setAsked(() => load);
    setResource({ kind: 'loading' });
  }

  useEffect(() => {
    const abort = new AbortController();
    let timer: number | undefined;
    const again = (ms: number | null) => {
      if (ms !== null) timer = window.setTimeout(start, ms);
    };
    // What is no answer of the API is a defect of the page: it goes to the error boundary.
    const start = () =>
      void ask().catch((defect: unknown) =>
        setResource(() => {
          throw defect;
        }),
      );
    async function ask(): Promise<void> {
      const outcome = await settle(load, abort.signal);
      if (outcome === null) return;
      setResource((before) =>
        'error' in outcome ? failed(outcome.error, before) : { kind: 'ready', ...outcome },
      );
      if (refreshAfter === undefined) return;
      again('error' in outcome ? AFTER_FAILURE_MS : refreshAfter(outcome.data));
    }
    start();
    return () => {
      abort.abort();
      window.clearTimeout(timer);
    };
  }, [load, refreshAfter, round]);

  return { resource, reload };
}

/** null: nobody waits for this answer any more. */
async function settle<T>(
  load: Load<T>,
  signal: AbortSignal,
): Promise<Loaded<T> | { error: ApiError } | null> {
  try {
    const data = await load(signal);
    return signal.aborted ? null : { data, at: new Date() };
  } catch (error) {
    if (signal.aborted) return null;
    if (error instanceof ApiError) return { error };
    throw error;
  }
}

function failed<T>(error: ApiError, before: Resource<T>): Resource<T> {
  if (before.kind === 'ready') return { kind: 'failed', error, last: { data: before.data, at: before.at } };
  return { kind: 'failed', error, last: before.kind === 'failed' ? before.last : null };
}
