import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { awkwardSchema } from '../../../test/awkward.ts';
import { connect, databaseForEach, everything } from '../../../test/databases.ts';
import type { StoreAddress } from '../../driver.ts';
import { restore } from './restore.ts';
import { forget, snapshot, undoLeft } from './snapshot.ts';

const signal = () => AbortSignal.timeout(50_000);

/** Every test has a database of its own, with the platform's connection open throughout. */
let address: StoreAddress;
let platform: pg.Client;
databaseForEach((own) => {
  ({ address, client: platform } = own);
});

describe('snapshot and restore', () => {
  it('bring every kind of table back while connections stay open', async () => {
    await platform.query(awkwardSchema);
    const before = await everything(platform);
    const kept = await snapshot(address, signal());
    expect(kept.entries).toBe(4 + 12 + 40 + 20 + 9 + 2 + 1 + 5 + 2);
    await platform.query(`UPDATE customers SET name = 'x' || id, parent = NULL; DELETE FROM customers WHERE id > 6; TRUNCATE nokey, guarded RESTART IDENTITY; UPDATE events SET at = at + interval '1 year';
      INSERT INTO nokey VALUES (1, 'new'); DELETE FROM right_side WHERE false; UPDATE left_side SET other = NULL; DELETE FROM right_side; REFRESH MATERIALIZED VIEW by_customer`);
    expect(await restore(address, signal())).toEqual({ checksum: kept.checksum });
    expect(await everything(platform)).toEqual(before);
    await forget(address, signal());
    expect((await platform.query(`SELECT FROM pg_namespace WHERE nspname = 'assay_snapshot'`)).rowCount).toBe(0);
    // Sequences go on after the numbers that were given out.
    expect((await platform.query(`INSERT INTO guarded (label, locked) VALUES ('l', 'k') RETURNING id`)).rows).toEqual([{ id: 6 }]);
  });

  it('leave sessions, migrations and queues alone', async () => {
    await platform.query(awkwardSchema);
    await snapshot(address, signal());
    await platform.query(`INSERT INTO sessions VALUES ('signed in later'); INSERT INTO schema_migrations VALUES ('0002')`);
    await restore(address, signal());
    expect((await platform.query('SELECT FROM sessions')).rowCount).toBe(5);
    expect((await platform.query('SELECT FROM schema_migrations')).rowCount).toBe(2);
  });

  it('work on an empty database', async () => {
    const kept = await snapshot(address, signal());
    expect(kept.entries).toBe(0);
    expect(await restore(address, signal())).toEqual({ checksum: kept.checksum });
  });

  it('survive the process: another one finds the snapshot, puts it back and forgets it', async () => {
    await platform.query(awkwardSchema);
    const before = await everything(platform);
    await snapshot(address, signal());
    await platform.query('UPDATE customers SET rating = 1');
    expect(await undoLeft(address, signal())).toBe(true);
    expect(await everything(platform)).toEqual(before);
    expect(await undoLeft(address, signal())).toBe(false);
  });

  it('take a new snapshot of the truth, not of what an interrupted run left', async () => {
    await platform.query('CREATE TABLE t (v int); INSERT INTO t VALUES (1)');
    const first = await snapshot(address, signal());
    await platform.query('UPDATE t SET v = 2');
    expect(await snapshot(address, signal())).toEqual(first);
  });

  it('work for an owner who is no superuser', async () => {
    await platform.query(`CREATE ROLE owner LOGIN PASSWORD 'pw'; ALTER DATABASE ${address.database} OWNER TO owner; GRANT ALL ON SCHEMA public TO owner`);
    const theirs = { ...address, user: 'owner', password: 'pw' };
    const owner = await connect(theirs);
    await owner.query(awkwardSchema);
    const before = await everything(platform);
    const kept = await snapshot(theirs, signal());
    await owner.query(`DELETE FROM customers WHERE id > 6; UPDATE guarded SET label = 'x'; UPDATE left_side SET other = NULL; DELETE FROM right_side`);
    expect(await restore(theirs, signal())).toEqual({ checksum: kept.checksum });
    expect(await everything(platform)).toEqual(before);
    await expect(owner.query(`INSERT INTO right_side VALUES (9, 99)`)).rejects.toThrow('foreign key');
    await expect(owner.query(`UPDATE guarded SET locked = 'x'`)).rejects.toThrow('locked stays');
    await owner.end();
  });

  it('say who holds a lock, in the server’s words', async () => {
    await platform.query('CREATE TABLE held (v int); INSERT INTO held VALUES (1)');
    await snapshot(address, signal());
    await platform.query('BEGIN; UPDATE held SET v = 2');
    await expect(restore(address, signal())).rejects.toMatchObject({ fault: { code: 'restore-failed', what: expect.stringMatching(/lock timeout; connection \d+ has a transaction open for \d+ s, last statement: BEGIN; UPDATE held/) as string } });
    await platform.query('ROLLBACK');
    await restore(address, signal());
  }, 40_000);

  it('tell a restore without a snapshot', async () => {
    await expect(restore(address, signal())).rejects.toMatchObject({ fault: { code: 'restore-failed', what: 'postgres holds no snapshot' } });
  });
});
