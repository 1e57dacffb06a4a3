import { categories } from '../../core/types.ts';
import type { Seen } from './static.ts';

/** Caught and planted per row of the readiness table, then every lie that is not caught, with its reason. */
export function staticTable(seen: readonly Seen[]): string {
  const rows = categories.map((category) => {
    const of = seen.filter((each) => each.lie.category === category);
    const expected = of.filter((each) => 'rule' in each.lie.static);
    return { category, planted: of.length, expected: expected.length, caught: of.filter((each) => each.sight === 'caught').length };
  }).filter((row) => row.planted > 0);
  const total = rows.reduce((sum, row) => ({ ...sum, planted: sum.planted + row.planted, expected: sum.expected + row.expected, caught: sum.caught + row.caught }), { category: 'all', planted: 0, expected: 0, caught: 0 });
  return [
    'Lies that the audit catches                  caught  of those that the source shows  planted',
    ...[...rows, total].map(({ category, caught, expected, planted }) => `  ${category.padEnd(42)} ${String(caught).padStart(6)} ${String(expected).padStart(30)} ${String(planted).padStart(8)}`),
    ...seen.filter((each) => each.sight !== 'caught' && 'rule' in each.lie.static).map(missedLine),
  ].join('\n');
}

function missedLine({ lie, sight, found }: Seen): string {
  const rule = 'rule' in lie.static ? lie.static : undefined;
  const others = [...new Set(found.map((each) => `${each.check} (${each.confidence})`))].join(', ');
  return `  ${sight} ${lie.id}: ${rule?.rule ?? ''}${rule?.missed === undefined ? '' : `, ${rule.missed}`}${others === '' ? '' : `; said: ${others}`}`;
}
