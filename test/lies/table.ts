import { categories } from '../../core/types.ts';
import type { Lie } from './manifest.ts';
import type { Seen } from './static.ts';

/** What was planted in one row of the readiness table, how much of it can be seen at all, and what was caught. */
export interface Count {
  readonly category: string;
  readonly planted: number;
  readonly visible: number;
  readonly caught: number;
}

/** One row for each category that has lies, and one for all. */
export function countsOf(lies: readonly Lie[], isVisible: (lie: Lie) => boolean, isCaught: (lie: Lie) => boolean): readonly Count[] {
  const count = (category: string, of: readonly Lie[]): Count => ({ category, planted: of.length, visible: of.filter(isVisible).length, caught: of.filter(isCaught).length });
  return [...categories.map((category) => count(category, lies.filter((lie) => lie.category === category))).filter((each) => each.planted > 0), count('all', lies)];
}

export const showsInSource = (lie: Lie): boolean => 'rule' in lie.static;

export function caughtBy(seen: readonly Seen[]): (lie: Lie) => boolean {
  const caught = new Set(seen.filter((each) => each.sight === 'caught').map((each) => each.lie.id));
  return (lie) => caught.has(lie.id);
}

/** Caught and planted per row of the readiness table, then every lie that is not caught, with its reason. */
export function staticTable(lies: readonly Lie[], seen: readonly Seen[]): string {
  return [
    'Lies that the audit catches                  caught  of those that the source shows  planted',
    ...countsOf(lies, showsInSource, caughtBy(seen)).map(({ category, caught, visible, planted }) => `  ${category.padEnd(42)} ${String(caught).padStart(6)} ${String(visible).padStart(30)} ${String(planted).padStart(8)}`),
    ...seen.filter((each) => each.sight !== 'caught').map(missedLine),
  ].join('\n');
}

function missedLine({ lie, sight, found }: Seen): string {
  const { rule = '', missed = '' } = 'rule' in lie.static ? lie.static : {};
  const others = [...new Set(found.map((each) => `${each.check} (${each.confidence})`))].join(', ');
  return `  ${sight} ${lie.id}: ${rule}${missed === '' ? '' : `, ${missed}`}${others === '' ? '' : `; said: ${others}`}`;
}
