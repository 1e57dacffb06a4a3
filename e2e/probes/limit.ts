/** A wait that ends by itself: `over` is false after `ms` milliseconds, unless it was cleared. */
export function limit(ms: number): { readonly over: Promise<false>; readonly clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<false>((resolve) => { timer = setTimeout(() => resolve(false), ms); });
  return { over, clear: () => clearTimeout(timer) };
}
