import { randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { onRedis, type Redis } from './redis.ts';

export type Role = 'admin' | 'clerk';

export interface Principal {
  readonly sessionId: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly expiresAt: Date;
}

export type SessionUser = Pick<Principal, 'userId' | 'email' | 'name' | 'role'>;

const SESSION_SECONDS = 3_600;
const ISSUER = 'quotedesk';
const ALGORITHM = 'HS256';

const claims = z.object({
  jti: z.guid(),
  sub: z.guid(),
  email: z.string(),
  name: z.string(),
  role: z.enum(['admin', 'clerk']),
  exp: z.number(),
});

const keyOf = (sessionId: string): string => `session:${sessionId}`;

/** A token says who; the session in Redis says whether that is still so, and ends at logout. */
export class Sessions {
  readonly #redis: Redis;
  readonly #secret: Uint8Array;

  constructor(redis: Redis, secret: string) {
    this.#redis = redis;
    this.#secret = new TextEncoder().encode(secret);
  }

  async open(user: SessionUser): Promise<string> {
    const sessionId = randomUUID();
    const token = await new SignJWT({ email: user.email, name: user.name, role: user.role })
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(ISSUER)
      .setJti(sessionId)
      .setSubject(user.userId)
      .setIssuedAt()
      .setExpirationTime(`${SESSION_SECONDS}s`)
      .sign(this.#secret);
    await onRedis(() => this.#redis.set(keyOf(sessionId), user.userId, 'EX', SESSION_SECONDS));
    return token;
  }

  /** Undefined means: no valid session. A store that does not answer throws, because then nobody knows. */
  async verify(token: string): Promise<Principal | undefined> {
    const principal = await this.#read(token);
    return principal !== undefined && (await this.isOpen(principal)) ? principal : undefined;
  }

  async isOpen(principal: Principal): Promise<boolean> {
    try {
      return (await this.#redis.exists(keyOf(principal.sessionId))) === 1;
    } catch {
      return true;
    }
  }

  async close(principal: Principal): Promise<void> {
    await onRedis(() => this.#redis.del(keyOf(principal.sessionId)));
  }

  async #read(token: string): Promise<Principal | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.#secret, { issuer: ISSUER, algorithms: [ALGORITHM] });
      const { jti, sub, email, name, role, exp } = claims.parse(payload);
      return { sessionId: jti, userId: sub, email, name, role, expiresAt: new Date(exp * 1_000) };
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) {
        return undefined;
      }
      throw error;
    }
  }
}

/** The token of an `Authorization: Bearer …` header. */
export function bearerToken(header: string | undefined): string | undefined {
  return header?.match(/^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i)?.[1];
}
