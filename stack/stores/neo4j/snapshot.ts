import type { Session, Transaction } from 'neo4j-driver';
import { fault, FaultError, type FaultCode } from '../../../core/fault.ts';
import type { Json } from '../../../core/types.ts';
import { asFaultOf, noSnapshot } from '../refusal.ts';
import { readUndo, removeUndo, undoPath, writeUndo, type Place } from '../undo.ts';
import { connected } from './connect.ts';
import { checksumOf, labelled, readGraph, revived, runRows, same, type Graph, type GraphEdge, type GraphNode } from './graph.ts';

const workMs = 240_000;

/** Writes the whole graph to disk. What an interrupted run changed is put back first. */
export async function snapshot(place: Place, signal: AbortSignal): Promise<{ readonly checksum: string; readonly entries: number }> {
  await undoLeft(place, signal);
  return working(place, 'snapshot-failed', signal, async (session) => {
    const graph = await readGraph(session);
    await keepGraph(place, session, graph);
    return { checksum: checksumOf(graph), entries: graph.nodes.length + graph.edges.length };
  });
}

/**
 * Makes the graph what the snapshot says, in one transaction, and compares before it is committed. What only changed is changed back; what was removed
 * is made again, and has another element id from then on.
 */
export async function restore(place: Place, signal: AbortSignal): Promise<{ readonly checksum: string }> {
  return working(place, 'restore-failed', signal, async (session) => {
    const wanted = await keptGraph(place);
    if (!wanted) throw new FaultError(fault('restore-failed', `there is no snapshot of ${place.address.name} on this disk`));
    const checksum = checksumOf(wanted);
    const now = await readGraph(session);
    if (checksumOf(now) === checksum) return { checksum };
    const transaction = session.beginTransaction({ timeout: workMs });
    try {
      await putBack(transaction, now, wanted);
      const after = await readGraph(transaction);
      if (checksumOf(after) !== checksum) throw new FaultError(fault('restore-failed', `${place.address.name} is not as it was: ${after.nodes.length} nodes and ${after.edges.length} relationships, ${wanted.nodes.length} and ${wanted.edges.length} expected`));
      await transaction.commit();
      // The same graph under its new element ids, so that the next restore finds them.
      await keepGraph(place, session, after);
    } finally {
      await transaction.close();
    }
    return { checksum };
  });
}

export async function forget(place: Place): Promise<void> {
  await removeUndo(undoPath(place));
}

/** Puts back what an interrupted run left changed: true when this database is the one that the undo on disk is of. It is forgotten then. */
export async function undoLeft(place: Place, signal: AbortSignal): Promise<boolean> {
  const undo = await readUndo(undoPath(place));
  if (!undo) return false;
  const own = (await working(place, 'restore-failed', signal, databaseId)) === undo.header['database'];
  if (own) await restore(place, signal);
  await forget(place);
  return own;
}

/** The snapshot, which must be there before anything is changed. */
export async function needSnapshot(place: Place): Promise<Graph> {
  const graph = await keptGraph(place);
  if (!graph) throw noSnapshot(place.address);
  return graph;
}

export function working<T>({ address }: Place, code: FaultCode, signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T> {
  return asFaultOf(code, signal, () => connected(address, signal, work, { exact: true, limitMs: workMs }));
}

async function keepGraph(place: Place, session: Session, graph: Graph): Promise<void> {
  const lines = [...graph.nodes.map((node) => ({ node })), ...graph.edges.map((edge) => ({ edge }))];
  await writeUndo(undoPath(place), { database: await databaseId(session) }, lines as unknown as readonly Json[]);
}

async function keptGraph(place: Place): Promise<Graph | undefined> {
  const undo = await readUndo(undoPath(place));
  if (!undo) return undefined;
  const lines = undo.lines as unknown as readonly { readonly node?: GraphNode; readonly edge?: GraphEdge }[];
  return { nodes: lines.flatMap((line) => line.node ?? []), edges: lines.flatMap((line) => line.edge ?? []) };
}

async function databaseId(session: Session): Promise<string> {
  const { records } = await session.run('CALL db.info() YIELD id RETURN id');
  return String(records[0]?.get('id') ?? '');
}

async function putBack(transaction: Transaction, now: Graph, wanted: Graph): Promise<void> {
  const nodesNow = new Map(now.nodes.map((node) => [node.id, node]));
  const edgesNow = new Map(now.edges.map((edge) => [edge.id, edge]));
  const nodesWanted = new Map(wanted.nodes.map((node) => [node.id, node]));
  const edgesWanted = new Map(wanted.edges.map((edge) => [edge.id, edge]));
  // The server gives ids of removed elements to new ones, so an edge of that id may be another one.
  const kept = (edge: GraphEdge) => {
    const other = edgesWanted.get(edge.id);
    return other !== undefined && same([edge.type, edge.from, edge.to], [other.type, other.from, other.to]);
  };
  await runRows(transaction, 'MATCH ()-[r]->() WHERE elementId(r) = row.id DELETE r', now.edges.filter((edge) => !kept(edge)).map(({ id }) => ({ id })));
  await runRows(transaction, 'MATCH (n) WHERE elementId(n) = row.id DETACH DELETE n', now.nodes.filter((node) => !nodesWanted.has(node.id)).map(({ id }) => ({ id })));
  await changeNodes(transaction, wanted.nodes.filter((node) => nodesNow.has(node.id) && !same(node, nodesNow.get(node.id))), nodesNow);
  const ids = await makeNodes(transaction, wanted.nodes.filter((node) => !nodesNow.has(node.id)));
  const still = wanted.edges.filter((edge) => {
    const other = edgesNow.get(edge.id);
    return other !== undefined && kept(other);
  });
  await runRows(transaction, 'MATCH ()-[r]->() WHERE elementId(r) = row.id SET r = row.properties', still.filter((edge) => !same(edge.properties, edgesNow.get(edge.id)?.properties)).map((edge) => ({ id: edge.id, properties: revived(edge.properties) })));
  for (const [type, edges] of Map.groupBy(wanted.edges.filter((edge) => !still.includes(edge)), (edge) => edge.type)) {
    await runRows(transaction, `MATCH (a) WHERE elementId(a) = row.from MATCH (b) WHERE elementId(b) = row.to CREATE (a)-[r${labelled([type])}]->(b) SET r = row.properties`,
      edges.map((edge) => ({ from: ids.get(edge.from) ?? edge.from, to: ids.get(edge.to) ?? edge.to, properties: revived(edge.properties) })));
  }
}

async function changeNodes(transaction: Transaction, nodes: readonly GraphNode[], now: ReadonlyMap<string, GraphNode>): Promise<void> {
  const byLabels = Map.groupBy(nodes, (node) => JSON.stringify([node.labels, now.get(node.id)?.labels]));
  for (const own of byLabels.values()) {
    const [first] = own;
    const [to, from] = [first?.labels ?? [], now.get(first?.id ?? '')?.labels ?? []];
    const gone = from.filter((label) => !to.includes(label));
    const come = to.filter((label) => !from.includes(label));
    await runRows(transaction, `MATCH (n) WHERE elementId(n) = row.id SET n = row.properties${come.length > 0 ? ` SET n${labelled(come)}` : ''}${gone.length > 0 ? ` REMOVE n${labelled(gone)}` : ''}`, own.map((node) => ({ id: node.id, properties: revived(node.properties) })));
  }
}

async function makeNodes(transaction: Transaction, nodes: readonly GraphNode[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const own of Map.groupBy(nodes, (node) => JSON.stringify(node.labels)).values()) {
    const rows = await runRows(transaction, `CREATE (n${labelled(own[0]?.labels ?? [])}) SET n = row.properties RETURN row.id AS old, elementId(n) AS id`, own.map((node) => ({ id: node.id, properties: revived(node.properties) })));
    for (const row of rows) ids.set(String(row['old']), String(row['id']));
  }
  return ids;
}
