import type { Node } from 'web-tree-sitter';
import { chain, node, type FnShape, type Ir } from '../../ir.ts';
import { lowerValue, namedOf } from './expressions.ts';
import { lowerBlock, lowerBody, type PythonContext } from './statements.ts';

export function lowerFunction(of: Node, decorators: readonly Ir[], context: PythonContext): Ir {
  const name = of.childForFieldName('name')?.text ?? '';
  const { params, slots } = parametersOf(of.childForFieldName('parameters'), context);
  const inner: PythonContext = { imports: context.imports, declared: new Set(params), depth: context.depth + 1 };
  const body = lowerBlock(of.childForFieldName('body'), inner);
  const isAbstract = decorators.some((each) => /(^|\.)(abstractmethod|overload|abstractproperty)$/.test(chain(each.k === 'call' ? each.kids[0] : each)));
  const shape: FnShape = {
    params, decorators, generator: false, bodiless: isAbstract,
    async: of.children[0]?.type === 'async', exported: context.owner === undefined && !name.startsWith('_'),
    ...(context.owner !== undefined && { owner: context.owner }),
    result: (of.childForFieldName('return_type')?.text ?? '').slice(0, 120),
  };
  return node('fn', name, of.startIndex, of.endIndex, [...slots, body], shape);
}

export function lowerLambda(of: Node, context: PythonContext): Ir {
  const { params, slots } = parametersOf(of.childForFieldName('parameters'), context);
  const value = of.childForFieldName('body');
  const lowered = value ? lowerValue(value, { ...context, declared: new Set(params) }) : node('pass', '', of.endIndex, of.endIndex);
  const body = node('block', '', lowered.at, lowered.end, [node('return', 'arrow', lowered.at, lowered.end, [lowered])]);
  return node('fn', '', of.startIndex, of.endIndex, [...slots, body], { params, decorators: [], generator: false, bodiless: false, async: false, exported: false, result: '' });
}

/** `self` and `cls` are no parameters: they are what `this` is elsewhere. */
function parametersOf(of: Node | null, context: PythonContext): { readonly params: string[]; readonly slots: Ir[] } {
  const params: string[] = [];
  const slots: Ir[] = [];
  for (const each of of ? namedOf(of) : []) {
    const name = each.type === 'identifier' ? each.text : (each.childForFieldName('name')?.text ?? namedOf(each)[0]?.text ?? '');
    if (name === '' || name === 'self' || name === 'cls' || each.type === 'comment') continue;
    params.push(name.replace(/^\*+/, ''));
    const value = each.childForFieldName('value');
    if (value) slots.push(node('slot', name, each.startIndex, each.endIndex, [lowerValue(value, context)]));
  }
  return { params, slots };
}

export function lowerClass(of: Node, decorators: readonly Ir[], context: PythonContext): Ir {
  const name = of.childForFieldName('name')?.text ?? '';
  const bases = of.childForFieldName('superclasses');
  const extended = (bases ? namedOf(bases) : []).filter((each) => each.type !== 'keyword_argument').map((each) => node('get', 'extends', each.startIndex, each.endIndex, [lowerValue(each, context)]));
  const inner: PythonContext = { imports: context.imports, declared: new Set(), depth: context.depth + 1, owner: name };
  return node('class', name, of.startIndex, of.endIndex, [...decorators, ...extended, ...lowerBody(of.childForFieldName('body'), inner)]);
}
