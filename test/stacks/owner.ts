// Boots a stack and waits to be killed: the owner that dies without a word. Arguments: driver, and a request as JSON.
import { chooseDriver } from '../../stack/boot.ts';
import type { DriverName } from '../../stack/boot.ts';
import type { BootRequest } from '../../stack/driver.ts';

const [, , name, text] = process.argv;
const given = JSON.parse(text ?? '') as BootRequest;
const request: BootRequest = { ...given, onService: (state) => process.stdout.write(`${state.name} ${state.state}\n`) };
const { driver, because } = await chooseDriver(request, name as DriverName);
await driver.boot(request, because, new AbortController().signal);
process.stdout.write('booted\n');
setInterval(() => undefined, 60_000);
