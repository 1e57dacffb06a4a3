import assert from 'node:assert/strict';
import { test } from 'node:test';
import { companyName, isSameCompany } from '../src/match/customer.ts';
import { draftLines } from '../src/match/lines.ts';
import { Matcher } from '../src/match/matcher.ts';
import { isSlip, termsOf } from '../src/match/normalise.ts';

const products = [
  { sku: 'FC-10', name: 'Filter cartridge 10 micron 10 inch', unit: 'piece' },
  { sku: 'FC-25', name: 'Filter cartridge 25 micron 10 inch', unit: 'piece' },
  { sku: 'HO-46', name: 'Hydraulic oil HLP 46', unit: 'litre' },
  { sku: 'BV-DN25', name: 'Ball valve DN25 brass', unit: 'piece' },
  { sku: 'JC-24', name: 'Jaw coupling 24 mm', unit: 'piece' },
];
const synonyms = [
  { text: 'Klauenkupplung 24 mm', sku: 'JC-24' },
  { text: 'Hydrauliköl HLP 46', sku: 'HO-46' },
];
const matcher = new Matcher(products, synonyms);
const skuOf = (text: string): string => {
  const match = matcher.find(text);
  return match.kind === 'found' ? match.product.sku : match.kind;
};

test('words and measures are told apart', () => {
  assert.deepEqual(termsOf('2,2 kW pump, DN 50'), { words: ['pump'], measures: ['2.2kw', 'dn50'] });
  assert.deepEqual(termsOf('O-Ring 40 x 3 mm'), { words: ['o', 'ring'], measures: ['40x3'] });
  assert.deepEqual(termsOf('Gehäuse 10 Zoll'), { words: ['gehaeuse'], measures: ['10inch'] });
});

test('one slip of the pen is forgiven, in long words only', () => {
  for (const [left, right] of [
    ['pump', 'pmup'],
    ['mechanical', 'mecanical'],
    ['cartridge', 'cartridges'],
    ['valve', 'vslve'],
  ] as const) {
    assert.ok(isSlip(left, right), `${left} ${right}`);
  }
  assert.ok(!isSlip('oil', 'oel'));
  assert.ok(!isSlip('valve', 'velva'));
  assert.ok(!isSlip('hydraulic', 'hydrants'));
});

test('a number beats everything, also in other letters', () => {
  assert.equal(skuOf('fc-25, please'), 'FC-25');
  assert.equal(skuOf('JC-24 with spider'), 'JC-24');
});

test('names are found by words and exact measures', () => {
  assert.equal(skuOf('spare filter cartridges 10 micron'), 'FC-10');
  assert.equal(skuOf('brass ball vlave DN 25'), 'BV-DN25');
  assert.equal(skuOf('Ball valve DN32 brass'), 'none');
  assert.equal(skuOf('Klauenkuplung 24 mm (Stückzahl folgt)'), 'JC-24');
  assert.equal(skuOf('tractor seat, black'), 'none');
});

test('what could be several products is not guessed', () => {
  assert.deepEqual(matcher.find('filter cartridge 10 inch'), { kind: 'ambiguous', skus: ['FC-10', 'FC-25'] });
});

test('without the graph its names are not known', () => {
  assert.equal(new Matcher(products, []).find('Klauenkupplung 24 mm').kind, 'none');
  assert.equal(skuOf('Klauenkupplung 24 mm'), 'JC-24');
});

test('a line says what is missing or unclear, and is not priced then', () => {
  const lines = draftLines(
    [
      { number: null, description: 'Hydrauliköl HLP 46', quantity: 20, unit: 'litre' },
      { number: 'FC-10', description: '', quantity: 2, unit: 'box' },
      { number: 'BV-DN25', description: 'valve', quantity: null, unit: null },
      { number: 'XX-1', description: 'Jaw coupling 24 mm', quantity: 1, unit: null },
      { number: 'XX-2', description: '', quantity: 1, unit: 'piece' },
    ],
    matcher,
  );
  assert.deepEqual(
    lines.map(({ sku, priced, note }) => [sku, priced, note]),
    [
      ['HO-46', true, null],
      ['FC-10', false, 'asked for by the box, priced by the piece: to be clarified'],
      ['BV-DN25', false, 'quantity missing'],
      ['JC-24', true, null],
      [null, false, 'no product with the number XX-2'],
    ],
  );
});

test('one company is one, however it is written; another form is another company', () => {
  const same = (left: string, right: string): boolean => isSameCompany(companyName(left), companyName(right));
  assert.ok(same('HAFENWERK ROSTOCK GMBH', 'Hafenwerk Rostock GmbH'));
  assert.ok(same('Molkerei Gruenwald eG', 'Molkerei Grünwald eG'));
  assert.ok(same('Maschinenbau Keßler GmbH', 'Maschinenbau Kessler GmbH'));
  assert.ok(same('Fjordfisk Processing A/S', 'Fjordfisk Processing AS'));
  assert.ok(same('Harrow and Finch Engineering Limited', 'Harrow & Finch Engineering Ltd'));
  assert.ok(same('Brauerei Löwenstein GmbH & Co. KG', 'Brauerei Loewenstein'));
  assert.ok(!same('Nordwind GmbH', 'Nordwind AG'));
  assert.ok(!same('Greenholt Farms Ltd', 'Greenholt Mills Ltd'));
});
