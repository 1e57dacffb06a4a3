import { describe, expect, it } from 'vitest';
import type { StoreWorld } from '../../../core/ports.ts';
import { awkwardSchema } from '../../../test/awkward.ts';
import { databaseForEach, everything, type Database } from '../../../test/databases.ts';
import { postgresWorld } from './world.ts';

const signal = () => AbortSignal.timeout(50_000);

let database: Database;
let world: StoreWorld;
databaseForEach((own) => {
  database = own;
  world = postgresWorld(own.address);
});
const query = async (text: string) => (await database.client.query<Readonly<Record<string, unknown>>>(text)).rows;
const fill = (holding: string) => world.fill(holding, 'nnq', signal());

describe('empty', () => {
  it('removes data, keeps sign-in, migrations and what is named, and is put back', async () => {
    await query(awkwardSchema);
    const before = await everything(database.client);
    await world.snapshot(signal());
    const { removed, kept } = await world.empty(['public.nokey'], signal());
    expect(kept).toEqual(['public.nokey', 'public.schema_migrations', 'public.sessions', 'public.users']);
    expect(removed).toEqual(expect.arrayContaining([{ name: 'public.customers', count: 12 }, { name: 'Odd Schema.Order "Lines"', count: 40 }, { name: 'public.events', count: 20 }]));
    const after = await everything(database.client);
    expect(Object.entries(after).filter(([, rows]) => rows.length > 0).map(([name]) => name).sort()).toEqual(['nokey', 'schema_migrations', 'sessions', 'users']);
    await world.restore(signal());
    expect(await everything(database.client)).toEqual(before);
  });

  it('keeps the rows that kept ones refer to, and no others; empties those who sign in when asked', async () => {
    await query(awkwardSchema);
    await world.snapshot(signal());
    const first = await world.empty(['Odd Schema.Order "Lines"'], signal());
    expect(await query('SELECT id FROM customers ORDER BY 1')).toEqual([1, 2, 3, 4, 5, 6].map((id) => ({ id })));
    expect(first.removed).toContainEqual({ name: 'public.customers', count: 6 });
    await world.restore(signal());
    await query('DELETE FROM sessions');
    await world.empty(['!public.users'], signal());
    expect(await query('SELECT count(*)::int AS n FROM users')).toEqual([{ n: 0 }]);
  });
});

describe('empty beside a reader that holds on', () => {
  it('deletes instead of waiting for ever', async () => {
    await query(awkwardSchema);
    await world.snapshot(signal());
    await query('BEGIN; SELECT FROM nokey');
    await world.empty([], signal());
    await query('ROLLBACK');
    expect(await query('SELECT count(*)::int AS n FROM nokey')).toEqual([{ n: 0 }]);
  });
});

describe('fill', () => {
  it('adds a row like those that were there, under a new key, with its parents and the nonce', async () => {
    await query(awkwardSchema);
    await world.snapshot(signal());
    await world.empty([], signal());
    expect(await fill('Odd Schema.Order "Lines"')).toMatchObject({ values: { note: expect.stringMatching(/^nnq-7 Note \d+$/) as string, quantity: expect.any(Number) as number } });
    expect(await query('SELECT count(*)::int AS lines, (SELECT count(*)::int FROM customers) AS customers FROM "Odd Schema"."Order ""Lines"""')).toEqual([{ lines: 1, customers: expect.toSatisfy((n: number) => n >= 1) as number }]);
    for (const holding of ['public.customers', 'public.events', 'public.nokey', 'public.guarded', 'public.right_side', 'public.select', 'public.users', 'public.left_side']) expect([holding, await fill(holding)]).toEqual([holding, { values: expect.anything() as object }]);
    expect((await query(`SELECT contact, name FROM customers WHERE name LIKE '%nnq%'`))[0]).toMatchObject({ contact: expect.stringMatching(/^nnq-7\.mail\d+@example\.test$/) as string });
    expect(await query('SELECT sum(total) = (SELECT sum(total) FROM "Odd Schema"."Order ""Lines""") AS same FROM by_customer')).toEqual([{ same: true }]);
  });

  it('makes a row from the columns alone where none ever was', async () => {
    await query(`CREATE TYPE level AS ENUM ('low', 'high');
      CREATE TABLE owners (id serial PRIMARY KEY, email text NOT NULL CHECK (email LIKE '%@%'), pin char(4) NOT NULL CHECK (pin ~ '^\\d+$'));
      CREATE TABLE things (id uuid PRIMARY KEY, owner_id int NOT NULL REFERENCES owners, title varchar(40) NOT NULL, share numeric(3, 2) NOT NULL CHECK (share <= 1), level level NOT NULL, state text NOT NULL CHECK (state IN ('new', 'old')),
        starts timestamptz NOT NULL, ends timestamptz NOT NULL, size int4range, place point, tags text[] NOT NULL, data jsonb NOT NULL, code text UNIQUE, CHECK (ends > starts));
      CREATE TABLE twins (thing uuid PRIMARY KEY REFERENCES things);
      CREATE TABLE ones (id serial PRIMARY KEY, owner_id int REFERENCES owners, thing uuid REFERENCES things, state text NOT NULL CHECK (state IN ('draft', 'done')), done_at timestamptz, CHECK (num_nonnulls(owner_id, thing) = 1), CHECK ((state = 'done') = (done_at IS NOT NULL)));
      CREATE TABLE odd (v path NOT NULL); CREATE TABLE never (v int CHECK (v <> v) NOT NULL); CREATE TABLE jobs (id int, queue text, payload text, attempts int)`);
    await world.snapshot(signal());
    expect(await fill('public.twins')).toMatchObject({ values: { thing: expect.any(String) as string } });
    expect((await query('SELECT * FROM things'))[0]).toMatchObject({ title: 'nnq title', level: 'low', state: 'new', tags: ['nnq'], data: { note: 'nnq' } });
    expect(await fill('public.things')).toMatchObject({ values: { title: 'nnq title' } });
    expect(await fill('public.ones')).toMatchObject({ values: { state: 'draft', done_at: null } });
    expect(await fill('public.odd')).toEqual({ refused: 'public.odd.v needs a value of type path, and none is known' });
    expect(await fill('public.never')).toEqual({ refused: 'new row for relation "never" violates check constraint "never_v_check"' });
    expect(await fill('public.jobs')).toEqual({ refused: 'a queue of jobs: a job that is put back would run twice' });
    expect(await fill('public.nobody')).toEqual({ refused: 'there is no table public.nobody' });
  });
});

describe('the shape', () => {
  it('tells tables with their rows, and every word of it', async () => {
    await query(awkwardSchema);
    await world.snapshot(signal());
    expect(await world.holdings(signal())).toEqual(expect.arrayContaining([{ name: 'public.events', count: 20 }, { name: 'Odd Schema.Order "Lines"', count: 40 }, { name: 'public.nothing', count: 0 }]));
    const words = await world.words(signal());
    expect(words).toEqual(expect.arrayContaining(['Odd Schema', 'Order "Lines"', 'customer Id', 'mood', 'furious', 'customers_pkey', 'clerk', 'void', 'by_customer', 'guard']));
    expect(words.filter((word) => /^assay|^rows_\d/.test(word))).toEqual([]);
  });
});
