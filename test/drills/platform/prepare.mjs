// Takes as long as the first word of prepare.txt says, in milliseconds.
import { readFileSync, writeFileSync } from 'node:fs';

writeFileSync('preparing', '');
setTimeout(() => undefined, Number(readFileSync('prepare.txt', 'utf8')));
