import { describe, expect, it } from 'vitest';
import type { Unit } from '../../core/define.ts';
import { problemsIn } from '../cases.ts';
import { asArrow, asRefusal, inOtherForms, reformatted, renamed, split } from './reformat.ts';

type Case = string | Readonly<Record<string, string>>;

/** One file of Python, or of a page. */
export const py = (code: string): Case => ({ 'app/main.py': code });
export const page = (code: string): Case => ({ 'src/pages/Page.tsx': code });

/**
 * A rule with code that it must point at exactly once, and code that it must leave alone. What it says must be the same when
 * the code is formatted otherwise, when its names no longer give anything away, when its last function is an arrow, when its literals stand in another file, and when
 * Python says it in another form;
 * `byName` lists what it can only know by the author's own word.
 */
export function proveRule(rule: Unit, cases: { readonly fires: Readonly<Record<string, Case>>; readonly quiet: Readonly<Record<string, Case>>; readonly byName?: readonly string[] }): void {
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
    for (const [name, code] of Object.entries(cases.fires)) {
      const other = changed(code);
      const known = cases.byName?.includes(name) === true;
      if (other !== undefined && known) it(`knows ${name} by its name only`, () => expect(problemsIn(rule, other).length).toBeLessThan(problemsIn(rule, code).length));
      else if (other !== undefined) it(`says the same of ${name}, by other names`, () => {
        expect(problemsIn(rule, other).map((each) => each.confidence)).toEqual(problemsIn(rule, code).map((each) => each.confidence));
      });
    }
    for (const [name, code] of Object.entries(cases.fires)) {
      const arrow = typeof code === 'string' ? asArrow(code) : undefined;
      if (arrow !== undefined) it(`says the same of ${name}, as an arrow function`, () => {
        expect(problemsIn(rule, arrow).map((each) => each.confidence)).toEqual(problemsIn(rule, code).map((each) => each.confidence));
      });
    }
    for (const [name, code] of Object.entries(cases.fires)) {
      const refused = typeof code === 'string' ? asRefusal(code) : undefined;
      if (refused !== undefined) it(`says the same of ${name}, as a refused promise`, () => {
        expect(problemsIn(rule, refused).map((each) => each.confidence)).toEqual(problemsIn(rule, code).map((each) => each.confidence));
      });
    }
    for (const [name, code] of Object.entries(cases.fires)) {
      const files = typeof code === 'string' ? split('src/main.ts', code) : undefined;
      if (files) it(`says the same of ${name}, in two files`, () => {
        expect(problemsIn(rule, files).map((each) => each.confidence)).toEqual(problemsIn(rule, code).map((each) => each.confidence));
      });
    }
    for (const [name, code] of Object.entries(cases.fires)) {
      const other = typeof code === 'string' ? undefined : inForms(code);
      if (other) it(`says the same of ${name}, in Python's other forms`, () => {
        expect(problemsIn(rule, other).map((each) => `${each.key} ${each.confidence}`)).toEqual(problemsIn(rule, code).map((each) => `${each.key} ${each.confidence}`));
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

function inForms(code: Readonly<Record<string, string>>): Case | undefined {
  const all = Object.entries(code).map(([path, text]) => [path, (path.endsWith('.py') ? inOtherForms(text) : undefined) ?? text] as const);
  return all.every(([path, text]) => text === code[path]) ? undefined : Object.fromEntries(all);
}

function changed(code: Case): Case | undefined {
  if (typeof code === 'string') return renamed(code);
  const all = Object.entries(code).map(([path, text]) => [path, renamed(text) ?? text] as const);
  return all.every(([path, text]) => text === code[path]) ? undefined : Object.fromEntries(all);
}
