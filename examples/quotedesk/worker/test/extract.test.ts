import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCustomer } from '../src/extract/customer.ts';
import { parseQuantity, splitQuantity, unitName } from '../src/extract/quantity.ts';
import { extractFromTable } from '../src/extract/table.ts';
import { extractFromText } from '../src/extract/text.ts';
import { readDocument } from '../src/read/read.ts';
import { Unreadable } from '../src/read/unreadable.ts';

test('quantities are read as they are meant, or not at all', () => {
  assert.equal(parseQuantity('12', false), 12);
  assert.equal(parseQuantity('12,5', true), 12.5);
  assert.equal(parseQuantity('1.200', true), 1200);
  assert.equal(parseQuantity('1.2', true), 1.2);
  assert.equal(parseQuantity('1,200', false), 1200);
  assert.equal(parseQuantity('1.200', false), 1.2);
  assert.equal(parseQuantity('', false), null);
  assert.equal(parseQuantity('a few', false), null);
  assert.equal(parseQuantity('0', false), null);
});

test('quantities stand before or after', () => {
  assert.deepEqual(splitQuantity('2 pcs pump DN50', false), {
    quantity: 2,
    unit: 'piece',
    rest: 'pump DN50',
  });
  assert.deepEqual(splitQuantity('PTFE packing 8 mm 3,5 m', true), {
    quantity: 3.5,
    unit: 'metre',
    rest: 'PTFE packing 8 mm',
  });
  assert.equal(splitQuantity('Tauchpumpe 20 m3/h', true), undefined);
  assert.equal(splitQuantity('56112 Lahnstein', true), undefined);
  assert.equal(unitName('Paar'), 'Paar');
});

test('a customer is named by a label, with its city behind it or below', () => {
  assert.deepEqual(findCustomer('x\nCustomer: Nord AS, Bergen\n'), { name: 'Nord AS', city: 'Bergen' });
  assert.deepEqual(findCustomer('Firma: Nord GmbH\nOrt: Kiel'), { name: 'Nord GmbH', city: 'Kiel' });
  assert.deepEqual(findCustomer('Kunde;Nord AG;;\nOrt;Kiel;;'), { name: 'Nord AG', city: 'Kiel' });
  assert.equal(findCustomer('From: somebody'), undefined);
});

test('prose: items with and without marks, nothing from letterheads and greetings', () => {
  const text = [
    'Customer: Nord AS, Bergen',
    'Tel. 0951 555-0144',
    'Phone: +44 1482 555 018',
    '56112 Lahnstein',
    'please quote the following for our station:',
    '1. Magnetventil 24 V, 6 Stück',
    '- Mechanical seal 45 mm, qty to be confirmed',
    '> 3 x tractor seat',
    'Item: Ball valve DN50 brass Qty:',
    'some float switch',
  ].join('\n');
  const { items } = extractFromText(text, (line) => line.includes('float switch'));
  assert.deepEqual(
    items.map((item) => [item.description, item.quantity]),
    [
      ['Magnetventil 24 V', 6],
      ['Mechanical seal 45 mm, qty to be confirmed', null],
      ['tractor seat', 3],
      ['Ball valve DN50 brass', null],
      ['some float switch', null],
    ],
  );
});

test('the rows of a table whose columns a PDF has lost', () => {
  const text =
    'Pos Artikelnummer Bezeichnung Menge Einheit\n1 CP-1 Pumpe DN65 160 2 Stück\n2 Dichtung 38 mm\nDanke';
  assert.deepEqual(extractFromText(text, () => false).items, [
    { number: 'CP-1', description: 'Pumpe DN65 160', quantity: 2, unit: 'piece' },
    { number: null, description: 'Dichtung 38 mm', quantity: null, unit: null },
  ]);
});

test('tables: delimiter, preamble and heading are found', () => {
  const { customer, items } = extractFromTable(
    'Kunde;Nord AG\nOrt;Kiel\n\nPos;Artikelnummer;Menge;Einheit\n1;HH-25;42,5;m\n',
  );
  assert.deepEqual(customer, { name: 'Nord AG', city: 'Kiel' });
  assert.deepEqual(items, [{ number: 'HH-25', description: '', quantity: 42.5, unit: 'metre' }]);
  assert.throws(() => extractFromTable('a,b,c\n1,2,3\n'), Unreadable);
});

test('what cannot be read says why', async () => {
  const reasonFor = async (filename: string, content: Buffer): Promise<string> =>
    readDocument({ filename, content }).then(
      () => 'readable',
      (error: unknown) => (error instanceof Unreadable ? error.message : `unexpected: ${String(error)}`),
    );
  assert.equal(await reasonFor('a.txt', Buffer.alloc(0)), 'the file is empty');
  assert.equal(await reasonFor('a.txt', Buffer.from(' \n')), 'the file is empty');
  assert.equal(
    await reasonFor('a.bin', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1])),
    'the file is neither text nor PDF',
  );
  assert.equal(
    await reasonFor('a.pdf', Buffer.from('%PDF-1.7\nnothing')),
    'the PDF is damaged or incomplete',
  );
  assert.match(
    await reasonFor('a.eml', Buffer.from('Content-Type: multipart/mixed\n\nx')),
    /^an e-mail with encoded/,
  );
  assert.equal(await reasonFor('latin.txt', Buffer.from('Stückzahl', 'latin1')), 'readable');
});
