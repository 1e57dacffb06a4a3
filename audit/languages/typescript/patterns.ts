import { ts } from 'ts-morph';
import { node, type Ir } from '../../ir.ts';
import { lowerExpression, type Context } from './expressions.ts';
import { startOf } from './statements.ts';

/** A declaration: its value first (a `pass` where there is none), then a slot for each name that a pattern takes out of it. */
export function lowerDeclaration(of: ts.VariableDeclaration, context: Context, exported: boolean): Ir {
  const value = of.initializer ? lowerExpression(of.initializer, context, ts.isIdentifier(of.name) ? of.name.text : '', exported) : node('pass', '', of.end, of.end);
  const start = startOf(of, context);
  if (ts.isIdentifier(of.name)) return node('let', of.name.text, start, of.end, [value]);
  return node('let', '', start, of.end, [value, ...slotsOf(of.name, context)]);
}

/** Slot: `v` is the local name, its only kid the default value, if any; `chain` answers the member that it is taken from. */
export function slotsOf(pattern: ts.BindingName, context: Context): Ir[] {
  if (ts.isIdentifier(pattern)) return [node('slot', pattern.text, startOf(pattern, context), pattern.end)];
  return pattern.elements.flatMap((element) => {
    if (ts.isOmittedExpression(element)) return [];
    if (!ts.isIdentifier(element.name)) return slotsOf(element.name, context);
    const fallback = element.initializer ? [lowerExpression(element.initializer, context)] : [];
    const slot = node('slot', element.name.text, startOf(element, context), element.end, fallback);
    slot.chained = element.propertyName && ts.isIdentifier(element.propertyName) ? element.propertyName.text : ts.isObjectBindingPattern(pattern) ? element.name.text : '';
    return [slot];
  });
}

export function namesOf(pattern: ts.BindingName): string[] {
  if (ts.isIdentifier(pattern)) return [pattern.text];
  return pattern.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesOf(element.name)));
}
