import { createHash } from 'node:crypto';
import neo4j, { type Session, type Transaction } from 'neo4j-driver';
import { fault, FaultError } from '../../../core/fault.ts';
import { keep, revive, type Kept } from './values.ts';

/** Most nodes and relationships of a store that is changed; how many one statement handles. */
const entityLimit = 300_000;
export const batch = 2_000;

export type Properties = Readonly<Record<string, Kept>>;
export interface GraphNode {
  readonly id: string;
  readonly labels: readonly string[];
  readonly properties: Properties;
}
export interface GraphEdge {
  readonly id: string;
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly properties: Properties;
}
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}
export type Runner = Pick<Session | Transaction, 'run'>;

/** The whole graph in memory, in a stable order. */
export async function readGraph(runner: Runner): Promise<Graph> {
  const counted = await runner.run('MATCH (n) WITH count(n) AS nodes OPTIONAL MATCH ()-[r]->() WITH nodes, count(r) AS edges RETURN nodes + edges AS n');
  const count = Number(counted.records[0]?.get('n') ?? 0);
  if (count > entityLimit) throw new FaultError(fault('snapshot-failed', `the graph holds ${count} nodes and relationships; at most ${entityLimit} are kept`, { fix: 'Load less sample data, or leave the checks that change data out.' }));
  const nodes = await runner.run('MATCH (n) RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS properties');
  const edges = await runner.run('MATCH (a)-[r]->(b) RETURN elementId(r) AS id, type(r) AS type, elementId(a) AS from, elementId(b) AS to, properties(r) AS properties');
  return {
    nodes: nodes.records.map((record) => ({ id: String(record.get('id')), labels: [...(record.get('labels') as readonly string[])].sort(), properties: keptProperties(record.get('properties')) })),
    edges: edges.records.map((record) => ({ id: String(record.get('id')), type: String(record.get('type')), from: String(record.get('from')), to: String(record.get('to')), properties: keptProperties(record.get('properties')) })),
  };
}

/** A digest of what the graph says, whatever its elements are called inside. */
export function checksumOf(graph: Graph): string {
  const nodes = new Map(graph.nodes.map((node) => [node.id, digest([node.labels, sorted(node.properties)])]));
  const edges = graph.edges.map((edge) => digest([edge.type, nodes.get(edge.from), nodes.get(edge.to), sorted(edge.properties)]));
  return `sha256:${createHash('sha256').update([...[...nodes.values()].sort(), ...edges.sort()].join('\n')).digest('hex')}`;
}

export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function sorted(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function revived(properties: Properties): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, revive(value)]));
}

/** Names as they stand in a statement: `:Product:Part`. */
export function labelled(labels: readonly string[]): string {
  return labels.map((label) => `:\`${label.replaceAll('`', '``')}\``).join('');
}

/** Runs one statement for many rows, some thousands at a time. */
export async function runRows(runner: Runner, statement: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const answers: Readonly<Record<string, unknown>>[] = [];
  for (let start = 0; start < rows.length; start += batch) {
    const { records } = await runner.run(`UNWIND $rows AS row ${statement}`, { rows: rows.slice(start, start + batch) });
    for (const record of records) answers.push(record.toObject());
  }
  return answers;
}

/** Number of rows that `RETURN count(*) AS n` told. */
export function told(rows: readonly Readonly<Record<string, unknown>>[]): number {
  return rows.reduce((sum, row) => sum + Number(neo4j.isInt(row['n']) ? row['n'].toString() : row['n']), 0);
}

function keptProperties(properties: unknown): Properties {
  return sorted(Object.fromEntries(Object.entries(properties as Readonly<Record<string, unknown>>).map(([key, value]) => [key, keep(value)])));
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
