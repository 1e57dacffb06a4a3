import { expect, it } from 'vitest';
import { exchange } from '../../../core/lineage/fixtures/calls.ts';
import type { Exchange } from '../../../core/tap.ts';
import { platform, ports } from '../../../test/platform.ts';
import { fillWrite } from './fill.ts';
import { arrived } from './writes.ts';

const statement = (text: string, more: Partial<Exchange>): Exchange => ({ ...exchange(text, [], []), connection: 7, ...more });
const update = statement('UPDATE invoices SET method = $1', { effect: 'write', parameters: ['assay-1'], number: 2, open: true });
const sent = [{ pointer: '/method', value: 'assay-1' }];

it.each<[string, readonly Exchange[], readonly Exchange[], { readonly writeSeen: boolean; readonly committedBefore: boolean }]>([
  ['committed before the answer', [update, statement('COMMIT', { effect: 'transaction', number: 3, open: false })], [], { writeSeen: true, committedBefore: true }],
  ['committed after it', [update], [statement('COMMIT', { effect: 'transaction', number: 3, open: false })], { writeSeen: true, committedBefore: false }],
  ['taken back after the answer', [update], [statement('ROLLBACK', { effect: 'transaction', number: 3, open: false })], { writeSeen: false, committedBefore: false }],
  ['taken back by another connection alone', [update, statement('COMMIT', { effect: 'transaction', number: 3, open: false })], [statement('ROLLBACK', { effect: 'transaction', number: 4, open: false, connection: 8 })], { writeSeen: true, committedBefore: true }],
])('a write that was %s', (_name, exchanges, later, wanted) => {
  const found = arrived(sent, exchanges, later);
  expect(found).toMatchObject(wanted);
  expect(found.takenBack === true).toBe(!wanted.writeSeen);
  expect(found.sent[0]?.foundIn !== undefined).toBe(wanted.writeSeen);
});

it('gives each text of a made body a value of its own, and one value to all of a sample', async () => {
  const fill = async (made: boolean): Promise<number> => new Set((await fillWrite(ports(platform({})), { method: 'POST', path: '/a', body: { name: '${text}', note: '${text}', more: [{ city: '${text}' }] }, ...(made && { made: true as const }) }, AbortSignal.timeout(5_000))).sent.map(({ value }) => value)).size;
  expect(await fill(true)).toBe(3);
  expect(await fill(false)).toBe(1);
});
