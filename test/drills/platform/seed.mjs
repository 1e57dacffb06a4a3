// Takes as long as seed.txt says, in milliseconds.
import { readFileSync, writeFileSync } from 'node:fs';

writeFileSync('seeding', '');
setTimeout(() => undefined, Number(readFileSync('seed.txt', 'utf8')));
