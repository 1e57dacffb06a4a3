import { useState } from 'react';
import { ApiError } from '../api/error.ts';

interface Action<A extends readonly unknown[]> {
  readonly busy: boolean;
  readonly error: ApiError | null;
  readonly run: (...args: A) => void;
}

/** Something that the user starts. The API's refusal is kept to be shown; a defect goes to the error boundary. */
export function useAction<A extends readonly unknown[]>(action: (...args: A) => Promise<void>): Action<A> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);

  async function attempt(args: A): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      await action(...args);
    } catch (cause) {
      setError(() => {
        if (cause instanceof ApiError) return cause;
        throw cause;
      });
    } finally {
      setBusy(false);
    }
  }

  return { busy, error, run: (...args) => void attempt(args) };
}
