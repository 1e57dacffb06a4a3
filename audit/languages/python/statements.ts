import type { Node } from 'web-tree-sitter';
import { chain, node, type Ir, type IrImport } from '../../ir.ts';
import { lowerAssignment } from './assignments.ts';
import { lowerValue, namedOf } from './expressions.ts';
import { lowerClass, lowerFunction } from './functions.ts';
import { importsOf } from './imports.ts';

export interface PythonContext {
  readonly imports: IrImport[];
  /** Names that the function around has assigned: the first assignment declares. */
  readonly declared: Set<string>;
  readonly depth: number;
  readonly owner?: string;
  readonly typeOnly?: boolean;
}

/** Deepest nesting that is followed. */
const depthLimit = 200;

export function lowerBody(of: Node | null, context: PythonContext): Ir[] {
  if (!of || context.depth > depthLimit) return [];
  const inner = { ...context, depth: context.depth + 1 };
  return namedOf(of).flatMap((each) => lowerStatement(each, inner));
}

export function lowerBlock(of: Node | null, context: PythonContext): Ir {
  return of ? node('block', '', of.startIndex, of.endIndex, lowerBody(of, context)) : node('block', '', 0, 0);
}

function lowerStatement(of: Node, context: PythonContext): Ir[] {
  const start = of.startIndex;
  const end = of.endIndex;
  switch (of.type) {
    case 'global_statement': case 'nonlocal_statement':
      // What is assigned from here on is the variable outside.
      for (const each of namedOf(of)) context.declared.add(each.text);
      return [];
    case 'comment': case 'ERROR': case 'type_alias_statement': return [];
    case 'expression_statement': return namedOf(of).flatMap((each) => (each.type === 'assignment' || each.type === 'augmented_assignment' ? lowerAssignment(each, context) : [lowerValue(each, context)]));
    case 'return_statement': return [lowerReturn(of, context)];
    case 'raise_statement': return [node('throw', '', start, end, namedOf(of).slice(0, 1).map((each) => lowerValue(each, context)))];
    case 'if_statement': return [lowerIf(of, context)];
    case 'try_statement': return [lowerTry(of, context)];
    case 'for_statement': return [node('loop', 'each', start, end, [valueField(of, 'right', context), ...targetsOf(of.childForFieldName('left')), lowerBlock(of.childForFieldName('body'), context)])];
    case 'while_statement': return [node('loop', 'while', start, end, [valueField(of, 'condition', context), lowerBlock(of.childForFieldName('body'), context)])];
    case 'with_statement': return [lowerWith(of, context)];
    case 'function_definition': return [lowerFunction(of, [], context)];
    case 'class_definition': return [lowerClass(of, [], context)];
    case 'decorated_definition': return [lowerDecorated(of, context)];
    case 'import_statement': case 'import_from_statement': case 'future_import_statement': context.imports.push(...importsOf(of, context.typeOnly === true)); return [];
    case 'match_statement': return [node('switch', '', start, end, [valueField(of, 'subject', context), ...of.descendantsOfType('case_clause').flatMap((each) => (each ? [node('case', '', each.startIndex, each.endIndex, [lowerBlock(each.childForFieldName('consequence'), context)])] : []))])];
    case 'break_statement': case 'continue_statement': return [node('jump', of.type === 'break_statement' ? 'break' : 'continue', start, end)];
    case 'assert_statement': case 'delete_statement': case 'exec_statement': case 'print_statement': return [node('other', of.type, start, end, namedOf(of).map((each) => lowerValue(each, context)))];
    default: return [node('pass', '', start, end)];
  }
}

/** `return body, 500` is an answer with a status. */
function lowerReturn(of: Node, context: PythonContext): Ir {
  const [value] = namedOf(of);
  if (!value) return node('return', '', of.startIndex, of.endIndex);
  const parts = value.type === 'expression_list' || value.type === 'tuple' ? namedOf(value) : [];
  const status = parts[1];
  if (parts[0] && status?.type === 'integer' && /^[1-5]\d\d$/.test(status.text)) {
    const callee = node('name', 'make_response', value.startIndex, value.startIndex);
    return node('return', '', of.startIndex, of.endIndex, [node('call', '', value.startIndex, value.endIndex, [callee, lowerValue(parts[0], context), lowerValue(status, context)])]);
  }
  return node('return', '', of.startIndex, of.endIndex, [lowerValue(value, context)]);
}

function lowerIf(of: Node, context: PythonContext): Ir {
  const test = valueField(of, 'condition', context);
  const typeOnly = /TYPE_CHECKING$/.test(of.childForFieldName('condition')?.text ?? '');
  const then = lowerBlock(of.childForFieldName('consequence'), typeOnly ? { ...context, typeOnly } : context);
  const rest = of.childrenForFieldName('alternative').filter((each): each is Node => each !== null);
  return node('if', '', of.startIndex, of.endIndex, [test, then, ...elseOf(rest, context)]);
}

function elseOf(clauses: readonly Node[], context: PythonContext): Ir[] {
  const [first, ...rest] = clauses;
  if (!first) return [];
  if (first.type === 'else_clause') return [node('block', '', first.startIndex, first.endIndex, lowerBody(first.childForFieldName('body'), context))];
  const inner = node('if', '', first.startIndex, first.endIndex, [valueField(first, 'condition', context), lowerBlock(first.childForFieldName('consequence'), context), ...elseOf(rest, context)]);
  return [node('block', '', first.startIndex, first.endIndex, [inner])];
}

function lowerTry(of: Node, context: PythonContext): Ir {
  const kids: Ir[] = [];
  const body = of.childForFieldName('body');
  const clauses = namedOf(of);
  const after = clauses.find((each) => each.type === 'else_clause');
  // What stands in the `else` is not guarded: a block of its own says so.
  const rest = after ? lowerBody(after.childForFieldName('body'), context) : [];
  const inside = [...lowerBody(body, context), ...(after ? [node('block', 'else', after.startIndex, after.endIndex, rest)] : [])];
  kids.push(node('block', '', body?.startIndex ?? of.startIndex, body?.endIndex ?? of.endIndex, inside));
  for (const each of clauses) {
    if (each.type === 'except_clause' || each.type === 'except_group_clause') kids.push(lowerExcept(each, context));
    if (each.type === 'finally_clause') kids.push(node('finally', '', each.startIndex, each.endIndex, [lowerBlock(namedOf(each).at(-1) ?? null, context)]));
  }
  return node('try', '', of.startIndex, of.endIndex, kids);
}

/** Kids: the exception types, then the handler. `v` is the bound name. Both `except A as e` and the old `except A, B` are read. */
function lowerExcept(of: Node, context: PythonContext): Ir {
  const parts = namedOf(of).filter((each) => each.type !== 'comment');
  const block = parts.find((each) => each.type === 'block') ?? null;
  let bound = '';
  const types: Ir[] = [];
  for (const each of parts) {
    if (each === block) continue;
    if (each.type === 'as_pattern') {
      bound = each.childForFieldName('alias')?.text ?? '';
      const first = namedOf(each)[0];
      if (first) types.push(...typesOf(first, context));
    } else types.push(...typesOf(each, context));
  }
  return node('catch', bound, of.startIndex, of.endIndex, [...types, lowerBlock(block, context)]);
}

function typesOf(of: Node, context: PythonContext): Ir[] {
  return of.type === 'tuple' || of.type === 'parenthesized_expression' || of.type === 'expression_list' ? namedOf(of).flatMap((each) => typesOf(each, context)) : [lowerValue(of, context)];
}

function lowerWith(of: Node, context: PythonContext): Ir {
  const heads: Ir[] = [];
  for (const item of of.descendantsOfType('with_item')) {
    const value = item?.childForFieldName('value');
    if (!item || !value || item.parent?.parent?.id !== of.id) continue;
    const first = value.type === 'as_pattern' ? namedOf(value)[0] : value;
    const alias = value.type === 'as_pattern' ? (value.childForFieldName('alias')?.text ?? '') : '';
    const lowered = first ? lowerValue(first, context) : node('pass', '', item.startIndex, item.endIndex);
    heads.push(/^[A-Za-z_]\w*$/.test(alias) ? node('let', alias, item.startIndex, item.endIndex, [lowered]) : lowered);
  }
  const dropped = heads.flatMap((each) => (each.k === 'call' && /^(contextlib\.)?suppress$/.test(chain(each.kids[0])) ? each.kids.slice(1) : []));
  const body = lowerBody(of.childForFieldName('body'), context);
  if (dropped.length === 0) return node('block', 'with', of.startIndex, of.endIndex, [...heads, ...body]);
  // `with suppress(A):` is `try:` and `except A: pass`.
  const end = of.endIndex;
  const types = dropped.map((each) => node(each.k, each.v, end, end, each.kids));
  return node('try', '', of.startIndex, end, [node('block', '', of.startIndex, end, body), node('catch', '', of.startIndex, end, [...types, node('block', '', end, end)])]);
}

function lowerDecorated(of: Node, context: PythonContext): Ir {
  const decorators = namedOf(of).filter((each) => each.type === 'decorator').flatMap((each) => namedOf(each).slice(0, 1).map((inner) => lowerValue(inner, context)));
  const definition = of.childForFieldName('definition');
  if (definition?.type === 'class_definition') return lowerClass(definition, decorators, context);
  return definition ? lowerFunction(definition, decorators, context) : node('pass', '', of.startIndex, of.endIndex);
}

function targetsOf(of: Node | null): Ir[] {
  if (!of) return [];
  const names = of.type === 'identifier' ? [of] : of.descendantsOfType('identifier').filter((each): each is Node => each !== null);
  return names.map((each) => node('let', each.text, each.startIndex, each.endIndex, [node('pass', '', each.endIndex, each.endIndex)]));
}

function valueField(of: Node, field: string, context: PythonContext): Ir {
  const value = of.childForFieldName(field);
  return value ? lowerValue(value, context) : node('pass', '', of.startIndex, of.startIndex);
}
