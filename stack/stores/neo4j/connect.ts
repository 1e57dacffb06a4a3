import neo4j, { type Driver, type Session } from 'neo4j-driver';
import { FaultError } from '../../../core/fault.ts';
import type { StoreAddress } from '../../driver.ts';
import { connectLimitMs, statementError, statementLimitMs, StoreRefusal, within } from '../refusal.ts';

const short: Opening = { exact: false, limitMs: connectLimitMs + 4 * statementLimitMs };

/** `exact`: whole numbers keep their type and size, which plain JavaScript numbers would lose. `limitMs` bounds the whole work. */
export interface Opening {
  readonly exact: boolean;
  readonly limitMs: number;
}

/** Runs work in a session of its own, which is closed on every path. */
export async function connected<T>(address: StoreAddress, signal: AbortSignal, work: (session: Session, connectMs: number) => Promise<T>, opening: Opening = short): Promise<T> {
  signal.throwIfAborted();
  const driver = openDriver(address, opening.exact);
  return within(signal, opening.limitMs, async () => {
    const start = performance.now();
    await driver.getServerInfo().catch((error: unknown) => {
      throw new StoreRefusal(address, codeOf(error).startsWith('Neo.ClientError.Security') ? 'credentials' : 'unreachable', error);
    });
    const connectMs = performance.now() - start;
    const session = driver.session(address.database ? { database: address.database } : {});
    return work(session, connectMs).catch((error: unknown) => {
      throw error instanceof FaultError ? error : statementError(address, error);
    });
  }, () => driver.close());
}

/** `bolt://` and not `neo4j://`: routing would send us to the address that the server advertises inside its own network. */
function openDriver(address: StoreAddress, exact: boolean): Driver {
  return neo4j.driver(`bolt://${address.host}:${address.port}`, neo4j.auth.basic(address.user, address.password), {
    encrypted: false, connectionTimeout: connectLimitMs, connectionAcquisitionTimeout: connectLimitMs + 1_000,
    maxTransactionRetryTime: 0, maxConnectionPoolSize: 1, disableLosslessIntegers: !exact, telemetryDisabled: true, userAgent: 'assay',
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
