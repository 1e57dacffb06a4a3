import { join } from 'node:path';
import { existsSync } from 'node:fs';
import type { Check } from '../core/define.ts';
import { fault, FaultError } from '../core/fault.ts';
import { allUnits } from './assemble.ts';
import { paint, say } from './say.ts';

/** `assay explain ID`: also by the alias of the rule catalogue, such as F01. */
export async function runExplain(id: string, root: string): Promise<number> {
  const own = join(root, 'assay');
  const checks = (await allUnits(existsSync(own) ? own : undefined)).flatMap((unit) => (unit.check ? [unit.check] : []));
  const found = checks.find((check) => check.info.id === id || check.aliases.some((alias) => alias.toLowerCase() === id.toLowerCase()));
  if (!found) throw new FaultError(fault('usage', `nothing is called ${id}${near(id, checks)}`));
  say(explained(found));
  return 0;
}

function explained({ info, aliases, explain }: Check): string {
  const { bold, dim, red, green } = paint(process.stdout);
  const examples = explain.examples.flatMap(({ wrong, right }) => ['', red('wrong'), ...indented(wrong), green('right'), ...indented(right)]);
  return [
    `${bold(info.id)}  ${info.title}`,
    dim([info.family, info.category, ...aliases].join(' · ')),
    '', explain.means, '', `${bold('Why')}  ${explain.why}`, '', `${bold('Fix')}  ${explain.fix}`, ...examples,
  ].join('\n');
}

function indented(text: string): readonly string[] {
  return text.split('\n').map((line) => `  ${line}`);
}

function near(id: string, checks: readonly Check[]): string {
  const words = new Set(id.toLowerCase().split('-'));
  const close = checks.map((check) => check.info.id).filter((other) => other.split('-').some((word) => words.has(word)));
  return close.length > 0 ? `; close are ${close.slice(0, 5).join(', ')}` : '';
}
