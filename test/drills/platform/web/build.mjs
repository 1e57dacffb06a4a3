// Builds nothing, for as long as stamp.txt says: a build that can be interrupted.
import { readFileSync } from 'node:fs';

setTimeout(() => undefined, Number(readFileSync('stamp.txt', 'utf8').split(' ')[0]));
