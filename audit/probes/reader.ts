import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ruleSet } from '../version.ts';

const code = /(?<!\.test)(?<!\.d)\.(ts|js)$/;
/** What judges facts does not change them. */
const others = /^(rules|graph|testing)[\\/]/;
let known: string | undefined;

/** Names the reader that made facts by its own code: facts of another reader are never taken from a cache, also while somebody works on it. */
export function readerDigest(): string {
  known ??= digestOf(fileURLToPath(new URL('..', import.meta.url)));
  return known;
}

function digestOf(audit: string): string {
  const hash = createHash('sha256').update(ruleSet);
  const names = readdirSync(audit, { recursive: true, encoding: 'utf8' }).filter((name) => code.test(name) && !others.test(name)).sort();
  for (const name of names) hash.update(name).update(readFileSync(join(audit, name)));
  return hash.digest('hex');
}
