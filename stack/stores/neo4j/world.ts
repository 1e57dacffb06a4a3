import { randomUUID } from 'node:crypto';
import type { Session } from 'neo4j-driver';
import type { Holding, StoreWorld } from '../../../core/ports.ts';
import type { Json } from '../../../core/types.ts';
import type { StoreAddress } from '../../driver.ts';
import { isPassword } from '../change/names.ts';
import { isWord } from '../change/text.ts';
import { connected } from './connect.ts';
import { labelled, readGraph, revived, runRows, type Graph, type GraphEdge, type GraphNode, type Properties } from './graph.ts';
import { changeKept, constrained, isMigration, shake } from './shake.ts';
import { forget, needSnapshot, restore, snapshot, working } from './snapshot.ts';
import type { Place } from '../undo.ts';
import { shown, textOf, type Kept } from './values.ts';

/** A Neo4j that assay booted, as data that can be kept, changed and brought back. */
export function neo4jWorld(address: StoreAddress, folder: string): StoreWorld {
  const place: Place = { address, folder };
  return {
    words: (signal) => connected(address, signal, words),
    holdings: (signal) => working(place, 'store-refused', signal, async (session) => holdingsOf(await readGraph(session))),
    snapshot: (signal) => snapshot(place, signal),
    restore: (signal) => restore(place, signal),
    forget: () => forget(place),
    shake: (how, signal) => shake(place, how, signal),
    empty: (keep, signal) => empty(place, keep, signal),
    fill: (holding, nonce, signal) => fill(place, holding, nonce, signal),
  };
}

/** Labels, types of relationships, names of properties, constraints and indexes. */
async function words(session: Session): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const statement of ['CALL db.labels() YIELD label AS word RETURN word', 'CALL db.relationshipTypes() YIELD relationshipType AS word RETURN word', 'CALL db.propertyKeys() YIELD propertyKey AS word RETURN word', 'SHOW CONSTRAINTS YIELD name AS word RETURN word', 'SHOW INDEXES YIELD name AS word RETURN word']) {
    for (const record of (await session.run(statement)).records) found.add(String(record.get('word')));
  }
  return [...found].sort();
}

function holdingsOf(graph: Graph): readonly Holding[] {
  const counts = new Map<string, number>();
  for (const name of [...graph.nodes.flatMap((node) => node.labels), ...graph.edges.map((edge) => edge.type)]) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Removes nodes with their relationships, but those of kept labels, those at the ends of kept relationships, and those who may sign in. */
async function empty(place: Place, keep: readonly string[], signal: AbortSignal): Promise<{ readonly removed: readonly Holding[]; readonly kept: readonly string[] }> {
  await needSnapshot(place);
  return working(place, 'store-refused', signal, async (session) => {
    const graph = await readGraph(session);
    const ends = new Set(graph.edges.filter((edge) => keep.includes(edge.type)).flatMap((edge) => [edge.from, edge.to]));
    const stays = (node: GraphNode) => ends.has(node.id) || node.labels.some((label) => keep.includes(label) || isMigration(label)) || (Object.keys(node.properties).some(isPassword) && !node.labels.some((label) => keep.includes(`!${label}`)));
    const going = graph.nodes.filter((node) => !stays(node));
    await runRows(session, 'MATCH (n) WHERE elementId(n) = row.id DETACH DELETE n', going.map(({ id }) => ({ id })));
    const gone = new Set(going.map((node) => node.id));
    const lost = graph.edges.filter((edge) => gone.has(edge.from) || gone.has(edge.to) || !keep.includes(edge.type));
    await runRows(session, 'MATCH ()-[r]->() WHERE elementId(r) = row.id DELETE r', lost.filter((edge) => !gone.has(edge.from) && !gone.has(edge.to)).map(({ id }) => ({ id })));
    const left = holdingsOf({ nodes: graph.nodes.filter((node) => !gone.has(node.id)), edges: graph.edges.filter((edge) => !lost.includes(edge)) });
    return { removed: holdingsOf({ nodes: going, edges: lost }), kept: left.map((holding) => holding.name) };
  });
}

/** Adds a node like one that the snapshot holds, or a relationship between such nodes: new keys, the nonce in its texts. */
async function fill(place: Place, holding: string, nonce: string, signal: AbortSignal): Promise<{ readonly values: Readonly<Record<string, Json>> } | { readonly refused: string }> {
  const kept = await needSnapshot(place);
  return working(place, 'store-refused', signal, async (session) => {
    try {
      const node = kept.nodes.find((each) => each.labels.includes(holding));
      const edge = kept.edges.find((each) => each.type === holding);
      const properties = node ? await fillNode(session, node, nonce) : edge ? await fillEdge(session, edge, kept, nonce) : await fillUnknown(session, holding, nonce);
      if (typeof properties === 'string') return { refused: properties };
      return { values: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, shown(value)])) };
    } catch (error) {
      return { refused: error instanceof Error ? error.message : String(error) };
    }
  });
}

async function fillNode(session: Session, model: GraphNode, nonce: string): Promise<Properties> {
  const fixed = await constrained(session);
  // A word may be one that code compares; it stays where another text can carry the nonce.
  const texts = Object.values(model.properties).some((value) => typeof value === 'string' && !isWord(value));
  const properties: Record<string, Kept> = {};
  for (const [key, value] of Object.entries(model.properties)) {
    const isKey = model.labels.some((label) => fixed.has(`${label}.${key}`));
    properties[key] = isKey ? newKey(value, nonce) : texts && typeof value === 'string' && isWord(value) ? value : withNonce(value, nonce);
  }
  await runRows(session, `CREATE (n${labelled(model.labels)}) SET n = row.properties`, [{ properties: revived(properties) }]);
  return properties;
}

async function fillEdge(session: Session, model: GraphEdge, kept: Graph, nonce: string): Promise<Properties | string> {
  const ends: string[] = [];
  for (const id of [model.from, model.to]) {
    const node = kept.nodes.find((each) => each.id === id);
    if (!node) return 'the snapshot lacks one of its ends';
    const found = async () => (await session.run(`MATCH (n${labelled(node.labels)}) WHERE NOT elementId(n) IN $not RETURN elementId(n) AS id LIMIT 1`, { not: ends })).records[0]?.get('id') as string | undefined;
    let end = await found();
    if (end === undefined) {
      await fillNode(session, node, nonce);
      end = await found();
    }
    if (end === undefined) return `no node ${node.labels.join(':')} to tie it to`;
    ends.push(end);
  }
  const properties = Object.fromEntries(Object.entries(model.properties).map(([key, value]) => [key, withNonce(value, nonce)]));
  await runRows(session, `MATCH (a) WHERE elementId(a) = row.from MATCH (b) WHERE elementId(b) = row.to CREATE (a)-[r${labelled([model.type])}]->(b) SET r = row.properties`, [{ from: ends[0], to: ends[1], properties: revived(properties) }]);
  return properties;
}

/** A label that no node of the snapshot has, but the database knows: with an id and a name, as most have. */
async function fillUnknown(session: Session, holding: string, nonce: string): Promise<Properties | string> {
  const { records } = await session.run('CALL db.labels() YIELD label WHERE label = $name RETURN label', { name: holding });
  if (records.length === 0) return `there is no label ${holding}, and no relationship of that type in the snapshot`;
  const properties = { id: randomUUID(), name: `${nonce} ${holding}` };
  await runRows(session, `CREATE (n${labelled([holding])}) SET n = row.properties`, [{ properties }]);
  return properties;
}

function newKey(value: Kept, nonce: string): Kept {
  const text = textOf(value) ?? '';
  if (typeof value === 'string') return /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value) ? randomUUID() : `${nonce}-${value}`;
  return /^-?\d+$/.test(text) ? { int: String(BigInt(text) + 1_000_000_007n) } : value;
}

function withNonce(value: Kept, nonce: string): Kept {
  return changeKept(value, { way: 'text' }, { row: 0, column: 0, nonce, now: Date.now(), parts: new Set(['text']) }) ?? value;
}
