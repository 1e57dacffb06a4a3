import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ruleSet } from '../version.ts';

const code = /(?<!\.test)(?<!\.d)\.(ts|js)$/;
const folders = ['.', 'extract', 'languages', 'probes'];
let known: string | undefined;

/** Names the reader that made facts by its own code: facts of another reader are never taken from a cache, also while somebody works on it. */
export function readerDigest(): string {
  known ??= digestOf(fileURLToPath(new URL('..', import.meta.url)));
  return known;
}

function digestOf(audit: string): string {
  const hash = createHash('sha256').update(ruleSet);
  for (const folder of folders) {
    for (const name of readdirSync(join(audit, folder)).filter((each) => code.test(each)).sort()) hash.update(name).update(readFileSync(join(audit, folder, name)));
  }
  return hash.digest('hex');
}
