// Boots a stack and waits to be killed: the owner that dies without a word. Arguments: driver, a request as JSON, and an outage to inflict (`pause db`) or a store to empty (`empty cache`).
import { chooseDriver } from '../../stack/boot.ts';
import type { DriverName } from '../../stack/boot.ts';
import type { ServiceOutage } from '../../core/tap.ts';
import type { BootRequest } from '../../stack/driver.ts';
import { storesOf } from '../../stack/ours.ts';

const [, , name, text, outage] = process.argv;
const given = JSON.parse(text ?? '') as BootRequest;
const request: BootRequest = { ...given, onService: (state) => process.stdout.write(`${state.name} ${state.state}\n`) };
const { driver, because } = await chooseDriver(request, name as DriverName);
const stack = await driver.boot(request, because, new AbortController().signal);
if (outage) {
  const [kind = '', service = ''] = outage.split(' ');
  const { signal } = new AbortController();
  if (kind === 'empty') {
    const store = storesOf(stack, request).stores.find((each) => each.name === service);
    await store?.query(store.kind === 'redis' ? 'SET greeting hello' : 'CREATE TABLE notes AS SELECT 7 AS id', [], signal);
    await store?.world?.snapshot(signal);
    await store?.world?.empty([], signal);
  } else await stack.control?.inflict(service, { kind: kind as ServiceOutage['kind'] }, signal);
}
process.stdout.write('booted\n');
setInterval(() => undefined, 60_000);
