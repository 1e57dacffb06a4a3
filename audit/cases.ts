import type { Unit } from '../core/define.ts';
import type { Problem } from '../core/types.ts';
import { sourceTree, type ConfigFact, type SourceTree } from './facts.ts';
import { configFact } from './probes/beside/config.ts';
import { extract, prepare } from './extract/text.ts';
import { ruleSet } from './version.ts';

await prepare(['any.py', 'any.ts']);

/** Makes a tree of inline files, for tests of rules. A file that does not parse is a mistake in the test and throws. */
export function treeFrom(files: Readonly<Record<string, string>>): SourceTree {
  const config: ConfigFact[] = [];
  const facts = Object.entries(files).flatMap(([path, text]) => {
    const other = configFact(path, text);
    if (other) {
      config.push(other);
      return [];
    }
    const made = extract(path, text);
    if ('skipped' in made) throw new Error(`${path}: ${made.skipped.reason}`);
    return [made.facts];
  });
  const tree: SourceTree = { schema: 1, ruleSet, files: facts, config, skipped: [], notProduction: [], layers: [] };
  // What rules judge has always been through JSON: facts that would not survive it must not pass here.
  return sourceTree.parse(JSON.parse(JSON.stringify(tree)));
}

/** What a rule finds in one file (given as text, named `src/main.ts`) or several. */
export function problemsIn(unit: Unit, files: string | Readonly<Record<string, string>>): readonly Problem[] {
  const body = treeFrom(typeof files === 'string' ? { 'src/main.ts': files } : files);
  const evidence = { kind: sourceTree.name, digest: `sha256:${'0'.repeat(64)}`, at: '', subject: '', bytes: 0, body } as const;
  const judgement = unit.check?.judge({ all: () => [evidence] as never }, { now: 0, platform: undefined as never, stack: undefined });
  if (!judgement || !('problems' in judgement)) throw new Error('the rule did not judge');
  return judgement.problems;
}
