import type { Node } from 'web-tree-sitter';
import { node, type Ir } from '../../ir.ts';
import { lowerValue, namedOf } from './expressions.ts';
import type { PythonContext } from './statements.ts';

/** `a = b = value`: a declaration where the name is new in its function, an assignment where it is not. */
export function lowerAssignment(of: Node, context: PythonContext): Ir[] {
  const left = of.childForFieldName('left');
  const right = of.childForFieldName('right');
  if (!left) return [];
  const operator = of.type === 'augmented_assignment' ? (of.childForFieldName('operator')?.text ?? '+=') : '=';
  const chainedRight = right?.type === 'assignment' ? lowerAssignment(right, context) : [];
  const last = right?.type === 'assignment' ? right.childForFieldName('right') : right;
  const value = last ? lowerValue(last, context, left.type === 'identifier' ? left.text : '') : node('pass', '', of.endIndex, of.endIndex);
  const start = of.startIndex;
  const end = of.endIndex;
  if (left.type === 'identifier') {
    const known = context.declared.has(left.text) || operator !== '=';
    context.declared.add(left.text);
    if (!known) return [...chainedRight, node('let', left.text, start, end, [value])];
    return [...chainedRight, node('assign', operator, start, end, [node('name', left.text, left.startIndex, left.endIndex), value])];
  }
  if (left.type === 'pattern_list' || left.type === 'tuple_pattern' || left.type === 'list_pattern') {
    const slots = namedOf(left).filter((each) => each.type === 'identifier').map((each) => node('slot', each.text, each.startIndex, each.endIndex));
    return [...chainedRight, node('let', '', start, end, [value, ...slots])];
  }
  return [...chainedRight, node('assign', operator, start, end, [lowerValue(left, context), value])];
}
