import { fileURLToPath } from 'node:url';
import { prepareMachine } from '../cli/doctor.ts';

/** Before the tests: the real parts that they use. As root they are installed, anybody else is told how. */
const root = fileURLToPath(new URL('..', import.meta.url));
await prepareMachine({ root, browser: true, graph: true, native: true }, (line) => process.stderr.write(`${line}\n`));
