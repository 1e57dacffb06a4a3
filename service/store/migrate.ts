import type { Sql } from './sql.ts';

/** Each step once, in this order; a step that has been released never changes. */
const steps: readonly (readonly string[])[] = [
  [
    `create table assay_run (
      id text primary key, platform text not null, standard text not null, profile text not null, partial boolean not null,
      started_at timestamptz not null, verdict text not null, record json not null, imported_at timestamptz not null default now())`,
    'create index assay_run_time on assay_run (started_at desc, id desc)',
    'create index assay_run_line on assay_run (platform, standard, profile, started_at desc, id desc)',
  ],
];

/** Any number that nobody else locks by. */
const lockKey = 4_600_271;

/** Brings the database to the shape of this version. Several services may do it at once: one works, the others wait for it. Throws when a newer assay was here before. */
export async function migrate(sql: Sql, locking: boolean): Promise<void> {
  await sql.transaction(async (query) => {
    if (locking) await query('select pg_advisory_xact_lock($1)', [lockKey]);
    await query('create table if not exists assay_migration (step integer primary key, applied_at timestamptz not null default now())');
    const [last] = await query<{ readonly step: number | null }>('select max(step) as step from assay_migration');
    const done = last?.step ?? 0;
    if (done > steps.length) throw new Error(`the history was written by a newer assay (step ${done}, this one knows ${steps.length})`);
    for (const [index, statements] of steps.entries()) {
      if (index < done) continue;
      for (const statement of statements) await query(statement);
      await query('insert into assay_migration (step) values ($1)', [index + 1]);
    }
  });
}
