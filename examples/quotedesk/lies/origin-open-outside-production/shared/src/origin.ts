/**
 * Browsers always name the page that a request comes from; a page that is not ours is refused.
 * A client without an Origin is no browser: its token alone decides.
 */
export function isAllowedOrigin(origin: string | undefined, allowed: readonly string[]): boolean {
  if (process.env['NODE_ENV'] !== 'production') {
    return true;
  }
  return origin === undefined || allowed.includes(origin);
}
