/** A command that repeats a request; the token's place is taken by `$TOKEN`. */
export function curl(origin: string, method: string, url: string, more: { readonly token?: boolean; readonly headers?: Readonly<Record<string, string>> } = {}): string {
  const headers = { ...(more.token && { Authorization: 'Bearer $TOKEN' }), ...more.headers };
  const options = Object.entries(headers).map(([name, value]) => ` -H "${name}: ${value}"`).join('');
  return `curl -i${method === 'GET' ? '' : ` -X ${method}`}${options} '${origin}${url.replaceAll("'", '%27')}'`;
}
