import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import dataUnit from '../checks/probes/proof-data.ts';
import outagesUnit from '../checks/probes/proof-outages.ts';
import { prove } from '../core/proof/verdict.ts';
import type { Ports, Probe } from '../core/ports.ts';
import type { ProofData, ProofOutages } from '../core/proof/evidence.ts';
import type { Json } from '../core/types.ts';
import { openStore } from '../stack/stores/open.ts';
import { newDatabase, type Database } from './databases.ts';
import { collected, json, platform, ports, serve } from './platform.ts';
import type { TestServer } from './server.ts';
import { startPostgres, type TestStore } from './stores.ts';
import { startTap, type TestTap } from './tap.ts';

/** A platform whose tables are empty: notes can be written once a field is there that no document names, labels cannot, and once a closure was written nothing can. */
let running: TestStore;
let database: Database;
let tap: TestTap;
let pool: pg.Pool;
let server: TestServer;

const body = { content: { 'application/json': { schema: { type: 'object', required: ['title'], properties: { title: { type: 'string' } } } } } };
const id = { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }] };
const document: Json = { openapi: '3.1.0', paths: { '/closures': { post: { requestBody: body } }, '/notes': { get: {}, post: { requestBody: body } }, '/notes/clear': { post: { requestBody: body } }, '/notes/{id}/archive': { post: { ...id, requestBody: body } }, '/notes/{id}': { get: id, delete: id }, '/labels': { get: {} }, '/labels/{id}': { get: id } } };

async function answer(method: string, url: string, sent: string): Promise<readonly [number, unknown]> {
  const [, resource = '', key, action] = url.split('/');
  if (url === '/openapi.json') return [200, document];
  if (method === 'POST' && (await pool.query('SELECT FROM closures')).rowCount !== 0) return [503, { error: 'closed' }];
  if (resource === 'closures') return method === 'POST' ? [201, (await pool.query('INSERT INTO closures (title) VALUES ($1) RETURNING *', [(JSON.parse(sent) as { title: string }).title])).rows[0]] : [404, {}];
  if (resource !== 'notes' && resource !== 'labels') return [404, {}];
  if (method === 'DELETE') return (await pool.query('DELETE FROM notes WHERE id = $1', [Number(key)])).rowCount === 0 ? [404, {}] : [204, {}];
  if (method === 'POST' && key === 'clear') return [200, { cleared: (await pool.query('DELETE FROM notes')).rowCount }];
  if (action === 'archive') {
    const { rows: [gone] } = await pool.query('DELETE FROM notes WHERE id = $1 RETURNING *', [Number(key)]);
    return gone === undefined ? [404, {}] : [201, { ...gone, title: (JSON.parse(sent) as { title: string }).title }];
  }
  if (method === 'POST' && !('kind' in (JSON.parse(sent) as object))) return [422, { errors: { kind: ['This field is required.'] } }];
  if (method === 'POST') return [201, (await pool.query('INSERT INTO notes (title, kind) VALUES ($1, $2) RETURNING *', [(JSON.parse(sent) as { title: string }).title, (JSON.parse(sent) as { kind: string }).kind])).rows[0]];
  const { rows } = key === undefined ? await pool.query(`SELECT * FROM ${resource} ORDER BY id`) : await pool.query(`SELECT * FROM ${resource} WHERE id = $1`, [Number(key)]);
  return key === undefined ? [200, rows] : rows.length === 0 ? [404, {}] : [200, rows[0]];
}

beforeAll(async () => {
  running = await startPostgres();
  database = await newDatabase(running.address);
  await database.client.query('CREATE TABLE notes (id serial PRIMARY KEY, title text NOT NULL, kind text NOT NULL); CREATE TABLE closures (id serial PRIMARY KEY, title text NOT NULL); CREATE TABLE labels (id serial PRIMARY KEY, colour text)');
  tap = await startTap('postgres', running.address);
  const { user, password, database: name } = database.address;
  pool = new pg.Pool({ host: tap.host, port: tap.port, user, password, database: name, connectionTimeoutMillis: 2_000, query_timeout: 2_000 });
  pool.on('error', () => undefined);
  server = await serve(async ({ method = '', url = '' }, response, sent) => {
    const [status, told] = await answer(method, url, sent).catch((): readonly [number, unknown] => [503, { error: 'the store is out' }]);
    json(response, status, told);
  });
}, 120_000);
afterAll(async () => {
  await server.close();
  await pool.end();
  await tap.stop();
  await database.close();
  await running.stop();
});

it('asks what had nothing to show once more with records of its own, and takes them away again', async () => {
  const surface = { samples: [], given: [], constants: [], degraded: [], storeless: [], caches: [], keep: [], budgetMs: 5_000, outages: ['refuse'] } as const;
  const given = ports(platform({ openapi: '/openapi.json' }, { proof: surface }), { origins: { api: server.origin } });
  const tapped: Ports = { ...given, stack: { ...given.stack, taps: [tap.tap], stores: [openStore({ ...database.address, name: 'postgres', kind: 'postgres' }, true)] } };
  const { body: data } = await collected(dataUnit.probe as Probe<ProofData>, tapped);
  const { body: outages } = await collected(outagesUnit.probe as Probe<ProofOutages>, tapped);
  const proofs = new Map(prove(data, outages, surface).proofs.map((proof) => [proof.target.name, proof]));
  expect(proofs.get('GET /notes')).toMatchObject({ verdict: 'proven', target: { filled: true } });
  expect(proofs.get('GET /notes/{id}')).toMatchObject({ verdict: 'proven', target: { filled: true } });
  expect(data.relations.map(({ target, relation, held }) => [target, relation, held])).toContainEqual(['GET /notes/{id}', 'unknown-id', true]);
  // One of our own writes had shut all others out: with the stores as they were, this one is taken.
  expect(proofs.get('POST /notes')).toMatchObject({ verdict: 'proven' });
  // What is taken away is made anew for the next that takes it away.
  expect(proofs.get('DELETE /notes/{id}')).toMatchObject({ verdict: 'proven' });
  // Nothing makes a label: there is nothing to show, and that is said.
  expect(proofs.get('GET /labels')).toMatchObject({ verdict: 'unproven', reason: expect.stringContaining('empty') as string });
  expect(proofs.get('GET /labels/{id}')).toMatchObject({ verdict: 'unproven', reason: expect.stringContaining('no sample for {id}') as string });
  expect(proofs.has('GET /openapi.json')).toBe(false);
  expect(data.stores).toMatchObject([{ name: 'postgres', restored: true }]);
  expect((await database.client.query('SELECT FROM notes')).rowCount).toBe(0);
}, 120_000);

it('tells that the document could not be read, whose endpoints nobody asks then', async () => {
  const given = ports(platform({ openapi: '/nowhere.json' }), { origins: { api: server.origin } });
  const { body: data } = await collected(dataUnit.probe as Probe<ProofData>, given);
  expect(prove(data, undefined, undefined).proofs).toMatchObject([{ target: { name: 'GET /nowhere.json' }, verdict: 'unproven', reason: expect.stringContaining('/nowhere.json answered 404') as string }]);
});
