import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { grantMeter } from './machine.ts';

/** Programs that want the whole machine and end by themselves. */
function greedy(count: number, ms: number): readonly ReturnType<typeof spawn>[] {
  return Array.from({ length: count }, () => spawn(process.execPath, ['-e', `process.stdout.write('on'); const end = Date.now() + ${ms}; while (Date.now() < end);`], { stdio: ['ignore', 'pipe', 'ignore'] }));
}

it('tells a machine that others take from one that nobody takes', async () => {
  const alone = await grantMeter()();
  const others = greedy(3 * availableParallelism(), 3_000);
  await Promise.all(others.map((each) => new Promise((resolve) => each.stdout?.once('data', resolve))));
  const taken = await grantMeter()();
  for (const each of others) each.kill();
  expect(alone).toBeGreaterThan(0);
  expect(alone).toBeLessThanOrEqual(1);
  // A quarter where it was quiet before, and less where it was not.
  expect(taken).toBeLessThan(0.5);
});

it('measures once for all who ask at the same time', async () => {
  const granted = grantMeter(1);
  const [first, second] = await Promise.all([granted(), granted()]);
  expect(second).toBe(first);
});
