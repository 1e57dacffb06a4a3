import { Redis } from 'ioredis';
import { FaultError } from '../../../core/fault.ts';
import type { StoreAddress } from '../../driver.ts';
import { connectLimitMs, statementError, statementLimitMs, StoreRefusal, within } from '../refusal.ts';

/** Runs work on a connection of its own, which is closed on every path. `limitMs` bounds the whole. */
export async function connected<T>(address: StoreAddress, signal: AbortSignal, work: (client: Redis, connectMs: number) => Promise<T>, limitMs = connectLimitMs + 4 * statementLimitMs): Promise<T> {
  signal.throwIfAborted();
  const client = new Redis({
    host: address.host, port: address.port, lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0, protocol: 2,
    connectTimeout: connectLimitMs, commandTimeout: statementLimitMs, enableReadyCheck: false, disableClientInfo: true,
  });
  // ioredis tells a failed connection twice; the listener keeps the copy on the emitter from ending the process.
  let last: unknown;
  client.on('error', (error: unknown) => {
    last = error;
  });
  return within(signal, limitMs, async () => {
    const start = performance.now();
    await client.connect().catch((error: unknown) => {
      throw new StoreRefusal(address, 'unreachable', last ?? error);
    });
    await logIn(client, address);
    const connectMs = performance.now() - start;
    return work(client, connectMs).catch((error: unknown) => {
      if (error instanceof FaultError) throw error;
      throw aboutCredentials(error) ? new StoreRefusal(address, 'credentials', error) : statementError(address, error);
    });
  }, async () => client.disconnect());
}

/** Logs in by our own command: the client's own way prints warnings and hides the server's words. */
async function logIn(client: Redis, address: StoreAddress): Promise<void> {
  try {
    if (address.password) await client.call('AUTH', ...(address.user ? [address.user] : []), address.password);
    if (address.database && address.database !== '0') await client.call('SELECT', address.database);
  } catch (error) {
    throw new StoreRefusal(address, aboutCredentials(error) ? 'credentials' : 'answer', error);
  }
}

/** A server that wants a password says so at the first command, not when connecting; one that has too many clients answers AUTH with that. */
function aboutCredentials(error: unknown): boolean {
  return error instanceof Error && /^(NOAUTH|WRONGPASS|NOPERM|ERR (AUTH|DB index|invalid DB))/.test(error.message);
}
