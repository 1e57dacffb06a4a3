import type { Json } from '../../core/types.ts';

/** A command that repeats a request; the token's place is taken by `$TOKEN`. */
export function curl(origin: string, method: string, url: string, more: { readonly token?: boolean; readonly headers?: Readonly<Record<string, string>>; readonly json?: Json | undefined } = {}): string {
  const headers = { ...(more.token && { Authorization: 'Bearer $TOKEN' }), ...(more.json !== undefined && { 'Content-Type': 'application/json' }), ...more.headers };
  const options = Object.entries(headers).map(([name, value]) => ` -H "${name}: ${value}"`).join('');
  return `curl -i${method === 'GET' ? '' : ` -X ${method}`}${options}${more.json === undefined ? '' : ` -d '${JSON.stringify(more.json).replaceAll("'", '\\u0027')}'`} '${origin}${url.replaceAll("'", '%27')}'`;
}
