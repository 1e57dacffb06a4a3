import { ts } from 'ts-morph';
import { node, type FnShape, type Ir } from '../../ir.ts';
import { lowerExpression, type Context } from './expressions.ts';
import { isExported } from './modules.ts';
import { namesOf, slotsOf } from './patterns.ts';
import { lowerBlock, lowerStatements, startOf } from './statements.ts';

/** A function of any form. Its kids are slots for parameters with defaults or patterns, then the body; an arrow's expression becomes a return. */
export function lowerFunction(of: ts.FunctionLikeDeclaration, context: Context, nameHint = '', exported = false): Ir {
  const name = of.name ? of.name.getText(context.source) : nameHint;
  const start = startOf(of, context);
  const slots = of.parameters.flatMap((each) => (each.initializer ? [node('slot', namesOf(each.name)[0] ?? '', each.pos, each.end, [lowerExpression(each.initializer, context)])]
    : ts.isIdentifier(each.name) ? [] : slotsOf(each.name, context).filter((slot) => slot.kids.length > 0)));
  return node('fn', name, start, of.end, [...slots, bodyOf(of, context)], shapeOf(of, context, exported));
}

function bodyOf(of: ts.FunctionLikeDeclaration, context: Context): Ir {
  const body = of.body;
  if (!body) return node('block', '', of.end, of.end);
  const inner = { source: context.source };
  if (ts.isBlock(body)) return lowerBlock(body, inner);
  const value = lowerExpression(body, inner);
  return node('block', '', value.at, value.end, [node('return', 'arrow', value.at, value.end, [value])]);
}

function shapeOf(of: ts.FunctionLikeDeclaration, context: Context, exported: boolean): FnShape {
  const modifiers = ts.canHaveModifiers(of) ? ts.getModifiers(of) : undefined;
  const has = (kind: ts.SyntaxKind): boolean => modifiers?.some((each) => each.kind === kind) ?? false;
  return {
    params: of.parameters.flatMap((each) => namesOf(each.name)),
    async: has(ts.SyntaxKind.AsyncKeyword),
    exported: exported || isExported(of),
    decorators: decoratorsOf(of, context),
    ...(context.owner !== undefined && ts.isClassElement(of) && { owner: context.owner }),
    result: of.type ? of.type.getText(context.source).slice(0, 120) : '',
    bodiless: !of.body || has(ts.SyntaxKind.AbstractKeyword),
    generator: of.asteriskToken !== undefined,
  };
}

function decoratorsOf(of: ts.Node, context: Context): Ir[] {
  return ts.canHaveDecorators(of) ? (ts.getDecorators(of) ?? []).map((each) => lowerExpression(each.expression, context)) : [];
}

/** A class: methods and property values are its kids; `v` is its name, decorators come first. What it extends is a `get` named `extends`. */
export function lowerClass(of: ts.ClassLikeDeclaration, context: Context): Ir {
  const name = of.name?.text ?? '';
  const inner: Context = { source: context.source, owner: name };
  const bases = (of.heritageClauses ?? []).flatMap((clause) => clause.types.map((each) => node('get', 'extends', each.pos, each.end, [lowerExpression(each.expression, context)])));
  const members = of.members.flatMap((each) => memberOf(each, inner));
  return node('class', name, startOf(of, context), of.end, [...decoratorsOf(of, context), ...bases, ...members]);
}

function memberOf(of: ts.ClassElement, context: Context): Ir[] {
  if (ts.isMethodDeclaration(of) || ts.isConstructorDeclaration(of) || ts.isGetAccessor(of) || ts.isSetAccessor(of)) {
    return [lowerFunction(of, context, ts.isConstructorDeclaration(of) ? 'constructor' : '')];
  }
  if (ts.isPropertyDeclaration(of) && of.initializer) {
    const name = of.name.getText(context.source);
    const value = ts.isArrowFunction(of.initializer) || ts.isFunctionExpression(of.initializer) ? lowerFunction(of.initializer, context, name) : lowerExpression(of.initializer, context);
    return [node('let', name, startOf(of, context), of.end, [value])];
  }
  if (ts.isClassStaticBlockDeclaration(of)) return lowerStatements(of.body.statements, context);
  return [];
}
