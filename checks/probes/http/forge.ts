import { createHmac, randomBytes } from 'node:crypto';

/** Keys that examples, templates and tutorials sign with; a platform that takes one of them lets everybody in. */
const knownKeys = [
  'secret', 'changeme', 'change-me', 'change_me', 'your-secret-key', 'your_secret_key', 'your-256-bit-secret', 'supersecret', 'super-secret', 'supersecretkey', 'super-secret-key',
  'jwt-secret', 'jwt_secret', 'jwtsecret', 'mysecret', 'my-secret', 'dev-secret', 'dev-secret-change-me', 'development', 'default-secret', 'password', 'test', 'key', 'secretkey', 'secret-key',
];

interface Parts {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: string;
  readonly signatureBytes: number;
}

/** Whether a token is a JSON Web Token, of which false ones can be made. */
export function isJwt(token: string): boolean {
  return partsOf(token) !== undefined;
}

/** The same claims signed by a key that only this call knows; of an opaque token, one of the same form with other characters. */
export function byOtherKey(token: string): string {
  const parts = partsOf(token);
  if (!parts) return [...token].map((character) => (/[a-y0-8]/i.test(character) ? String.fromCharCode(character.charCodeAt(0) + 1) : character)).join('');
  const signed = signedBy(parts, randomBytes(32));
  return signed ?? `${encoded(parts.header)}.${parts.payload}.${randomBytes(parts.signatureBytes).toString('base64url')}`;
}

/** The same claims without a signature; undefined of an opaque token. */
export function unsigned(token: string): string | undefined {
  const parts = partsOf(token);
  return parts && `${encoded({ ...parts.header, alg: 'none' })}.${parts.payload}.`;
}

/** The same claims signed by each well-known key; none where the platform does not sign with a shared key. */
export function byKnownKeys(token: string): readonly string[] {
  const parts = partsOf(token);
  return parts ? knownKeys.flatMap((key) => signedBy(parts, key) ?? []) : [];
}

function signedBy({ header, payload }: Parts, key: string | Buffer): string | undefined {
  const bits = /^HS(256|384|512)$/.exec(String(header['alg']))?.[1];
  if (bits === undefined) return undefined;
  const body = `${encoded(header)}.${payload}`;
  return `${body}.${createHmac(`sha${bits}`, key).update(body).digest('base64url')}`;
}

function partsOf(token: string): Parts | undefined {
  const [header = '', payload = '', signature, ...more] = token.split('.');
  if (signature === undefined || more.length > 0) return undefined;
  try {
    const read = JSON.parse(Buffer.from(header, 'base64url').toString()) as unknown;
    return read !== null && typeof read === 'object' && 'alg' in read ? { header: { ...read }, payload, signatureBytes: Buffer.from(signature, 'base64url').length } : undefined;
  } catch {
    // Three parts with dots are not yet a JSON Web Token; then it is opaque to us.
    return undefined;
  }
}

function encoded(header: Readonly<Record<string, unknown>>): string {
  return Buffer.from(JSON.stringify(header)).toString('base64url');
}
