import { afterAll, expect, it } from 'vitest';
import { bench, plain } from '../test/stacks/request.ts';
import { chooseDriver } from './boot.ts';
import { engineVersion } from './drivers/compose/engine.ts';

const { request, folder, clear } = bench();
afterAll(clear);
const engine = !('error' in await engineVersion());
const attached = { services: { api: 'http://127.0.0.1:1' }, stores: {} };

it('takes containers where an engine answers, else processes, and says which and why', async () => {
  const { driver, because } = await chooseDriver(request(plain));
  expect(driver.name).toBe(engine ? 'compose' : 'native');
  expect(because).toMatch(engine ? /^The container engine .* answers and Compose .*\.$/ : /^No container engine answers, so the services .*\.$/);
});

it('takes the one that was asked for', async () => {
  const { driver, because } = await chooseDriver(request(plain, { attached }), 'native');
  expect([driver.name, because]).toEqual(['native', 'native was asked for, and the services of the compose file run as processes of this machine.']);
});

it('reads a running stack where there is nothing to boot', async () => {
  expect((await chooseDriver(request(folder, { attached }))).driver.name).toBe('attached');
});

it('says so when there is no way', async () => {
  await expect(chooseDriver(request(folder))).rejects.toMatchObject({ fault: { code: 'boot-failed', what: expect.stringContaining('no compose file') as string } });
  await expect(chooseDriver(request(folder), 'attached')).rejects.toMatchObject({ fault: { what: expect.stringContaining('names no running stack') as string } });
});
