import type { Check, Explanation, Seen, Unit } from '../core/define.ts';
import type { Category, Judgement, Kind, Problem, Waiver } from '../core/types.ts';
import { sourceTree, type SourceTree } from './facts.ts';
import { productionOf } from './finding.ts';
import { graphOf, type Graph } from './graph.ts';
import { ownByPath } from './own.ts';

/** A check over source facts. `judge` sees every file and the graph between them, and touches nothing. */
export interface Rule {
  readonly id: string;
  /** Its number in the rule catalogue, known to `assay explain`. */
  readonly alias: string;
  readonly title: string;
  readonly category: Category;
  readonly explain: Explanation;
  readonly judge: (tree: SourceTree, graph: Graph) => readonly Problem[];
  /** Waivers that stand beside the code. */
  readonly waives?: (tree: SourceTree) => readonly Waiver[];
}

/** Makes a rule a unit: what it examined is every production file that was read; tests and what the configuration names as not production are read, too, but prove nothing. */
export function defineRule(rule: Rule): Unit {
  const { waives } = rule;
  const check: Check = {
    info: { id: rule.id, family: 'audit', category: rule.category, title: rule.title },
    aliases: [rule.alias],
    explain: rule.explain,
    needs: [sourceTree],
    lasting: true,
    judge(seen) {
      const trees = seen.all(sourceTree).map((evidence) => evidence.body);
      return {
        examined: trees.reduce((sum, tree) => sum + productionOf(tree.files, graphOf(tree)).length, 0),
        unit: 'files',
        problems: trees.flatMap((tree) => rule.judge(tree, graphOf(tree))),
        unproven: trees.flatMap(unread),
      };
    },
    ...(waives && { waives: (seen: Seen) => seen.all(sourceTree).flatMap(({ body }) => waives(body)) }),
  };
  return { check };
}

/** A rule over what a helper found, ranked by our own graph. */
interface HelpedRule<T> extends Omit<Rule, 'judge' | 'waives'> {
  readonly helper: Kind<T>;
  readonly judge: (found: T, tree: SourceTree, graph: Graph) => Judgement;
}

/** Makes such a rule a unit: it examined what the helper looked at. */
export function defineHelpedRule<T>({ helper, ...rule }: HelpedRule<T>): Unit {
  const check: Check = {
    info: { id: rule.id, family: 'audit', category: rule.category, title: rule.title },
    aliases: [rule.alias],
    explain: rule.explain,
    needs: [sourceTree, helper],
    lasting: true,
    judge(seen) {
      const [tree] = seen.all(sourceTree);
      const [found] = seen.all(helper);
      if (!tree || !found) throw new Error(`${rule.id} was asked without what it needs`);
      return rule.judge(found.body, tree.body, graphOf(tree.body));
    },
  };
  return { check };
}

const matters = /^(does not parse|nested|could not be read|unreadable|took longer|more than \d+ files|not UTF-8)/;

/** Production source that nobody could read: silence about it is never green. What is minified, binary or installed is listed with the evidence. */
function unread(tree: SourceTree): readonly string[] {
  const lost = tree.skipped.filter(({ path, reason }) => matters.test(reason) && !ownByPath(path) && !tree.notProduction.some((each) => path.startsWith(`${each.path.replace(/\/$/, '')}/`)));
  const [first] = lost;
  return first ? [`${first.path}: ${first.reason}${lost.length > 1 ? `, and ${lost.length - 1} more files that could not be read` : ''}`] : [];
}
