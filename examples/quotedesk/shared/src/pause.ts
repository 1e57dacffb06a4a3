/** Waits, but not longer than until the signal. */
export function pause(ms: number, stop: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = (): void => {
    clearTimeout(timer);
    stop.removeEventListener('abort', end);
    resolve();
  };
  const timer = setTimeout(end, ms);
  stop.addEventListener('abort', end);
  return stop.aborted ? Promise.resolve(end()) : promise;
}
