import type { Source } from '../../core/lineage/types.ts';
import type { Field, ProofCall, ProofData, Statement, Target } from '../../core/proof/evidence.ts';
import type { Json } from '../../core/types.ts';

/** A target of the recorded proof: `METHOD /path`, a message or a tool. */
export function target(name: string, more: Partial<Target> = {}): Target {
  const [method = '', path = ''] = name.split(' ');
  const curl = `curl -s -H "Authorization: Bearer $TOKEN" http://127.0.0.1:40815${path.replace('{id}', '31')}`;
  return { name, kind: 'http', service: 'api', method, path, role: 'clerk', writes: method !== 'GET', foundBy: ['openapi', 'source'], curl, ...more };
}

/** One statement with its rows as the tap saw it. */
export function read(store: string, statement: string, columns: readonly string[], rows: readonly (readonly Json[])[], parameters: readonly Json[] = []): Statement {
  return { store, statement, parameters, effect: 'read', columns, rows: rows.slice(0, 20), rowCount: rows.length, tag: `SELECT ${rows.length}` };
}

export function call(of: Target, pass: ProofCall['pass'], body: Json, statements: readonly Statement[], ms = 9.3): ProofCall {
  return { target: of.name, pass, url: `http://127.0.0.1:40815${of.path}`, status: of.method === 'POST' ? 201 : 200, ms, contentType: 'application/json', body, statements };
}

type Said = Source | { readonly source: Source; readonly more?: Partial<Field> };

/** The fields of an answer, each with the source that `sources` names for it; what it does not name came over the wire and followed. */
export function fields(of: Target, body: Json, sources: Readonly<Record<string, Said>>, stores: readonly string[], more: { readonly cachedBy?: string } = {}): ProofData['fields'][number] {
  const leaves = [...leavesOf(body, '')];
  const grouped = [...Map.groupBy(leaves, ([pointer]) => pointer.replace(/\/\d+(?=\/|$)/g, '/-'))];
  const all = grouped.map(([field, own]): Field => {
    const said = sources[field] ?? 'wire';
    const { source, more: rest } = typeof said === 'string' ? { source: said, more: {} } : { source: said.source, more: said.more ?? {} };
    const dataLike = !['word', 'schema', 'zero'].includes(source);
    const [pointer, value] = own[0] ?? ['', null];
    const followed = source === 'wire' || source === 'derived' ? 'followed' : 'stayed';
    return { field, pointer, value, leaves: own.length, sources: { [source]: own.length }, dataLike, besideSourced: source === 'unsourced', volatile: source === 'clock', shake: followed, empty: followed === 'followed' ? 'gone' : 'stayed', ...rest };
  });
  const data = all.filter(({ dataLike }) => dataLike);
  const sum = (of: readonly Field[]): number => of.reduce((n, each) => n + each.leaves, 0);
  return { target: of.name, total: sum(data), traced: sum(data.filter(({ sources: own }) => !own.unsourced)), fields: all, stores, ...more };
}

function* leavesOf(value: Json, pointer: string): Generator<readonly [string, Json]> {
  if (typeof value !== 'object' || value === null) yield [pointer, value];
  else for (const [key, each] of Array.isArray(value) ? (value as readonly Json[]).entries() : Object.entries(value as Readonly<Record<string, Json>>)) yield* leavesOf(each, `${pointer}/${key}`);
}
