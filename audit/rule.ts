import type { Check, Explanation, Unit } from '../core/define.ts';
import type { Category, Problem } from '../core/types.ts';
import { sourceTree, type SourceTree } from './facts.ts';
import { graphOf, type Graph } from './graph.ts';

/** A check over source facts. `judge` sees every file and the graph between them, and touches nothing. */
export interface Rule {
  readonly id: string;
  /** Its number in the rule catalogue, known to `assay explain`. */
  readonly alias: string;
  readonly title: string;
  readonly category: Category;
  readonly explain: Explanation;
  readonly judge: (tree: SourceTree, graph: Graph) => readonly Problem[];
}

/** Makes a rule a unit: what it examined is every production file that was read. */
export function defineRule(rule: Rule): Unit {
  const check: Check = {
    info: { id: rule.id, family: 'audit', category: rule.category, title: rule.title },
    aliases: [rule.alias],
    explain: rule.explain,
    needs: [sourceTree],
    judge(seen) {
      const trees = seen.all(sourceTree).map((evidence) => evidence.body);
      return {
        examined: trees.reduce((sum, tree) => sum + tree.files.length, 0),
        unit: 'files',
        problems: trees.flatMap((tree) => rule.judge(tree, graphOf(tree))),
      };
    },
  };
  return { check };
}
