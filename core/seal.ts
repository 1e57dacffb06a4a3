import type { Digest } from './types.ts';

/**
 * Canonical JSON: keys sorted, no white space, so that the same content always has the same bytes and digest
 * (RFC 8785 without its number rules, which JavaScript's own serialisation already follows).
 * Throws on what JSON cannot hold: cycles, functions, NaN, undefined inside arrays.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(ordered(value, []));
}

/** `above` is what the value stands in, while it is looked at. */
function ordered(value: unknown, above: object[]): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`not JSON: ${value}`);
  if (typeof value === 'function' || typeof value === 'bigint' || typeof value === 'symbol') throw new TypeError(`not JSON: a ${typeof value}`);
  if (value === null || typeof value !== 'object') return value;
  if (above.includes(value)) throw new TypeError('not JSON: it contains itself');
  above.push(value);
  const made = Array.isArray(value) ? value.map((item: unknown) => {
    if (item === undefined) throw new TypeError('not JSON: undefined in an array');
    return ordered(item, above);
  }) : members(value as Readonly<Record<string, unknown>>, above);
  above.pop();
  return made;
}

function members(value: Readonly<Record<string, unknown>>, above: object[]): unknown {
  const made: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    if (item === undefined) continue;
    // As a plain assignment this one name would set what the object inherits from.
    if (key === '__proto__') Object.defineProperty(made, key, { value: ordered(item, above), enumerable: true });
    else made[key] = ordered(item, above);
  }
  return made;
}

/** Names bytes by their SHA-256, given in hexadecimal by whoever has a hash function. */
export function digestName(hexadecimal: string): Digest {
  if (!/^[0-9a-f]{64}$/.test(hexadecimal)) throw new TypeError('a SHA-256 has 64 hexadecimal digits');
  return `sha256:${hexadecimal}`;
}
