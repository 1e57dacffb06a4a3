import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ShakePart, Store, StoreWorld } from '../../../core/ports.ts';
import { hasNeo4j, startNeo4j, type TestStore } from '../../../test/stores.ts';
import { openNeo4j } from './store.ts';
import { undoLeft } from './snapshot.ts';

const signal = () => AbortSignal.timeout(50_000);
const fields: readonly ShakePart[] = ['numbers', 'dates', 'text', 'choices'];
const all: readonly ShakePart[] = [...fields, 'rows'];

describe.skipIf(!(await hasNeo4j()))('the world of Neo4j', () => {
  let running: TestStore;
  let folder: string;
  let store: Store;
  let world: StoreWorld;
  beforeAll(async () => {
    running = await startNeo4j();
    folder = await mkdtemp(join(tmpdir(), 'assay-undo-'));
    store = openNeo4j(running.address, true, folder);
    if (!store.world) throw new Error('a world of its own');
    world = store.world;
    await query('CREATE CONSTRAINT product_sku IF NOT EXISTS FOR (p:Product) REQUIRE p.sku IS UNIQUE');
  });
  afterAll(async () => {
    await running.stop();
    await rm(folder, { recursive: true });
  });
  const query = (statement: string) => store.query(statement, [], signal());
  const ids = async () => (await query('MATCH (n) RETURN elementId(n) AS id ORDER BY id'));
  /** Everything there is, in an order of its own. */
  const picture = async () => {
    const rows = [...(await query(`MATCH (n) RETURN labels(n) AS l, [k IN keys(n) | k + ' ' + toStringOrNull(n[k])] AS p, n.list AS list, n.where.x AS x`)),
      ...(await query('MATCH (a)-[r]->(b) RETURN type(r) AS t, a.sku AS a, coalesce(b.sku, b.name) AS b, r.since AS since, r.note AS note'))];
    return rows.map((row) => JSON.stringify({ ...row, ...('p' in row && { p: [...(row['p'] as string[])].sort() }) })).sort();
  };

  beforeEach(async () => {
    await world.forget(signal());
    await query('MATCH (n) DETACH DELETE n');
    await query(`UNWIND range(1, 12) AS n CREATE (p:Product:Part {sku: 'P-' + n, name: 'Product number ' + n, price: n * 1.5, stock: n * 3, made: date('2025-03-01') + duration({days: n}), seen: datetime('2025-03-01T10:00:00.123456789[Europe/Berlin]'), noon: localtime('12:00'),
      local: localdatetime('2025-01-01T00:00:00'), life: duration('P1Y2M'), where: point({x: n, y: 2.5}), list: ['first of ' + n, 'second'], sold: n % 2 = 0, state: CASE n % 3 WHEN 0 THEN 'open' ELSE 'shut' END, big: 9007199254740993 + n, owner_id: 'x' + n})`);
    await query(`UNWIND range(1, 3) AS n CREATE (:Supplier {name: 'Supplier of parts ' + n})`);
    await query(`MATCH (p:Product), (s:Supplier) WHERE p.stock % 3 = 0 AND right(s.name, 1) = toString(1 + toInteger(p.stock / 3) % 3) CREATE (p)-[:SUPPLIED_BY {since: 2000 + p.stock, note: 'Agreed in writing'}]->(s)`);
    await query(`MATCH (a:Product {sku: 'P-1'}) CREATE (a)-[:FITS]->(a)`);
    await query(`UNWIND range(1, 5) AS n CREATE (:Lonely {text: 'Nobody knows ' + n})`);
    await query(`CREATE (:User {email: 'clerk@desk.test', password: 'scrypt$1', name: 'The clerk'}), (:\`Odd \`\`label\`\` \` {\`odd key\`: 'some odd text'})`);
  });

  it('changes properties by type, keeps keys and element ids, and is put back', async () => {
    const [before, idsBefore] = [await picture(), await ids()];
    const kept = await world.snapshot(signal());
    expect(kept.entries).toBe(12 + 3 + 12 + 1 + 5 + 2);
    const shaken = await world.shake({ parts: fields, nonce: 'qz7', keep: ['Lonely'] }, signal());
    expect(shaken.changed).toMatchObject({ 'Part:Product.name': 12, 'Part:Product.price': 12, 'Part:Product.stock': 12, 'Part:Product.made': 12, 'Part:Product.seen': 12, 'Part:Product.noon': 12, 'Part:Product.local': 12, 'Part:Product.list': 12, 'Part:Product.big': 12, 'Supplier.name': 3, 'SUPPLIED_BY.note': 12, 'SUPPLIED_BY.since': 12, 'Odd `label` .odd key': 1 });
    expect(shaken.stayed).toMatchObject({ 'Part:Product.sku': 'a key by the constraint product_sku', 'Part:Product.owner_id': 'a reference by its name', 'Part:Product.life': 'values of type Duration are left alone', 'User.email': 'a login name', 'User.password': 'a secret', Lonely: 'kept by name' });
    const [row] = await query(`MATCH (p:Product {sku: 'P-4'}) RETURN p.name AS name, p.made < date('2025-03-05') AS earlier, toString(p.seen) AS seen, p.list AS list`);
    expect(row).toMatchObject({ name: expect.stringMatching(/^qz7-\w+ Product number 4$/) as string, earlier: true, seen: expect.stringMatching(/\.123456789.*\[Europe\/Berlin\]$/) as string, list: [expect.stringMatching(/^qz7-\w+ first of 4$/), expect.any(String)] });
    expect(await world.restore(signal())).toEqual({ checksum: kept.checksum });
    expect(await picture()).toEqual(before);
    expect(await ids()).toEqual(idsBefore);
  });

  it('takes relationships and lonely nodes away, adds some, and is put back twice', async () => {
    const before = await picture();
    const kept = await world.snapshot(signal());
    for (const round of [1, 2]) {
      const shaken = await world.shake({ parts: ['rows'], nonce: 'qz7', keep: [] }, signal());
      expect([round, shaken]).toMatchObject([round, { changed: {}, removed: { SUPPLIED_BY: 3, Lonely: 1 }, added: { SUPPLIED_BY: 1 }, stayed: { elementId: expect.stringContaining('another element id') as string } }]);
      expect(await world.restore(signal())).toEqual({ checksum: kept.checksum });
      expect(await picture()).toEqual(before);
    }
  });

  it('leaves no type with as many relationships as before', async () => {
    await query(`UNWIND range(1, 4) AS n MATCH (a:Product {sku: 'P-' + n}), (b:Product {sku: 'P-' + (n + 1)}) CREATE (a)-[:NEXT_TO]->(b)`);
    await world.snapshot(signal());
    await world.shake({ parts: ['rows'], nonce: 'qz7', keep: [] }, signal());
    const [row] = await query('MATCH ()-[r:NEXT_TO]->() RETURN count(r) AS n');
    expect(row?.['n']).not.toBe(4);
    await world.restore(signal());
    expect(await query('MATCH ()-[r:NEXT_TO]->() RETURN count(r) AS n')).toEqual([{ n: 4 }]);
  });

  it('empties, fills one of each, and is put back', async () => {
    const before = await picture();
    await world.snapshot(signal());
    const { removed, kept } = await world.empty(['Supplier'], signal());
    expect(removed).toEqual(expect.arrayContaining([{ name: 'Product', count: 12 }, { name: 'SUPPLIED_BY', count: 12 }]));
    expect(kept).toEqual(['Supplier', 'User']);
    expect(await world.fill('Product', 'nnq', signal())).toMatchObject({ values: { sku: expect.stringMatching(/^nnq-P-\d+$/) as string, name: expect.stringMatching(/^nnq-0 Product number/) as string, price: expect.any(Number) as number } });
    expect(await world.fill('SUPPLIED_BY', 'nnq', signal())).toMatchObject({ values: { note: 'nnq-0 Agreed in writing' } });
    expect(await query('MATCH (p:Product)-[r:SUPPLIED_BY]->(s:Supplier) RETURN count(r) AS n')).toEqual([{ n: 1 }]);
    expect(await world.fill('Nothing', 'nnq', signal())).toEqual({ refused: expect.stringContaining('no label Nothing') as string });
    await world.restore(signal());
    expect(await picture()).toEqual(before);
  });

  it('survives the process, and refuses without a snapshot', async () => {
    const before = await picture();
    await world.snapshot(signal());
    await world.shake({ parts: all, nonce: 'qz7', keep: [] }, signal());
    expect(await undoLeft({ address: running.address, folder }, signal())).toBe(true);
    expect(await picture()).toEqual(before);
    expect(await readdir(folder)).toEqual([]);
    await expect(world.shake({ parts: all, nonce: 'q', keep: [] }, signal())).rejects.toMatchObject({ fault: { code: 'store-refused' } });
    await expect(world.restore(signal())).rejects.toMatchObject({ fault: { code: 'restore-failed' } });
  });

  it('names what belongs to its shape', async () => {
    expect(await world.words(signal())).toEqual(expect.arrayContaining(['Product', 'SUPPLIED_BY', 'odd key', 'product_sku']));
    expect(await world.holdings(signal())).toEqual(expect.arrayContaining([{ name: 'Part', count: 12 }, { name: 'FITS', count: 1 }]));
  });

  it('is brought back after any sequence of changes', async () => {
    const before = await picture();
    const kept = await world.snapshot(signal());
    const step = fc.oneof(fc.subarray([...all], { minLength: 1 }).map((parts) => ({ parts })), fc.constant('empty' as const), fc.constantFrom('Product', 'SUPPLIED_BY', 'Lonely').map((holding) => ({ holding })));
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 3 }), async (steps) => {
      for (const each of steps) {
        if (each === 'empty') await world.empty([], signal());
        else if ('parts' in each) await world.shake({ ...each, nonce: 'qz7', keep: [] }, signal());
        else await world.fill(each.holding, 'nn', signal());
      }
      expect(await world.restore(signal())).toEqual({ checksum: kept.checksum });
      expect(await picture()).toEqual(before);
    }), { numRuns: 5, seed: 7 });
  });
});
