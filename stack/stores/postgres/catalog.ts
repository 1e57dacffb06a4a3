import type pg from 'pg';
import { purposeOf, type Purpose } from './purpose.ts';

/** The schema that holds a snapshot; it belongs to assay and is no part of the platform's data. */
export const undoSchema = 'assay_snapshot';

export interface Column {
  readonly name: string;
  /** As in a cast: `numeric(12,2)`, `public.mood`, `text[]`. */
  readonly type: string;
  /** The name of the type under a domain, and its category: N numbers, D dates, S texts, B booleans, E enums, A arrays … */
  readonly base: string;
  readonly category: string;
  /** The same of an array's elements. */
  readonly element: { readonly base: string; readonly category: string; readonly type: string } | null;
  /** The modifier of the type, as PostgreSQL keeps it; -1 for none. */
  readonly modifier: number;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  /** Its default is another one for each row: a sequence, a new identifier. */
  readonly generates: boolean;
  readonly generated: boolean;
  readonly identity: boolean;
  readonly labels: readonly string[];
}
export interface Reference {
  readonly columns: readonly string[];
  /** The table that is referred to, by its oid. */
  readonly target: string;
  readonly targetColumns: readonly string[];
  /** Whether rows that refer go with the row that they refer to, or forget it. */
  readonly cascades: boolean;
}
export interface Check {
  readonly name: string;
  readonly columns: readonly string[];
  readonly definition: string;
}
export interface Table {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
  /** `public.quotes`: its name in reports. */
  readonly label: string;
  /** `"public"."quotes"`: its name in statements. */
  readonly sql: string;
  readonly partitioned: boolean;
  /** Where its rows lie: itself, or the leaves of a partitioned table. */
  readonly leaves: readonly { readonly oid: string; readonly sql: string }[];
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  /** Columns of each unique index beside the primary key. */
  readonly uniques: readonly (readonly string[])[];
  readonly partitionKey: readonly string[];
  readonly references: readonly Reference[];
  readonly checks: readonly Check[];
  /** What it is for, where that keeps it from being changed. */
  readonly purpose: Purpose | undefined;
}

/** Every table of the platform with what decides how its rows may change. Tables of extensions, of the server and of our own snapshot are left out. */
export async function readCatalog(client: pg.ClientBase): Promise<readonly Table[]> {
  const { rows } = await client.query<{ table: Omit<Table, 'purpose' | 'label' | 'sql' | 'leaves'> & { readonly leaves: readonly Leaf[] } }>(catalogQuery, [undoSchema]);
  return rows.map(({ table }) => ({
    ...table,
    label: `${table.schema}.${table.name}`,
    sql: quoted(table.schema, table.name),
    leaves: table.leaves.map((leaf) => ({ oid: leaf.oid, sql: quoted(leaf.schema, leaf.name) })),
    purpose: purposeOf(table.schema, table.name, table.columns),
  }));
}

interface Leaf {
  readonly oid: string;
  readonly schema: string;
  readonly name: string;
}

/** A name (or a path of names) as it stands in a statement. */
export function quoted(...names: readonly string[]): string {
  return names.map((name) => `"${name.replaceAll('"', '""')}"`).join('.');
}

/** The copy of the table with that number. */
export function copyName(number: number): string {
  return `${undoSchema}.rows_${number}`;
}

/** Columns that are written; generated ones follow by themselves. */
export function written(table: Table): readonly Column[] {
  return table.columns.filter((column) => !column.generated);
}

/** SQL that is true for schemas of the platform; `$1` is our own schema. */
export const userSchemas = `n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND n.nspname <> $1`;

/** SQL that is true for relations that no extension brought. */
export const ofPlatform = `NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')`;

const columnsOf = (relation: string, numbers: string) =>
  `(SELECT coalesce(json_agg(k.attname ORDER BY o.n), '[]') FROM unnest(${numbers}) WITH ORDINALITY o(num, n) JOIN pg_attribute k ON k.attrelid = ${relation} AND k.attnum = o.num)`;

const columnJson = `
  json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'base', b.typname, 'category', b.typcategory,
    'modifier', CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END, 'notNull', a.attnotnull OR t.typnotnull,
    'hasDefault', a.atthasdef AND a.attgenerated = '',
    'generates', EXISTS (SELECT FROM pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated = '' AND pg_get_expr(d.adbin, d.adrelid) ~* '(nextval|uuid|ulid|nanoid|random|snowflake|gen_)'), 'generated', a.attgenerated <> '', 'identity', a.attidentity <> '',
    'element', CASE WHEN b.typcategory = 'A' THEN (SELECT json_build_object('base', e.typname, 'category', e.typcategory, 'type', format_type(e.oid, NULL)) FROM pg_type e WHERE e.oid = b.typelem) END,
    'labels', (SELECT coalesce(json_agg(l.enumlabel ORDER BY l.enumsortorder), '[]') FROM pg_enum l WHERE l.enumtypid IN (b.oid, b.typelem)))`;

/** An index on an expression (`lower(email)`) names no column itself; its dependencies do. */
const uniqueColumns = `
  (SELECT coalesce(json_agg(DISTINCT u.attname), '[]') FROM pg_attribute u WHERE u.attrelid = c.oid AND u.attnum > 0
     AND (u.attnum = ANY (i.indkey) OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid AND d.refobjid = c.oid AND d.refobjsubid = u.attnum)))`;

const catalogQuery = `
SELECT json_build_object(
  'oid', c.oid::text, 'schema', n.nspname, 'name', c.relname, 'partitioned', c.relkind = 'p',
  'leaves', CASE WHEN c.relkind = 'p' THEN (
      SELECT coalesce(json_agg(json_build_object('oid', l.oid::text, 'schema', ln.nspname, 'name', l.relname) ORDER BY l.oid), '[]')
      FROM pg_partition_tree(c.oid) p JOIN pg_class l ON l.oid = p.relid JOIN pg_namespace ln ON ln.oid = l.relnamespace WHERE p.isleaf AND l.relkind = 'r')
    ELSE json_build_array(json_build_object('oid', c.oid::text, 'schema', n.nspname, 'name', c.relname)) END,
  'columns', (SELECT coalesce(json_agg(${columnJson} ORDER BY a.attnum), '[]')
     FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
  'key', coalesce((SELECT ${columnsOf('c.oid', 'k.conkey')} FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p'), '[]'),
  'uniques', (SELECT coalesce(json_agg(${uniqueColumns}), '[]') FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND NOT i.indisprimary),
  'partitionKey', coalesce((SELECT ${columnsOf('c.oid', 'string_to_array(p.partattrs::text, \' \')::int[]')} FROM pg_partitioned_table p WHERE p.partrelid = c.oid), '[]'),
  'references', (SELECT coalesce(json_agg(json_build_object('columns', ${columnsOf('f.conrelid', 'f.conkey')}, 'target', f.confrelid::text,
       'targetColumns', ${columnsOf('f.confrelid', 'f.confkey')}, 'cascades', f.confdeltype IN ('c', 'n', 'd')) ORDER BY f.oid), '[]') FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.conparentid = 0),
  'checks', (SELECT coalesce(json_agg(json_build_object('name', h.conname, 'columns', ${columnsOf('h.conrelid', 'h.conkey')}, 'definition', pg_get_constraintdef(h.oid)) ORDER BY h.oid), '[]')
       FROM pg_constraint h WHERE h.conrelid = c.oid AND h.contype = 'c')
  ) AS table
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't' AND ${userSchemas} AND ${ofPlatform}
ORDER BY n.nspname, c.relname`;
