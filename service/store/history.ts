import type { MeasuredRun } from '../../reports/prometheus.ts';
import type { RunRecord } from '../../reports/words/record.ts';
import type { History, ListedRun, PlatformStrip, StripRun, Wanted } from '../store.ts';
import type { Sql } from './sql.ts';

/** Lines of platform, standard and profile that the metrics tell of, and platforms that the page shows. */
const mostLines = 200;
const mostPlatforms = 50;

interface Row {
  readonly record: RunRecord;
  readonly earlier: string | null;
  readonly earlier_failing: readonly string[] | null;
}

/** The history over either database; what is kept of a run stands in `record`, the columns beside it are for finding it. */
export function historyOn(sql: Sql, where: string): History {
  return {
    where,
    ask: async () => {
      const from = performance.now();
      await sql.query('select count(*) from (select 1 from assay_run limit 1) as one');
      return performance.now() - from;
    },
    save: (record) => save(sql, record),
    known: async (runs) => new Set((await sql.query<{ readonly id: string }>('select id from assay_run where id = any($1)', [runs])).map(({ id }) => id)),
    list: (wanted) => list(sql, wanted),
    strips: (limit) => strips(sql, limit),
    get: async (run) => (await sql.query<{ readonly record: RunRecord }>('select record from assay_run where id = $1', [run]))[0]?.record,
    latest: () => latest(sql),
    close: () => sql.close(),
  };
}

async function save(sql: Sql, record: RunRecord): Promise<'saved' | 'known' | 'taken'> {
  const made = await sql.query(
    `insert into assay_run (id, platform, standard, profile, partial, started_at, verdict, record) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (id) do nothing returning id`,
    [record.run, record.platform, record.standard.id, record.profile, record.partial, record.at, record.verdict, JSON.stringify(record)],
  );
  if (made.length > 0) return 'saved';
  const [same] = await sql.query<{ readonly same: boolean }>('select platform = $2 and started_at = $3 as same from assay_run where id = $1', [record.run, record.platform, record.at]);
  return same?.same === true ? 'known' : 'taken';
}

/** Newest first. Each is compared with the last run before it, of the same line, that proved something: an inconclusive one says nothing about what is gone. */
async function list(sql: Sql, { platform, before, limit }: Wanted): Promise<readonly ListedRun[]> {
  const rows = await sql.query<Row>(
    `select a.record, b.id as earlier, b.record->'failing' as earlier_failing from assay_run a
     left join lateral (
       select id, record from assay_run where platform = a.platform and standard = a.standard and profile = a.profile
         and not partial and verdict <> 'inconclusive' and (started_at, id) < (a.started_at, a.id)
       order by started_at desc, id desc limit 1) b on not a.partial and a.verdict <> 'inconclusive'
     where ($1::text is null or a.platform = $1)
       and ($2::text is null or (a.started_at, a.id) < (select started_at, id from assay_run where id = $2))
     order by a.started_at desc, a.id desc limit $3`,
    [platform ?? null, before ?? null, limit],
  );
  return rows.map(({ record, earlier, earlier_failing: failing }) => ({ record, ...(earlier !== null && failing !== null && { moved: moved(record, earlier, failing) }) }));
}

function moved(record: RunRecord, since: string, before: readonly string[]): NonNullable<ListedRun['moved']> {
  const [was, is] = [new Set(before), new Set(record.failing)];
  return { since, opened: [...is].filter((each) => !was.has(each)).length, closed: [...was].filter((each) => !is.has(each)).length };
}

async function strips(sql: Sql, limit: number): Promise<readonly PlatformStrip[]> {
  const rows = await sql.query<StripRun & { readonly platform: string; readonly count: number | string }>(
    `select p.platform, p.count, r.id as run, r.verdict, r.record->>'at' as at, r.standard, r.partial from (
       select platform, count(*) as count, max(started_at) as last from assay_run group by platform order by last desc, platform limit $1) p
     cross join lateral (
       select id, verdict, standard, partial, record, started_at from assay_run where platform = p.platform order by started_at desc, id desc limit $2) r
     order by p.last desc, p.platform, r.started_at, r.id`,
    [mostPlatforms, limit],
  );
  const byPlatform = Map.groupBy(rows, (row) => row.platform);
  return [...byPlatform].map(([platform, all]) => ({ platform, count: Number(all[0]?.count ?? 0), runs: all.map(({ run, verdict, at, standard, partial }) => ({ run, verdict, at, standard, partial })) }));
}

async function latest(sql: Sql): Promise<readonly MeasuredRun[]> {
  const rows = await sql.query<{ readonly record: RunRecord; readonly success: RunRecord | null }>(
    `select l.record, s.record as success from (
       select distinct on (platform, standard, profile) platform, standard, profile, started_at, record from assay_run
       where not partial order by platform, standard, profile, started_at desc, id desc) l
     left join lateral (
       select record from assay_run where platform = l.platform and standard = l.standard and profile = l.profile
         and not partial and verdict = 'pass' order by started_at desc, id desc limit 1) s on true
     order by l.started_at desc limit $1`,
    [mostLines],
  );
  return rows.map(({ record, success }) => ({ record, lastSuccess: success === null ? undefined : Date.parse(success.at) + success.ms }));
}
