import neo4j, { type Session } from 'neo4j-driver';
import type { RoundTrip, Store, StoreAnswer } from '../../../core/ports.ts';
import type { Json } from '../../../core/types.ts';
import type { StoreAddress } from '../../driver.ts';
import { notOurs, statementLimitMs } from '../refusal.ts';
import { connected } from './connect.ts';
import { neo4jWorld } from './world.ts';

/** The one home of neo4j-driver. Every call opens its own connection and closes it. */
export function openNeo4j(address: StoreAddress, ours: boolean, undoFolder: string): Store {
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
    ...(ours && { world: neo4jWorld(address, undoFolder) }),
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

/** Nodes and relationships become their properties; dates and points become their text. */
function toJson(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (neo4j.isNode(value) || neo4j.isRelationship(value)) return toJson(value.properties);
  if (Object.getPrototypeOf(value) === Object.prototype) return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, toJson(inside)]));
  return String(value);
}
