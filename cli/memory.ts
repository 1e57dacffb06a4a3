import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepJson, recallJson } from '../audit/probes/own-key.ts';
import type { KeptJudgement, Memory } from '../core/judge.ts';
import { home, version } from './self.ts';

/** Folders whose code a judgement that lasts is made by, with what they import of each other. */
const judging = ['audit', 'core'];
const code = /(?<!\.test)(?<!\.d)\.(ts|js)$/;
const fileName = 'judged.json';

export interface KeptMemory extends Memory {
  /** Writes what this run judged or took from before; what neither asked for is forgotten. */
  readonly save: () => void;
}

/** Judgements that the last run of this platform left in a folder. Those that other code made, and those of other evidence, are not there to be found. */
export function memoryIn(folder: string): KeptMemory {
  const by = codeDigest();
  const before = new Map(recallJson<readonly (readonly [string, KeptJudgement])[]>(folder, fileName, by) ?? []);
  const now = new Map<string, KeptJudgement>();
  let changed = false;
  return {
    recall(name) {
      const kept = now.get(name) ?? before.get(name);
      if (kept) now.set(name, kept);
      return kept;
    },
    keep(name, judgement) {
      changed = true;
      now.set(name, judgement);
    },
    save() {
      if (changed) keepJson(folder, fileName, by, [...now]);
    },
  };
}

/** Names the judging code by its content, so that a change of it is seen also while somebody works on it. */
function codeDigest(): string {
  const hash = createHash('sha256').update(version).update(process.version);
  for (const folder of judging) {
    for (const name of readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' }).filter((each) => code.test(each)).sort()) hash.update(name).update(readFileSync(join(home, folder, name)));
  }
  return hash.digest('hex');
}
