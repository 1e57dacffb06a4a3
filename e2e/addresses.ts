/** The three names of this machine are one, and a WebSocket shares its server's origin. */
export function sameOrigin(origin: string): string {
  return origin.replace(/^ws/, 'http').replace(/\/\/(localhost|\[::1\])(?=[:/]|$)/, '//127.0.0.1').replace(/\/$/, '');
}

export function hostOf(url: string): string {
  return /^[a-z]+:\/\/(\[[^\]]+\]|[^/?#:]+)/.exec(url)?.[1] ?? url;
}

export function pathOf(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/?#]*/, '').replace(/[?#].*$/, '');
}

/** A request's name that stays the same from run to run: without host, query and identifiers. */
export function pathKey(request: string): string {
  const [method = '', url = ''] = request.split(' ');
  return `${method} ${pathOf(url).replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/gi, '#')}`;
}

/** Scheme, host and port of an address. */
export function originOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

export function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname.startsWith('127.') || hostname === '[::1]';
}

const dataTypes: ReadonlySet<string> = new Set(['fetch', 'xhr', 'eventsource', 'websocket']);

/** Whether the browser calls a request of this type one for data, and not for a part of the page. */
export function isForData(type: string): boolean {
  return dataTypes.has(type);
}
