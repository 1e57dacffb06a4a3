import type { Session } from 'neo4j-driver';
import type { Shake, Shaken } from '../../../core/ports.ts';
import { change, decide, type Way } from '../change/column.ts';
import { isId, isLogin, isPassword, isSecret } from '../change/names.ts';
import { newTally, type Tally } from '../change/tally.ts';
import { numberOf, type Turn } from '../change/turn.ts';
import { labelled, readGraph, revived, runRows, told, type Graph, type Properties } from './graph.ts';
import { needSnapshot, working } from './snapshot.ts';
import type { Place } from '../undo.ts';
import { kindOf, likeText, moveKept, textOf, type Kept } from './values.ts';

const removeEach = 4;
const sampleLimit = 2_000;

/** Nodes of the same labels, or relationships of one type: what has properties in common. */
interface Group {
  /** `Product`, `Person:Employee`, `SUPPLIED_BY`. */
  readonly name: string;
  /** Names by which it may be kept: each label, the type. */
  readonly holdings: readonly string[];
  readonly match: string;
  readonly elements: readonly { readonly id: string; readonly properties: Properties }[];
}
/** Changes properties, each by its own measure; takes some relationships and lonely nodes away and adds some relationships. */
export async function shake(place: Place, how: Shake, signal: AbortSignal): Promise<Shaken> {
  await needSnapshot(place);
  return working(place, 'store-refused', signal, async (session) => {
    const graph = await readGraph(session);
    const fixed = await constrained(session);
    const tally = newTally();
    const base = { nonce: how.nonce, now: Date.now(), parts: new Set(how.parts) };
    for (const group of groupsOf(graph)) {
      if (group.holdings.some((name) => how.keep.includes(name))) tally.stayed[group.name] = 'kept by name';
      else if (group.holdings.some(isMigration)) tally.stayed[group.name] = 'it says which migrations were made';
      else await shakeGroup(session, group, fixed, base, how.keep, tally);
    }
    if (base.parts.has('rows')) await moveRows(session, graph, how.keep, tally);
    return tally;
  });
}

export function isMigration(name: string): boolean {
  return /^_*(neo4j)?_?migrations?$/i.test(name);
}

/** `Product.sku` → the constraint that makes it a key. */
export async function constrained(session: Session): Promise<ReadonlyMap<string, string>> {
  const { records } = await session.run('SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties RETURN name, type, labelsOrTypes, properties');
  return new Map(records.flatMap((record) => (/UNIQUE|KEY/.test(String(record.get('type'))) ? (record.get('labelsOrTypes') as readonly string[]).flatMap((label) =>
    (record.get('properties') as readonly string[]).map((property): [string, string] => [`${label}.${property}`, String(record.get('name'))])) : [])));
}

function groupsOf(graph: Graph): readonly Group[] {
  const nodes = [...Map.groupBy(graph.nodes, (node) => node.labels.join(':'))].map(([name, elements]): Group => ({ name: name === '' ? '(no label)' : name, holdings: elements[0]?.labels ?? [], match: 'MATCH (e)', elements }));
  const edges = [...Map.groupBy(graph.edges, (edge) => edge.type)].map(([name, elements]): Group => ({ name, holdings: [name], match: `MATCH ()-[e${labelled([name])}]->()`, elements }));
  return [...nodes, ...edges];
}

async function shakeGroup(session: Session, group: Group, fixed: ReadonlyMap<string, string>, base: Omit<Turn, 'row' | 'column'>, keep: readonly string[], tally: Tally): Promise<void> {
  const keys = [...new Set(group.elements.flatMap((element) => Object.keys(element.properties)))].sort();
  const signIn = keys.some(isPassword);
  for (const key of keys) {
    const name = `${group.name}.${key}`;
    const constraint = group.holdings.map((holding) => fixed.get(`${holding}.${key}`)).find((each) => each !== undefined);
    const because = keep.includes(name) || group.holdings.some((holding) => keep.includes(`${holding}.${key}`)) ? 'kept by name' : constraint !== undefined ? `a key by the constraint ${constraint}`
      : isPassword(key) || isSecret(key) ? 'a secret' : signIn && isLogin(key) ? 'a login name' : isId(key) ? 'a reference by its name' : undefined;
    const decision = because === undefined ? decideProperty(key, group.elements.flatMap((element) => element.properties[key] ?? [])) : { stays: because };
    if ('stays' in decision) tally.stayed[name] = decision.stays;
    else await changeProperty(session, group, key, decision, base, tally);
  }
}

function decideProperty(key: string, values: readonly Kept[]): Way | { readonly stays: string } {
  const flat = values.flatMap((value): readonly Kept[] => (Array.isArray(value) ? (value as readonly Kept[]) : [value])).slice(0, sampleLimit);
  const kind = flat[0] === undefined ? 'nothing' : kindOf(flat[0]);
  if (moments.has(kind)) return { way: 'moment' };
  if (kind === 'boolean') return { way: 'boolean' };
  if (!['int', 'float', 'string'].includes(kind)) return { stays: `values of type ${kind} are left alone` };
  // A graph says nothing of keys but by constraints; a name that sounds like one is believed when its values are all different.
  const unique = /(^|_)(key|code|sku|slug|number|no|ref|iban|isbn|ean)$|(Key|Code|Sku|Slug|Number|Ref)$/.test(key) && new Set(flat.map((value) => JSON.stringify(value))).size === flat.length;
  if (unique && kind === 'int') return { stays: 'a natural key' };
  return decide({ name: key, kind: kind === 'int' ? 'integer' : kind === 'float' ? 'decimal' : 'text', unique, labels: [], limits: kind === 'int' ? { most: '9223372036854775807' } : {} }, flat.flatMap((value) => textOf(value) ?? []));
}

async function changeProperty(session: Session, group: Group, key: string, way: Way, base: Omit<Turn, 'row' | 'column'>, tally: Tally): Promise<void> {
  const rows = group.elements.flatMap(({ id, properties }, row) => {
    const value = properties[key];
    const made = value === undefined ? undefined : changeKept(value, way, { ...base, row, column: numberOf(key) % 1_000 });
    return made === undefined ? [] : [{ id, properties: revived({ [key]: made }) }];
  });
  if (rows.length === 0) return;
  try {
    tally.changed[`${group.name}.${key}`] = told(await runRows(session, `${group.match} WHERE elementId(e) = row.id SET e += row.properties RETURN count(*) AS n`, rows));
  } catch (error) {
    tally.stayed[`${group.name}.${key}`] = error instanceof Error ? error.message : String(error);
  }
}

/** Another value of the same kind; in a list, each element by its own measure. */
export function changeKept(value: Kept, way: Way, turn: Turn): Kept | undefined {
  if (Array.isArray(value)) {
    const made = (value as readonly Kept[]).map((each, place) => changeKept(each, way, { ...turn, column: turn.column + place }) ?? each);
    return made.some((each, place) => each !== (value as readonly Kept[])[place]) ? made : undefined;
  }
  if (moments.has(kindOf(value))) return turn.parts.has('dates') ? moveKept(value, turn) : undefined;
  const text = textOf(value);
  const made = text === undefined ? undefined : change(way, text, turn);
  return made === undefined || made === text ? undefined : likeText(value, made);
}

async function moveRows(session: Session, graph: Graph, keep: readonly string[], tally: Tally): Promise<void> {
  const tied = new Set(graph.edges.flatMap((edge) => [edge.from, edge.to]));
  for (const [name, nodes] of Map.groupBy(graph.nodes.filter((node) => !tied.has(node.id) && !node.labels.some((label) => keep.includes(label) || isMigration(label)) && !Object.keys(node.properties).some(isPassword)), (node) => node.labels.join(':'))) {
    const going = nodes.length < 2 ? [] : nodes.filter((_, place) => place % removeEach === 1);
    const count = told(await runRows(session, 'MATCH (n) WHERE elementId(n) = row.id DELETE n RETURN count(*) AS n', going.map(({ id }) => ({ id }))));
    if (count > 0) tally.removed[name] = count;
  }
  const pairs = new Set(graph.edges.map((edge) => `${edge.type} ${edge.from} ${edge.to}`));
  for (const [type, edges] of Map.groupBy(graph.edges.filter((edge) => !keep.includes(edge.type)), (edge) => edge.type)) {
    const going = edges.length < 2 ? [] : edges.filter((_, place) => place % removeEach === 1);
    const removed = told(await runRows(session, 'MATCH ()-[r]->() WHERE elementId(r) = row.id DELETE r RETURN count(*) AS n', going.map(({ id }) => ({ id }))));
    if (removed > 0) tally.removed[type] = removed;
    // Never as many as were taken away: a count of them must be another one afterwards.
    const made = edges.flatMap((edge) => edges.filter((other) => other.to !== edge.to && !pairs.has(`${type} ${edge.from} ${other.to}`)).slice(0, 1).map(({ to }) => ({ from: edge.from, to, properties: revived(edge.properties) }))).slice(0, removed === 1 ? 2 : 1);
    if (made.length === 0 || made.length === removed) continue;
    const added = told(await runRows(session, `MATCH (a) WHERE elementId(a) = row.from MATCH (b) WHERE elementId(b) = row.to CREATE (a)-[r${labelled([type])}]->(b) SET r = row.properties RETURN count(*) AS n`, made));
    if (added > 0) tally.added[type] = added;
  }
  if (Object.keys(tally.removed).length > 0) tally.stayed['elementId'] = 'what is removed and made again gets another element id';
}

const moments: ReadonlySet<string> = new Set(['Date', 'DateTime', 'LocalDateTime', 'Time', 'LocalTime']);
