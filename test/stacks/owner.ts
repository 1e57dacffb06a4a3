// Boots a stack and waits to be killed: the owner that dies without a word. Arguments: driver, a request as JSON, and an outage to inflict (`pause db`), a store to empty (`empty cache`), or `any`: one
// outage after the other, of each kind and store in an order of chance, without an end.
import { chooseDriver } from '../../stack/boot.ts';
import type { DriverName } from '../../stack/boot.ts';
import { setTimeout as delay } from 'node:timers/promises';
import type { Outage, ServiceOutage, TapOutage } from '../../core/tap.ts';
import { openTap } from '../../stack/taps/client.ts';
import { spoken } from '../../stack/taps/control.ts';
import type { BootRequest } from '../../stack/driver.ts';
import { storesOf } from '../../stack/ours.ts';

const [, , name, text, outage] = process.argv;
const given = JSON.parse(text ?? '') as BootRequest;
const request: BootRequest = { ...given, onService: (state) => process.stdout.write(`${state.name} ${state.state}\n`) };
const { driver, because } = await chooseDriver(request, name as DriverName);
const stack = await driver.boot(request, because, new AbortController().signal);
if (outage === 'any') {
  const db = storesOf(stack, request).stores.find((each) => each.name === 'db');
  await db?.query('CREATE TABLE notes (id int PRIMARY KEY, title text)', [], AbortSignal.timeout(30_000));
  process.stdout.write(`booted at ${stack.origin('api') ?? ''}\n`);
  for (;;) await anyOutage();
} else if (outage) {
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

async function anyOutage(): Promise<void> {
  const name = chosen(['db', 'cache']);
  const address = stack.taps.find((each) => each.store === name);
  const own: readonly Outage[] = [{ kind: 'refuse' }, { kind: 'reset' }, { kind: 'hang' }, { kind: 'slow', ms: 200 }, { kind: 'cut', afterBytes: 10 }, ...(address ? spoken[address.kind] : []).map((error) => ({ kind: 'error', error } as const))];
  const services = (stack.control?.kinds(name) ?? []).map((kind) => ({ kind }));
  const made = chosen([...own, ...services]);
  const signal = AbortSignal.timeout(60_000);
  process.stdout.write(`${name} ${made.kind}${made.kind === 'error' ? ` ${made.error}` : ''}\n`);
  const tap = address && openTap(address);
  const isService = services.some(({ kind }) => kind === made.kind);
  if (isService) await stack.control?.inflict(name, made as ServiceOutage, signal);
  else await tap?.inflict(made as TapOutage, signal);
  await delay(50 + Math.random() * 800);
  if (isService) await stack.control?.heal(name, signal);
  else await tap?.heal(signal);
  tap?.close();
}

function chosen<T>(all: readonly T[]): T {
  return all[Math.floor(Math.random() * all.length)] as T;
}
