import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { causeText, fault, FaultError } from '../../core/fault.ts';
import type { History } from '../store.ts';
import { ExportFile, type Exported } from './export.ts';
import { historyOn } from './history.ts';
import { takeLock } from './lock.ts';
import { migrate } from './migrate.ts';
import type { Sql } from './sql.ts';

const savesPerCheckpoint = 50;

type Tell = (sentence: string) => void;

/**
 * The history in PGlite below `<root>/.assay/history`, with its lock and its export beside it. The export is the truth: a database that does not
 * open any more is put aside and made again from it. Throws a FaultError `history-unwritable`.
 */
export async function openPglite(root: string, tell: Tell): Promise<History> {
  const home = join(root, '.assay');
  makeFolder(home);
  const lock = takeLock(join(home, 'history.lock'));
  try {
    const { file, exported } = await ExportFile.open(join(home, 'history.ndjson'));
    exported.complaints.forEach(tell);
    const sql = await openOrRebuild(join(home, 'history'), tell);
    let saves = 0;
    const database = historyOn(sql, 'PGlite in .assay/history');
    await reconcile(database, sql, file, exported, tell);
    return {
      ...database,
      save: async (record) => {
        const kept = (await database.known([record.run])).size > 0;
        if (!kept) file.append(record);
        const saved = await database.save(record);
        // PGlite runs no checkpointer, so its log would grow until the service ends.
        if (saved === 'saved' && ++saves % savesPerCheckpoint === 0) await sql.query('checkpoint');
        return saved;
      },
      close: async () => {
        await sql.close();
        file.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error instanceof FaultError ? error : new FaultError(fault('history-unwritable', `the history in ${home} could not be opened`, { cause: error }));
  }
}

function makeFolder(home: string): void {
  try {
    mkdirSync(home, { recursive: true });
  } catch (error) {
    throw new FaultError(fault('history-unwritable', `the folder ${home} could not be made`, { cause: error, fix: 'Give write access to the folder, or keep the history in PostgreSQL with --database.' }));
  }
}

async function openOrRebuild(folder: string, tell: Tell): Promise<Sql> {
  try {
    return await open(folder);
  } catch (error) {
    if (!existsSync(folder) || ['EACCES', 'ENOSPC', 'EROFS', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    const aside = `${folder}.broken-${new Date().toISOString().replace(/[-:]/g, '').slice(0, 15)}`;
    renameSync(folder, aside);
    tell(`the history’s database does not open (${causeText(error)}); it lies in ${aside} now, and is made again from history.ndjson`);
    return open(folder);
  }
}

async function open(folder: string): Promise<Sql> {
  const database = await keepingExitCode(() => PGlite.create({ dataDir: folder }));
  const sql: Sql = {
    query: async <T>(text: string, values: readonly unknown[] = []) => (await database.query<T>(text, [...values])).rows,
    transaction: (work) => database.transaction((one) => work(async <T>(text: string, values: readonly unknown[] = []) => (await one.query<T>(text, [...values])).rows)),
    close: () => keepingExitCode(() => database.close()),
  };
  try {
    await migrate(sql, false);
    return sql;
  } catch (error) {
    await sql.close();
    throw error;
  }
}

/** PGlite has set the exit code of the process to 0 more than once; a failing gate in the same process would end as a pass. */
async function keepingExitCode<T>(work: () => Promise<T>): Promise<T> {
  const before = process.exitCode;
  try {
    return await work();
  } finally {
    process.exitCode = before;
  }
}

/** After a crash either side may know runs that the other does not. */
async function reconcile(database: History, sql: Sql, file: ExportFile, { runs }: Exported, tell: Tell): Promise<void> {
  const kept = new Set((await sql.query<{ readonly id: string }>('select id from assay_run order by started_at, id')).map(({ id }) => id));
  const lost = new Set([...runs].filter((run) => !kept.has(run)));
  if (lost.size > 0) {
    for await (const record of file.records()) if (lost.has(record.run)) await database.save(record);
    tell(`${lost.size} ${lost.size === 1 ? 'run was' : 'runs were'} missing in the history’s database and came back from history.ndjson`);
  }
  for (const id of kept) {
    const record = runs.has(id) ? undefined : await database.get(id);
    if (record) file.append(record);
  }
}
