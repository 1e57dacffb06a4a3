import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** Seconds for each tap. `node bench/taps-fuzz.ts 600` takes ten minutes for each. */
const seconds = 3;
const bench = fileURLToPath(new URL('../../bench/taps-fuzz.ts', import.meta.url));

test('malformed input ends no tap, changes no byte and fills no memory', { timeout: 120_000 }, async () => {
  const seed = String(Date.now() % 2 ** 31);
  const said = await new Promise<string>((resolve) => {
    execFile(process.execPath, [bench, String(seconds), seed, 'postgres,redis,http'], (error, out, err) => resolve(error ? `failed: ${out}${err}` : out));
  });
  expect(said).not.toMatch(/^failed/);
  expect(said.match(/it held \d+ MiB at most/g)).toHaveLength(3);
});
