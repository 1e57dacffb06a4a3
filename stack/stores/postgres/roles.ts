import { isId, isLogin, isPassword, isSecret } from '../change/names.ts';
import type { Column, Table } from './catalog.ts';

/** What the tables mean to each other: with declared references, and with those that only their names tell. */
export interface Relations {
  /** Whether rows of the table let somebody sign in, by table oid. */
  readonly signIn: ReadonlySet<string>;
  /** Columns that refer to a table, by the table's oid: its rows are looked for there before any goes away. */
  readonly referring: ReadonlyMap<string, readonly Referring[]>;
}
export interface Referring {
  readonly table: Table;
  readonly columns: readonly string[];
  readonly targetColumns: readonly string[];
  readonly cascades: boolean;
}

export function relationsOf(tables: readonly Table[]): Relations {
  const referring = new Map<string, Referring[]>();
  const add = (target: string, one: Referring) => referring.set(target, [...(referring.get(target) ?? []), one]);
  for (const table of tables) {
    for (const reference of table.references) add(reference.target, { table, ...reference });
    for (const column of table.columns) {
      const target = namedTarget(table, column, tables);
      if (target && !table.references.some((reference) => reference.columns.includes(column.name))) add(target.oid, { table, columns: [column.name], targetColumns: target.key, cascades: false });
    }
  }
  const holders = tables.filter((table) => table.purpose?.kind === 'credentials' || (table.purpose?.kind === 'sessions' && table.columns.some((column) => isPassword(column.name))));
  const named = new Set(tables.filter((table) => table.columns.some((column) => isLogin(column.name))).map((table) => table.oid));
  const signIn = new Set(holders.flatMap((table) => [table.oid, ...table.references.map((reference) => reference.target).filter((target) => named.has(target))]));
  return { signIn, referring };
}

/** Why a column stays as it is whatever its values are; undefined when its values decide. */
export function staysBecause(table: Table, column: Column, tables: readonly Table[], relations: Relations): string | undefined {
  const is = (columns: readonly string[]) => columns.includes(column.name);
  if (is(table.key)) return 'the primary key';
  if (column.generated) return 'computed by the database';
  if (column.identity) return 'numbered by the database';
  if (table.references.some((reference) => is(reference.columns))) return 'a reference';
  if ((relations.referring.get(table.oid) ?? []).some((one) => is(one.targetColumns))) return 'referred to';
  if (is(table.partitionKey)) return 'it decides in which partition the row lies';
  if (isPassword(column.name) || isSecret(column.name)) return 'a secret';
  if (relations.signIn.has(table.oid)) {
    const unique = table.uniques.some((columns) => is(columns));
    if (column.category === 'S' && (unique || isLogin(column.name))) return 'a login name';
    if (['B', 'E'].includes(column.category) || labelsOf(table, column).length > 0 || /role|status|state|type|permission|scope/i.test(column.name)) return 'it decides who may sign in and what for';
  }
  if (/(_type|Type)$/.test(column.name) && table.columns.some((other) => other.name === column.name.replace(/_type$/, '_id').replace(/Type$/, 'Id'))) return 'it says what the reference beside it means';
  if (namedTarget(table, column, tables) || isId(column.name) || column.base === 'uuid') return 'a reference by its name or type';
  return undefined;
}

/** The only values that a column may have, of its enum or of a check such as `state IN ('open', 'paid')`. */
export function labelsOf(table: Table, column: Column): readonly string[] {
  if (column.category === 'E') return column.labels;
  const check = table.checks.find((each) => each.columns.length === 1 && each.columns[0] === column.name && /= ANY \(+ARRAY\[/.test(each.definition));
  if (!check || column.category !== 'S') return [];
  return [...check.definition.matchAll(/'((?:[^']|'')*)'::/g)].map((found) => (found[1] ?? '').replaceAll("''", "'"));
}

/** The table that a column names without a declared reference: `customer_id` of `customers`, or a column called as another table's own key (`sku`). */
function namedTarget(table: Table, column: Column, tables: readonly Table[]): Table | undefined {
  return tables.find((other) => {
    const [key, second] = other.key;
    if (other.oid === table.oid || key === undefined || second !== undefined) return false;
    const keyColumn = other.columns.find((each) => each.name === key);
    if (keyColumn?.base !== column.base) return false;
    if (key === column.name) return !/^(id|name|key|code|type|date|value)$/i.test(key);
    const names = [other.name, singular(other.name)].map((name) => name.toLowerCase().replaceAll('_', ''));
    const wanted = column.name.toLowerCase().replaceAll('_', '');
    return names.some((name) => wanted === `${name}${key.toLowerCase().replaceAll('_', '')}`);
  });
}

function singular(name: string): string {
  return name.replace(/ies$/i, 'y').replace(/(s|x|ch|sh)es$/i, '$1').replace(/([^s])s$/i, '$1');
}
