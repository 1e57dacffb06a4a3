import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, money, plural, price, quantity } from '../src/format/amount.ts';
import { splitByMatch } from '../src/format/match.ts';
import { pageNumber } from '../src/format/page.ts';
import { inProgress } from '../src/format/status.ts';
import { clockTime, dateTime, duration } from '../src/format/time.ts';

test('money has its currency and the separators of the reader', () => {
  assert.equal(money(1234.5, 'EUR', 'en-GB'), '€1,234.50');
  assert.equal(money(1234.5, 'EUR', 'de-DE').replaceAll('\u00a0', ' '), '1.234,50 €');
  assert.equal(money(0, 'EUR', 'en-GB'), '€0.00');
  assert.equal(price(861, 'en-GB'), '861.00');
});

test('a quantity keeps its digits and its unit', () => {
  assert.equal(quantity(2.5, 'm', 'en-GB'), '2.5 m');
  assert.equal(quantity(1200, 'pcs', 'en-GB'), '1,200 pcs');
  assert.equal(quantity(3, 'piece', 'en-GB'), '3 pcs');
  assert.equal(quantity(12.75, null, 'de-DE'), '12,75');
});

test('sizes are told in the unit that suits them', () => {
  assert.equal(bytes(0, 'en-GB'), '0 B');
  assert.equal(bytes(329, 'en-GB'), '329 B');
  assert.equal(bytes(2252, 'en-GB'), '2.2 KB');
  assert.equal(bytes(5 * 1024 * 1024, 'en-GB'), '5 MB');
});

test('one line, two lines', () => {
  assert.equal(plural(1, 'line', 'lines'), '1 line');
  assert.equal(plural(0, 'line', 'lines'), '0 lines');
});

test('times are told in the zone of the reader, and what is no time is shown as it came', () => {
  assert.equal(dateTime('2025-03-14T08:05:00Z', 'en-GB', 'Europe/Berlin'), '14 Mar 2025, 09:05');
  assert.equal(dateTime('soon'), 'soon');
  assert.equal(clockTime(new Date('2025-03-14T08:05:09Z'), 'en-GB', 'UTC'), '08:05:09');
});

test('a duration is told only when there is one', () => {
  assert.equal(duration('2025-03-14T08:00:00.000Z', '2025-03-14T08:00:00.840Z'), '0.8 s');
  assert.equal(duration('2025-03-14T08:00:00Z', '2025-03-14T08:00:42Z'), '42 s');
  assert.equal(duration('2025-03-14T08:00:00Z', '2025-03-14T08:02:05Z'), '2 min 5 s');
  assert.equal(duration('2025-03-14T08:00:01Z', '2025-03-14T08:00:00Z'), null);
  assert.equal(duration('never', '2025-03-14T08:00:00Z'), null);
});

test('a match is marked whatever its case, and signs in it mean themselves', () => {
  assert.deepEqual(splitByMatch('Gate VALVE DN80', 'valve'), [
    { text: 'Gate ', match: false },
    { text: 'VALVE', match: true },
    { text: ' DN80', match: false },
  ]);
  assert.deepEqual(splitByMatch('ratio 10:1 (worm)', '(worm)').at(-1), { text: '(worm)', match: true });
  assert.deepEqual(splitByMatch('as it is', '  '), [{ text: 'as it is', match: false }]);
});

test('a page number is a whole number from 1', () => {
  assert.deepEqual(['3', null, '0', '-1', '1.5', 'x', ''].map(pageNumber), [3, 1, 1, 1, 1, 1, 1]);
});

test('a document is in progress until the worker has finished with it', () => {
  const states = ['received', 'processing', 'quoted', 'unreadable', 'failed'] as const;
  assert.deepEqual(states.filter(inProgress), ['received', 'processing']);
});
