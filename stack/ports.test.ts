import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { choosePorts, firstChoice, isFree } from './ports.ts';

const wanted = [{ service: 'api', target: 3000 }, { service: 'web', target: 3000 }];

it('chooses the same ports for the same platform again', async () => {
  const ports = await choosePorts('/a/platform', wanted);
  expect(await choosePorts('/a/platform', wanted)).toEqual(ports);
  expect(new Set(ports).size).toBe(2);
});

it('moves on from a port that is taken', async () => {
  const [first = 0] = await choosePorts('/another/platform', wanted);
  const server = createServer().listen(first, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  expect(await isFree(first)).toBe(false);
  expect((await choosePorts('/another/platform', wanted))[0]).not.toBe(first);
  await new Promise((resolve) => server.close(resolve));
});

it('stays below the ports of outgoing connections', () => {
  for (let target = 1; target < 500; target++) expect(firstChoice('/p', { service: 's', target })).toBeLessThan(32_768);
});
