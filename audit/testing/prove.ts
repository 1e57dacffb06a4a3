import { describe, expect, it } from 'vitest';
import type { Unit } from '../../core/define.ts';
import { problemsIn } from '../cases.ts';
import { reformatted } from './reformat.ts';

type Case = string | Readonly<Record<string, string>>;

/** One file of Python, or of a page. */
export const py = (code: string): Case => ({ 'app/main.py': code });
export const page = (code: string): Case => ({ 'src/pages/Page.tsx': code });

/** A rule with code that it must point at exactly once, and code that it must leave alone. */
export function proveRule(rule: Unit, cases: { readonly fires: Readonly<Record<string, Case>>; readonly quiet: Readonly<Record<string, Case>> }): void {
  const id = rule.check?.info.id ?? '';
  describe(id, () => {
    for (const [name, code] of Object.entries(cases.fires)) {
      it(`fires on ${name}`, () => {
        const found = problemsIn(rule, code);
        expect(found.map((each) => `${each.location?.uri ?? ''}: ${each.what}`)).toHaveLength(1);
        expect(found[0]?.frame?.lines.length ?? 0).toBeGreaterThan(0);
      });
    }
    for (const [name, code] of Object.entries(cases.fires)) {
      it(`says the same of ${name}, written otherwise`, () => {
        expect(problemsIn(rule, otherwise(code)).map((each) => `${each.key} ${each.confidence}`)).toEqual(problemsIn(rule, code).map((each) => `${each.key} ${each.confidence}`));
      });
    }
    for (const [name, code] of Object.entries(cases.quiet)) {
      it(`stays quiet on ${name}`, () => expect(problemsIn(rule, code).filter((each) => each.confidence !== 'possible').map((each) => each.what)).toEqual([]));
    }
  });
}

function otherwise(code: Case): Case {
  if (typeof code === 'string') return reformatted('src/main.ts', code);
  return Object.fromEntries(Object.entries(code).map(([path, text]) => [path, reformatted(path, text)]));
}
