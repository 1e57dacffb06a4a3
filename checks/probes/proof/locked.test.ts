import { describe, expect, it } from 'vitest';
import { exchange } from '../../../core/lineage/fixtures/calls.ts';
import { databaseForEach, type Database } from '../../../test/databases.ts';
import { postgresWorld } from '../../../stack/stores/postgres/world.ts';
import { behindTheDoor } from './locked.ts';

const target = (...statements: readonly string[]): Parameters<typeof behindTheDoor>[0][number] => ({ stores: ['db'], exchanges: [statements.map((each) => exchange(each, [], [], { store: 'db' }))] });
const session = 'SELECT * FROM web_sessions WHERE sid = $1';
const holdings = ['public.web_sessions', 'public.patients', 'public.patients_old', 'public.notes'].map((name) => ({ name, count: 3 }));

it('takes what stands behind the tables that everything asks', () => {
  expect(behindTheDoor([target(session, 'SELECT * FROM "patients" p'), target(session, 'SELECT n FROM public.notes n'), target(session)], 'db', holdings)).toEqual(['public.patients', 'public.notes']);
});

it.each<[string, Parameters<typeof behindTheDoor>[0]]>([
  ['where nothing is asked by all', [target('SELECT * FROM patients'), target('SELECT * FROM notes')]],
  ['where all ask the same', [target(session), target(session)]],
  ['of a single target', [target(session, 'SELECT * FROM patients')]],
])('takes nothing %s', (_name, known) => {
  expect(behindTheDoor(known, 'db', holdings)).toEqual([]);
});

describe('tables that are locked', () => {
  let database: Database;
  databaseForEach((own) => {
    database = own;
  });

  it('make others wait until they are released, and no other table does', async () => {
    await database.client.query('CREATE TABLE patients (id int); CREATE TABLE sessions (id int); INSERT INTO sessions VALUES (7)');
    const held = await postgresWorld(database.address).lock?.(['public.patients'], AbortSignal.timeout(30_000));
    await database.client.query('SET statement_timeout = 400');
    await expect(database.client.query('SELECT * FROM patients')).rejects.toThrow('statement timeout');
    expect((await database.client.query('SELECT id FROM sessions')).rows).toEqual([{ id: 7 }]);
    await held?.release();
    expect((await database.client.query('SELECT * FROM patients')).rows).toEqual([]);
  });
});
