import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ledger } from './ledger.ts';

test('whoever takes until the last has each item once and in order, whatever is added and acknowledged between', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.nat(5_000), fc.constant('take' as const), fc.constant('again' as const)), { maxLength: 200 }), (steps) => {
    const ledger = new Ledger();
    const got: unknown[] = [];
    let added = 0;
    let after = 0;
    const take = (keep: boolean): void => {
      const { parts, upTo, last, lost } = ledger.take(after);
      expect([last, lost]).toEqual([added, 0]);
      const parsed = JSON.parse(`[${Buffer.concat(parts).toString()}]`) as { n: number }[];
      expect(upTo).toBe(after + parsed.length);
      if (!keep) return;
      got.push(...parsed.map(({ n }) => n));
      after = upTo;
    };
    for (const step of steps) {
      if (typeof step === 'number') ledger.add(JSON.stringify({ n: ++added, text: 'é'.repeat(step) }));
      else take(step === 'take');
    }
    while (after < added) take(true);
    expect(got).toEqual(Array.from({ length: added }, (_, index) => index + 1));
  }), { numRuns: 50 });
});

test('what nobody takes is dropped from the oldest on, and counted', () => {
  const ledger = new Ledger();
  const item = JSON.stringify('x'.repeat(300_000));
  for (let index = 0; index < 1_000; index++) ledger.add(item);
  const { upTo, last, lost, parts } = ledger.take(0);
  expect(last).toBe(1_000);
  expect(lost).toBeGreaterThan(300);
  expect(upTo - lost).toBe((JSON.parse(`[${Buffer.concat(parts).toString()}]`) as string[]).length);
});
