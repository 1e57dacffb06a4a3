import { expect, it } from 'vitest';
import { hostEnvironment, run, tellingLine } from './exec.ts';
import { groupMembers } from './group.ts';

const limit = { timeoutMs: 20_000 };

it('gives exit code and both streams', async () => {
  expect(await run(process.execPath, ['-e', 'console.log(1); console.error(2); process.exit(3)'], limit)).toEqual({ code: 3, stdout: '1\n', stderr: '2\n' });
  expect(await run('cat', [], { ...limit, input: 'in' })).toMatchObject({ code: 0, stdout: 'in' });
});

it('says that a program is not there, instead of throwing', async () => {
  expect(await run('no-such-program', [], limit)).toMatchObject({ code: 127, stderr: expect.stringContaining('ENOENT') as string });
});

it.each([['deadline', 124], ['signal', 130]] as const)('ends the whole group by its %s', async (how, code) => {
  const ending = new AbortController();
  let leader = 0;
  const script = 'require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"]); console.log("up"); setInterval(() => 0, 1000)';
  const running = run(process.execPath, ['-e', script], { timeoutMs: how === 'deadline' ? 800 : 20_000, signal: ending.signal, onStart: (pid) => void (leader = pid) });
  if (how === 'signal') {
    await expect.poll(() => groupMembers(leader).length, { timeout: 10_000 }).toBe(2);
    ending.abort();
  }
  expect((await running).code).toBe(code);
  await expect.poll(() => groupMembers(leader)).toEqual([]);
});

it('passes nothing on that programs do not need', () => {
  process.env.ASSAY_TEST_SECRET = 'x';
  expect(hostEnvironment({ MORE: 'y' })).toMatchObject({ PATH: process.env.PATH, MORE: 'y' });
  expect(hostEnvironment()).not.toHaveProperty('ASSAY_TEST_SECRET');
  delete process.env.ASSAY_TEST_SECRET;
});

it('finds the line that says why', () => {
  expect(tellingLine('npm error code EUSAGE\nnpm error\nnpm error A complete log is in x')).toBe('npm error code EUSAGE');
  expect(tellingLine('node:fs:2482\n  throw\nError: EACCES: permission denied\n')).toBe('Error: EACCES: permission denied');
  expect(tellingLine('one\ntwo\n')).toBe('two');
  expect(tellingLine('')).toBe('it wrote nothing');
});
