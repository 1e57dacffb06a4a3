import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ShakePart } from '../../../core/ports.ts';
import { awkwardSchema } from '../../../test/awkward.ts';
import { startPostgres, type TestStore } from '../../../test/stores.ts';
import type { StoreAddress } from '../../driver.ts';
import { restore } from './restore.ts';
import { shake } from './shake.ts';
import { snapshot } from './snapshot.ts';

const signal = () => AbortSignal.timeout(50_000);
const all: readonly ShakePart[] = ['numbers', 'dates', 'text', 'choices', 'rows'];


let running: TestStore;
beforeAll(async () => {
  running = await startPostgres();
});
afterAll(() => running.stop());

let address: StoreAddress;
let client: pg.Client;
let number = 0;
beforeEach(async () => {
  const admin = new pg.Client(urlOf(running.address));
  await admin.connect();
  address = { ...running.address, database: `platform_${++number}` };
  await admin.query(`CREATE DATABASE ${address.database}`);
  await admin.end();
  client = new pg.Client(urlOf(address));
  client.on('error', () => undefined);
  await client.connect();
  return () => client.end();
});

describe('shake', () => {
  it('changes everything that may change in an awkward schema, lists what stayed, and is put back', async () => {
    await client.query(awkwardSchema);
    const kept = await snapshot(address, signal());
    const shaken = await shake(address, { parts: all, nonce: 'qz7', keep: ['public.select'] }, signal());
    console.log(JSON.stringify(shaken, null, 1));
    expect(await restore(address, signal())).toEqual({ checksum: kept.checksum });
  });
});

function urlOf(at: StoreAddress): string {
  return `postgres://${at.user}:${at.password}@${at.host}:${at.port}/${at.database}`;
}
