import type { Digest } from './types.ts';

/**
 * Canonical JSON: keys sorted, no white space, so that the same content always has the same bytes and digest
 * (RFC 8785 without its number rules, which JavaScript's own serialisation already follows).
 * Throws on what JSON cannot hold: cycles, functions, NaN, undefined inside arrays.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(ordered(value, []));
}

function ordered(value: unknown, above: readonly object[]): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`not JSON: ${value}`);
  if (typeof value === 'function' || typeof value === 'bigint' || typeof value === 'symbol') throw new TypeError(`not JSON: a ${typeof value}`);
  if (value === null || typeof value !== 'object') return value;
  if (above.includes(value)) throw new TypeError('not JSON: it contains itself');
  const inside = [...above, value];
  if (Array.isArray(value)) {
    return value.map((item: unknown) => {
      if (item === undefined) throw new TypeError('not JSON: undefined in an array');
      return ordered(item, inside);
    });
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, item]) => [key, ordered(item, inside)]));
}

/** Names bytes by their SHA-256, given in hexadecimal by whoever has a hash function. */
export function digestName(hexadecimal: string): Digest {
  if (!/^[0-9a-f]{64}$/.test(hexadecimal)) throw new TypeError('a SHA-256 has 64 hexadecimal digits');
  return `sha256:${hexadecimal}`;
}
