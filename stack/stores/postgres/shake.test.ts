import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Shaken, ShakePart, StoreWorld } from '../../../core/ports.ts';
import { awkwardSchema } from '../../../test/awkward.ts';
import { databaseForEach, everything, type Database } from '../../../test/databases.ts';
import { postgresWorld } from './world.ts';

const signal = () => AbortSignal.timeout(50_000);
const fields: readonly ShakePart[] = ['numbers', 'dates', 'text', 'choices'];
const all: readonly ShakePart[] = [...fields, 'rows'];

let database: Database;
let world: StoreWorld;
databaseForEach((own) => {
  database = own;
  world = postgresWorld(own.address);
});
const query = async (text: string) => (await database.client.query<Readonly<Record<string, unknown>>>(text)).rows;
const shake = (parts: readonly ShakePart[] = all, keep: readonly string[] = []): Promise<Shaken> => world.shake({ parts, nonce: 'qz7', keep }, signal());

describe('shake on an awkward schema', () => {
  beforeEach(() => database.client.query(awkwardSchema));

  it('changes every value or says why not, and is put back', async () => {
    const before = await everything(database.client);
    const kept = await world.snapshot(signal());
    const shaken = await shake(fields);
    const columns = await query(`SELECT table_schema || '.' || table_name AS table, column_name AS column FROM information_schema.columns c JOIN information_schema.tables USING (table_schema, table_name)
      WHERE table_type = 'BASE TABLE' AND table_schema IN ('public', 'Odd Schema') AND table_name NOT IN ('events_old', 'events_new')`);
    const silent = columns.map((each) => `${String(each['table'])}.${String(each['column'])}`).filter((name) => !(name in shaken.changed) && !(name in shaken.stayed) && !Object.keys(shaken.stayed).some((table) => name.startsWith(`${table}.`)));
    expect(silent).toEqual([]);
    // Numbers, dates and texts change in every row that has a value; choices only in some.
    expect(shaken.changed).toMatchObject({
      'Odd Schema.Order "Lines".quantity': 40, 'Odd Schema.Order "Lines".price': 40, 'Odd Schema.Order "Lines".note': 32, 'Odd Schema.Order "Lines".raw': 40, 'Odd Schema.Order "Lines".starts_at': 40, 'Odd Schema.Order "Lines".lasts': 40,
      'public.customers.name': 12, 'public.customers.contact': 12, 'public.customers.website': 12, 'public.customers.tags': 12, 'public.customers.settings': 12, 'public.customers.since': 12, 'public.events.body': 20, 'public.users.name': 4,
    });
    expect(shaken.changed['Odd Schema.Order "Lines".state']).toBeGreaterThan(8);
    expect(shaken.changed['Odd Schema.Order "Lines".state']).toBeLessThan(32);
    expect(await world.restore(signal())).toEqual({ checksum: kept.checksum });
    expect(await everything(database.client)).toEqual(before);
  });

  it('changes each row by another measure, and what is computed follows', async () => {
    await query('UPDATE "Odd Schema"."Order ""Lines""" SET quantity = 100, price = 50');
    await world.snapshot(signal());
    await shake(fields);
    const [row] = await query('SELECT count(DISTINCT quantity)::int AS q, count(DISTINCT price / quantity)::int AS ratio, count(DISTINCT ends_at - starts_at)::int AS lasts, min(quantity) AS least, max(starts_at)::text AS last FROM "Odd Schema"."Order ""Lines"""');
    expect(row).toMatchObject({ q: expect.toSatisfy((q: number) => q > 20) as number, ratio: expect.toSatisfy((n: number) => n > 30) as number, lasts: expect.toSatisfy((n: number) => n > 3) as number });
    expect(row?.['least']).toBeGreaterThan(0);
    const texts = await query(`SELECT body FROM events WHERE body LIKE 'qz7-%Body of event %'`);
    expect(new Set(texts.map((each) => each['body'])).size).toBe(20);
    expect(await query('SELECT count(*)::int AS n FROM by_customer v WHERE NOT EXISTS (SELECT FROM "Odd Schema"."Order ""Lines""" GROUP BY "customer Id" HAVING sum(total) = v.total)')).toEqual([{ n: 0 }]);
  });

  it('leaves keys, references, logins and secrets, whole tables of sessions and migrations, and what is kept by name', async () => {
    const unchanging = `SELECT (SELECT json_agg(u ORDER BY 1) FROM (SELECT id, email, role, password_hash FROM users ORDER BY id) u) AS users, (SELECT json_agg(s ORDER BY s.token) FROM sessions s) AS sessions, (SELECT json_agg(version) FROM schema_migrations) AS m,
      (SELECT json_agg(c ORDER BY c.id) FROM (SELECT id, parent FROM customers) c) AS customers, (SELECT json_agg(n ORDER BY n.a) FROM nokey n) AS nokey, (SELECT json_agg(body ORDER BY id) FROM events) AS bodies`;
    const before = await query(unchanging);
    await world.snapshot(signal());
    const shaken = await shake(fields, ['public.nokey', 'public.events.body']);
    expect(await query(unchanging)).toEqual(before);
    expect(shaken.stayed).toMatchObject({ 'public.nokey': 'kept by name', 'public.events.body': 'kept by name', 'public.users.email': 'a login name', 'public.users.password_hash': 'a secret', 'public.customers.parent': 'a reference', 'public.sessions': expect.stringContaining('sessions') as string });
  });

  it('keeps shapes that code reads: mail, address, JSON, length, enum', async () => {
    await world.snapshot(signal());
    await shake(['text', 'choices']);
    const rows = await query('SELECT contact, website, country, mood::text, name, tags, settings FROM customers');
    for (const row of rows) {
      expect(row['contact']).toMatch(/^qz7-\w+\.mail\d+@example\.test$/);
      expect(new URL(String(row['website'])).pathname).toMatch(/^\/c\/qz7-\w+-\d+$/);
      expect(['DE', 'FR', 'IT']).toContain(row['country']);
      expect(String(row['name']).length).toBeLessThanOrEqual(24);
      expect((row['tags'] as string[])[1]).toMatch(/^qz7-\w+ with "quotes", and commas$/);
      expect(['free', 'paid']).toContain((row['settings'] as { plan: string }).plan);
    }
  });

  it('quotes the server for a column that refuses, and changes its neighbours', async () => {
    await query(`ALTER TABLE nokey ADD CONSTRAINT odd CHECK (a % 2 = (CASE WHEN b LIKE '%9' THEN 1 ELSE a % 2 END)), ADD COLUMN code text CHECK (code ~ '^[A-Z]{3}-\\d{4} [a-z]$')`);
    await query(`UPDATE nokey SET code = 'ABC-' || 1000 + a || ' x'`);
    await world.snapshot(signal());
    const shaken = await shake(fields);
    expect(shaken.stayed['public.guarded.locked']).toBe('locked stays as it is');
    expect(shaken.changed['public.guarded.label']).toBe(5);
    expect(shaken.changed['public.nokey.code']).toBe(9);
    expect((await query('SELECT code FROM nokey')).every((row) => /^[A-Z]{3}-\d{4} [a-z]$/.test(String(row['code'])))).toBe(true);
  });

  it('has disjoint parts that make the whole', async () => {
    await world.snapshot(signal());
    const changed: Record<string, string> = {};
    for (const part of fields) {
      const names = Object.keys((await shake([part])).changed).filter((name) => !/\.(settings|raw|seen)$/.test(name));
      for (const name of names) expect([name, changed[name]]).toEqual([name, undefined]);
      for (const name of names) changed[name] = part;
      await world.restore(signal());
    }
    expect(Object.keys((await shake(fields)).changed).filter((name) => !/\.(settings|raw|seen)$/.test(name)).sort()).toEqual(Object.keys(changed).sort());
  });

  it('takes away a part of the free rows and adds copies under new keys', async () => {
    await world.snapshot(signal());
    const shaken = await shake(['rows']);
    expect(shaken.changed).toEqual({});
    expect(shaken.removed).toMatchObject({ 'Odd Schema.Order "Lines"': 10, 'public.events': 5 });
    expect(shaken.added).toMatchObject({ 'Odd Schema.Order "Lines"': 5, 'public.customers': 3 });
    expect(await query('SELECT count(*)::int AS n FROM "Odd Schema"."Order ""Lines"""')).toEqual([{ n: 35 }]);
    expect(Object.keys(shaken.removed)).not.toContain('public.users');
  });
});

it('leaves no table with as many rows as before, so that a count that stays was not counted', async () => {
  const sizes = [2, 3, 4, 8, 9, 15, 16, 46, 80];
  await query(sizes.map((size) => `CREATE TABLE t${size} (id serial PRIMARY KEY, v text); INSERT INTO t${size} (v) SELECT 'text ' || n FROM generate_series(1, ${size}) n`).join(';'));
  await world.snapshot(signal());
  await shake(['rows']);
  const counts = await Promise.all(sizes.map(async (size) => (await query(`SELECT count(*)::int AS n FROM t${size}`))[0]?.['n']));
  expect(counts.filter((count, place) => count === sizes[place])).toEqual([]);
});

describe('shake', () => {
  it('refuses without a snapshot', async () => {
    await expect(shake()).rejects.toMatchObject({ fault: { code: 'store-refused', what: expect.stringContaining('holds no snapshot') as string } });
  });

  it('leaves rows that the platform holds, and waits for nobody', async () => {
    await query('CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t SELECT n, \'some text\' FROM generate_series(1, 3) n');
    await world.snapshot(signal());
    await query('BEGIN; UPDATE t SET v = v WHERE id = 2');
    const shaken = await shake(['text']);
    await query('ROLLBACK');
    expect(shaken.changed).toEqual({ 'public.t.v': 2 });
  });

  it('changes a large table within bounds', async () => {
    await query(`CREATE TABLE large (id bigserial PRIMARY KEY, name text, amount numeric(10, 2), created_at timestamptz); INSERT INTO large (name, amount, created_at) SELECT 'Name of row ' || n, n % 977 + 0.5, now() - n * interval '1 minute' FROM generate_series(1, 100000) n`);
    const start = performance.now();
    const kept = await world.snapshot(signal());
    const snapped = performance.now();
    const shaken = await shake();
    const shook = performance.now();
    expect(await world.restore(signal())).toEqual({ checksum: kept.checksum });
    console.log(`100,000 rows: snapshot ${Math.round(snapped - start)} ms, shake ${Math.round(shook - snapped)} ms, restore ${Math.round(performance.now() - shook)} ms`);
    expect(shaken.stayed['public.large']).toMatch(/^20000 of 100000 rows were changed/);
    expect(shaken.changed['public.large.amount']).toBe(20_000);
  }, 60_000);

  it('is brought back after any sequence of changes', async () => {
    await database.client.query(awkwardSchema);
    const before = await everything(database.client);
    const kept = await world.snapshot(signal());
    const step = fc.oneof(
      fc.subarray([...all], { minLength: 1 }).map((parts) => ({ do: 'shake' as const, parts })), fc.constant({ do: 'empty' as const }),
      fc.constantFrom('public.customers', 'Odd Schema.Order "Lines"', 'public.events', 'public.right_side').map((holding) => ({ do: 'fill' as const, holding })),
    );
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      for (const each of steps) {
        if (each.do === 'shake') await shake(each.parts);
        else if (each.do === 'empty') await world.empty([], signal());
        else await world.fill(each.holding, 'nn', signal());
      }
      expect(await world.restore(signal())).toEqual({ checksum: kept.checksum });
    }), { numRuns: 8, seed: 7 });
    const after = await everything(database.client);
    expect(after).toEqual(before);
  });
});
