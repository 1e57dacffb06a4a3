import neo4j, { type Driver, type Session } from 'neo4j-driver';
import type { RoundTrip, Store, StoreAnswer } from '../../../core/ports.ts';
import type { Json } from '../../../core/types.ts';
import type { StoreAddress } from '../../driver.ts';
import { connectLimitMs, notOurs, statementError, statementLimitMs, StoreRefusal, within } from '../refusal.ts';

/** The one home of neo4j-driver. Every call opens its own connection and closes it. */
export function openNeo4j(address: StoreAddress, ours: boolean, _undoFolder: string): Store {
  return {
    name: address.name,
    kind: 'neo4j',
    ask: (signal) => connected(address, signal, ask),
    roundTrip: async (marker, signal) => {
      if (!ours) throw notOurs(address);
      return roundTrip(address, marker, signal);
    },
    // Positions as names: the statement says $1, $2, as it would in SQL.
    query: (statement, parameters, signal) => connected(address, signal, (session) =>
      run(session, statement, Object.fromEntries(parameters.map((value, index) => [String(index + 1), value])))),
  };
}

async function ask(session: Session, connectMs: number): Promise<StoreAnswer> {
  const start = performance.now();
  await run(session, 'RETURN 1', {});
  const answerMs = performance.now() - start;
  const [row] = await run(session, 'CALL dbms.components() YIELD name, versions WHERE name = $1 RETURN versions[0] AS version', { 1: 'Neo4j Kernel' });
  // Neo4j limits working threads, not connections, so there is no limit to compare the connections with.
  return { version: String(row?.['version'] ?? ''), connectMs, answerMs };
}

async function roundTrip(address: StoreAddress, marker: string, signal: AbortSignal): Promise<RoundTrip> {
  const start = performance.now();
  await connected(address, signal, (session) => run(session, 'CREATE (:AssayMarker {value: $1})', { 1: marker }));
  return connected(address, signal, async (session) => {
    const [row] = await run(session, 'MATCH (m:AssayMarker {value: $1}) RETURN m.value AS value', { 1: marker });
    await run(session, 'MATCH (m:AssayMarker {value: $1}) DELETE m', { 1: marker });
    const [left] = await run(session, 'MATCH (m:AssayMarker {value: $1}) RETURN count(m) AS left', { 1: marker });
    const read = row?.['value'];
    return { written: marker, read: typeof read === 'string' ? read : null, removed: left?.['left'] === 0, ms: performance.now() - start };
  });
}

async function run(session: Session, statement: string, parameters: Readonly<Record<string, Json>>): Promise<readonly Readonly<Record<string, Json>>[]> {
  const { records } = await session.run(statement, parameters, { timeout: statementLimitMs });
  return records.map((record) => Object.fromEntries(record.keys.map((key) => [String(key), toJson(record.get(key))])));
}

async function connected<T>(address: StoreAddress, signal: AbortSignal, work: (session: Session, connectMs: number) => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const driver = openDriver(address);
  return within(signal, connectLimitMs + 4 * statementLimitMs, async () => {
    const start = performance.now();
    await driver.getServerInfo().catch((error: unknown) => {
      throw new StoreRefusal(address, codeOf(error).startsWith('Neo.ClientError.Security') ? 'credentials' : 'unreachable', error);
    });
    const connectMs = performance.now() - start;
    const session = driver.session(address.database ? { database: address.database } : {});
    return work(session, connectMs).catch((error: unknown) => {
      throw statementError(address, error);
    });
  }, () => driver.close());
}

/** `bolt://` and not `neo4j://`: routing would send us to the address that the server advertises inside its own network. */
function openDriver(address: StoreAddress): Driver {
  return neo4j.driver(`bolt://${address.host}:${address.port}`, neo4j.auth.basic(address.user, address.password), {
    encrypted: false, connectionTimeout: connectLimitMs, connectionAcquisitionTimeout: connectLimitMs + 1_000,
    maxTransactionRetryTime: 0, maxConnectionPoolSize: 1, disableLosslessIntegers: true, telemetryDisabled: true, userAgent: 'assay',
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Nodes and relationships become their properties; dates and points become their text. */
function toJson(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (neo4j.isNode(value) || neo4j.isRelationship(value)) return toJson(value.properties);
  if (Object.getPrototypeOf(value) === Object.prototype) return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, toJson(inside)]));
  return String(value);
}
