import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { buildPdfs } from './build.ts';
import { differences, foldName, folder, readExpectations } from './expectations.ts';

const isDocument = (name: string): boolean => /^\d\d-.*\.(txt|eml|csv|pdf)$/.test(name);

test('there are 31 documents, and for each of them it is written what a person reads in it', async () => {
  const documents = (await readdir(folder)).filter(isDocument).toSorted();
  assert.equal(documents.length, 31);
  assert.deepEqual(Object.keys(await readExpectations()), documents);
});

test('every product that is expected is in the catalogue', async () => {
  const catalogue = await readFile(path.join(folder, '..', 'catalogue', 'products.csv'), 'utf8');
  const known = new Set(catalogue.split('\n').map((line) => line.split(',')[0]));
  for (const [file, { items, lines }] of Object.entries(await readExpectations())) {
    assert.equal(items.length, lines, file);
    for (const { sku } of items) assert.ok(sku === null || known.has(sku), `${file}: ${sku}`);
  }
});

test('the PDFs are what their sources give', async () => {
  for (const [file, content] of await buildPdfs()) {
    assert.deepEqual(await readFile(path.join(folder, file)), Buffer.from(content), file);
  }
});

test('two spellings of one company are equal, two companies are not', () => {
  assert.equal(foldName('HAFENWERK ROSTOCK GMBH'), foldName('Hafenwerk Rostock GmbH'));
  assert.equal(foldName('Harrow and Finch Engineering Limited'), foldName('Harrow & Finch Engineering Ltd'));
  assert.equal(foldName('Molkerei Gruenwald eG'), foldName('Molkerei Grünwald'));
  assert.equal(foldName('Brauerei Löwenstein GmbH & Co. KG'), foldName('Brauerei Loewenstein'));
  assert.equal(foldName('Fjordfisk Processing A/S'), foldName('Fjordfisk Processing AS'));
  assert.notEqual(foldName('Greenholt Farms Ltd'), foldName('Greenholt Mills Ltd'));
});

test('differences are named: status, reason, customer, number of lines, product and quantity', () => {
  const expected = {
    status: 'quoted',
    customer: 'A GmbH',
    lines: 1,
    items: [{ sku: 'X-1', quantity: 2, needsGraph: true }],
  } as const;
  const outcome = { status: 'quoted', customer: 'A', reason: null, lines: [{ sku: 'X-1', quantity: 2 }] };
  assert.deepEqual(differences(expected, outcome, true), []);
  assert.deepEqual(differences(expected, { ...outcome, status: 'failed' }, true), ['is failed, not quoted']);
  assert.equal(differences(expected, { ...outcome, customer: null, lines: [] }, true).length, 2);
  const open = { ...outcome, lines: [{ sku: null, quantity: 2 }] };
  assert.deepEqual(differences(expected, open, true), ['line 1 is no product, not X-1']);
  assert.deepEqual(differences(expected, open, false), []);
  const silent = { status: 'unreadable', customer: null, lines: 0, items: [] } as const;
  assert.equal(differences(silent, { ...outcome, status: 'unreadable' }, true).length, 1);
});
