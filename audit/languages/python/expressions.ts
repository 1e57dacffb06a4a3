import type { Node } from 'web-tree-sitter';
import { node, type Ir } from '../../ir.ts';
import { lowerLambda } from './functions.ts';
import type { PythonContext } from './statements.ts';

export function namedOf(of: Node): Node[] {
  return of.namedChildren.filter((each): each is Node => each !== null && each.type !== 'comment');
}

/** Lowers a value to the same tree that TypeScript is lowered to: `or` is a default, a subscript with a literal key a member. */
export function lowerValue(of: Node, context: PythonContext, hint = ''): Ir {
  const start = of.startIndex;
  const end = of.endIndex;
  const low = (each: Node): Ir => lowerValue(each, context);
  const all = (): Ir[] => namedOf(of).map(low);
  switch (of.type) {
    case 'identifier': return node('name', of.text, start, end);
    case 'string': return stringOf(of, context);
    case 'concatenated_string': return joined(of, all());
    case 'integer': case 'float': return node('num', of.text.replaceAll('_', ''), start, end);
    case 'true': case 'false': return node('const', of.type, start, end);
    case 'none': return node('const', 'null', start, end);
    case 'parenthesized_expression': { const [inner] = namedOf(of); return inner ? lowerValue(inner, context, hint) : node('other', '', start, end); }
    case 'list': case 'tuple': case 'set': case 'expression_list': return node('arr', '', start, end, all());
    case 'dictionary': return node('obj', '', start, end, namedOf(of).map((each) => pairOf(each, context)));
    case 'call': return callOf(of, context);
    case 'attribute': { const object = of.childForFieldName('object'); return node('get', of.childForFieldName('attribute')?.text ?? '', start, end, object ? [low(object)] : []); }
    case 'subscript': return subscriptOf(of, context);
    case 'await': return node('await', '', start, end, all());
    case 'boolean_operator': { const isOr = of.childForFieldName('operator')?.text === 'or'; return node(isOr ? 'or' : 'bin', isOr ? '||' : '&&', start, end, all()); }
    case 'not_operator': return node('un', '!', start, end, all());
    case 'comparison_operator': return node('bin', operatorOf(of), start, end, all());
    case 'binary_operator': { const operator = of.childForFieldName('operator')?.text ?? ''; return operator === '+' ? node('tpl', '+', start, end, all()) : node('bin', operator, start, end, all()); }
    case 'unary_operator': { const [inner] = all(); return inner?.k === 'num' && of.text.startsWith('-') ? node('num', `-${inner.v}`, start, end) : node('un', of.children[0]?.type ?? '', start, end, inner ? [inner] : []); }
    case 'conditional_expression': { const [then, test, otherwise] = all(); return node('cond', '', start, end, [test, then, otherwise].filter((each) => each !== undefined)); }
    case 'lambda': return lowerLambda(of, context);
    case 'named_expression': { const [, value] = namedOf(of); return node('let', namedOf(of)[0]?.text ?? '', start, end, value ? [low(value)] : []); }
    case 'keyword_argument': { const value = of.childForFieldName('value'); return node('pair', of.childForFieldName('name')?.text ?? '', start, end, value ? [low(value)] : []); }
    case 'list_splat': case 'dictionary_splat': return node('spread', '', start, end, all());
    case 'ellipsis': return node('pass', '...', start, end);
    case 'as_pattern': case 'type': case 'list_comprehension': case 'dictionary_comprehension': case 'set_comprehension': case 'generator_expression': return node('other', of.type, start, end, all());
    case 'for_in_clause': { const right = of.childForFieldName('right'); return node('other', 'for', start, end, right ? [low(right)] : []); }
    case 'if_clause': case 'yield': case 'pair': case 'slice': return node('other', of.type, start, end, all());
    default: return node('other', '', start, end);
  }
}

function pairOf(of: Node, context: PythonContext): Ir {
  if (of.type !== 'pair') return node('spread', '', of.startIndex, of.endIndex, namedOf(of).map((each) => lowerValue(each, context)));
  const key = of.childForFieldName('key');
  const value = of.childForFieldName('value');
  const name = key?.type === 'string' ? contentOf(key) : key?.type === 'integer' ? key.text : '';
  return node('pair', name, of.startIndex, of.endIndex, value ? [lowerValue(value, context)] : []);
}

function callOf(of: Node, context: PythonContext): Ir {
  const callee = of.childForFieldName('function');
  const list = of.childForFieldName('arguments');
  const given = list ? (list.type === 'argument_list' ? namedOf(list) : [list]) : [];
  // `dict(price=9.5)` is `{"price": 9.5}`.
  if (callee?.type === 'identifier' && callee.text === 'dict' && given.length > 0 && given.every((each) => each.type === 'keyword_argument')) return node('obj', '', of.startIndex, of.endIndex, given.map((each) => lowerValue(each, context)));
  return node('call', '', of.startIndex, of.endIndex, [callee ? lowerValue(callee, context) : node('other', '', of.startIndex, of.startIndex), ...given.map((each) => lowerValue(each, context))]);
}

function subscriptOf(of: Node, context: PythonContext): Ir {
  const value = of.childForFieldName('value');
  const key = of.childrenForFieldName('subscript')[0];
  const left = value ? lowerValue(value, context) : node('other', '', of.startIndex, of.startIndex);
  if (key?.type === 'string') return node('get', contentOf(key), of.startIndex, of.endIndex, [left]);
  return node('index', '', of.startIndex, of.endIndex, key ? [left, lowerValue(key, context)] : [left]);
}

function operatorOf(of: Node): string {
  const words = of.children.filter((each): each is Node => each !== null && !each.isNamed).map((each) => each.type);
  return words.join(' ');
}

function stringOf(of: Node, context: PythonContext): Ir {
  const holes = namedOf(of).filter((each) => each.type === 'interpolation');
  if (holes.length === 0) return node('str', contentOf(of), of.startIndex, of.endIndex);
  const parts = namedOf(of).flatMap((each): Ir[] => {
    if (each.type === 'string_content') return [node('str', each.text, each.startIndex, each.endIndex)];
    const inner = each.type === 'interpolation' ? (each.childForFieldName('expression') ?? namedOf(each)[0]) : undefined;
    return inner ? [lowerValue(inner, context)] : [];
  });
  return node('tpl', '', of.startIndex, of.endIndex, parts);
}

function contentOf(of: Node): string {
  return namedOf(of).filter((each) => each.type === 'string_content').map((each) => each.text).join('');
}

/** Adjacent literals are one text. */
function joined(of: Node, parts: readonly Ir[]): Ir {
  if (parts.every((each) => each.k === 'str')) return node('str', parts.map((each) => each.v).join(''), of.startIndex, of.endIndex);
  return node('tpl', '', of.startIndex, of.endIndex, parts);
}
