import { ts } from 'ts-morph';
import { node, type Ir } from '../../ir.ts';
import { lowerClass, lowerFunction } from './functions.ts';
import { lowerJsx } from './jsx.ts';
import { startOf } from './statements.ts';

export interface Context {
  readonly source: ts.SourceFile;
  /** Name of the class around. */
  readonly owner?: string;
}

/**
 * Lowers a value. Casts, parentheses and non-null marks vanish: they change no value.
 * @param nameHint what a function expression is bound to
 */
export function lowerExpression(of: ts.Expression, context: Context, nameHint = '', exported = false): Ir {
  const start = startOf(of, context);
  switch (of.kind) {
    case ts.SyntaxKind.Identifier: return (of as ts.Identifier).text === 'undefined' ? node('const', 'undefined', start, of.end) : node('name', (of as ts.Identifier).text, start, of.end);
    case ts.SyntaxKind.ThisKeyword: return node('name', 'this', start, of.end);
    case ts.SyntaxKind.SuperKeyword: return node('name', 'super', start, of.end);
    case ts.SyntaxKind.StringLiteral: case ts.SyntaxKind.NoSubstitutionTemplateLiteral: return node('str', (of as ts.StringLiteral).text, start, of.end);
    case ts.SyntaxKind.NumericLiteral: case ts.SyntaxKind.BigIntLiteral: return node('num', (of as ts.NumericLiteral).text, start, of.end);
    case ts.SyntaxKind.TrueKeyword: return node('const', 'true', start, of.end);
    case ts.SyntaxKind.FalseKeyword: return node('const', 'false', start, of.end);
    case ts.SyntaxKind.NullKeyword: return node('const', 'null', start, of.end);
    case ts.SyntaxKind.ParenthesizedExpression: case ts.SyntaxKind.AsExpression: case ts.SyntaxKind.SatisfiesExpression:
    case ts.SyntaxKind.NonNullExpression: case ts.SyntaxKind.TypeAssertionExpression:
      return lowerExpression((of as ts.AsExpression).expression, context, nameHint, exported);
    case ts.SyntaxKind.ArrowFunction: case ts.SyntaxKind.FunctionExpression: return lowerFunction(of as ts.ArrowFunction, context, nameHint, exported);
    case ts.SyntaxKind.ClassExpression: return lowerClass(of as ts.ClassExpression, context);
    default: return lowerCompound(of, start, context);
  }
}

function lowerCompound(of: ts.Expression, start: number, context: Context): Ir {
  const low = (each: ts.Expression): Ir => lowerExpression(each, context);
  if (ts.isPropertyAccessExpression(of)) return node('get', of.name.text, start, of.end, [low(of.expression)]);
  if (ts.isCallExpression(of)) return node('call', of.expression.kind === ts.SyntaxKind.ImportKeyword ? 'import' : '', start, of.end, [low(of.expression), ...of.arguments.map(low)]);
  if (ts.isNewExpression(of)) return node('new', '', start, of.end, [low(of.expression), ...(of.arguments ?? []).map(low)]);
  if (ts.isAwaitExpression(of)) return node('await', '', start, of.end, [low(of.expression)]);
  if (ts.isObjectLiteralExpression(of)) return node('obj', '', start, of.end, of.properties.map((each) => propertyOf(each, context)));
  if (ts.isArrayLiteralExpression(of)) return node('arr', '', start, of.end, of.elements.map(low));
  if (ts.isSpreadElement(of)) return node('spread', '', start, of.end, [low(of.expression)]);
  if (ts.isElementAccessExpression(of)) {
    const key = of.argumentExpression;
    return ts.isStringLiteralLike(key) ? node('get', key.text, start, of.end, [low(of.expression)]) : node('index', '', start, of.end, [low(of.expression), low(key)]);
  }
  if (ts.isTemplateExpression(of)) return templateOf(of, start, context);
  if (ts.isBinaryExpression(of)) return binaryOf(of, start, context);
  if (ts.isConditionalExpression(of)) return node('cond', '', start, of.end, [low(of.condition), low(of.whenTrue), low(of.whenFalse)]);
  if (ts.isPrefixUnaryExpression(of) || ts.isPostfixUnaryExpression(of)) return unaryOf(of, start, context);
  if (ts.isTypeOfExpression(of) || ts.isDeleteExpression(of) || ts.isVoidExpression(of)) return node('un', ts.isVoidExpression(of) ? 'void' : ts.isDeleteExpression(of) ? 'delete' : 'typeof', start, of.end, [low(of.expression)]);
  if (ts.isJsxElement(of) || ts.isJsxSelfClosingElement(of) || ts.isJsxFragment(of)) return lowerJsx(of, context);
  if (ts.isTaggedTemplateExpression(of)) return node('call', 'tag', start, of.end, [low(of.tag), ts.isTemplateExpression(of.template) ? templateOf(of.template, start, context) : low(of.template)]);
  if (ts.isMetaProperty(of)) return node('name', 'import.meta', start, of.end);
  if (ts.isYieldExpression(of)) return node('other', 'yield', start, of.end, of.expression ? [low(of.expression)] : []);
  if (of.kind === ts.SyntaxKind.RegularExpressionLiteral) return node('other', 'regex', start, of.end);
  return node('other', '', start, of.end);
}

function propertyOf(of: ts.ObjectLiteralElementLike, context: Context): Ir {
  const start = startOf(of, context);
  if (ts.isSpreadAssignment(of)) return node('spread', '', start, of.end, [lowerExpression(of.expression, context)]);
  if (ts.isShorthandPropertyAssignment(of)) return node('pair', of.name.text, start, of.end, [node('name', of.name.text, start, of.end)]);
  const computed = ts.isComputedPropertyName(of.name);
  const key = ts.isIdentifier(of.name) || ts.isStringLiteralLike(of.name) || ts.isNumericLiteral(of.name) ? of.name.text : '';
  const value = ts.isPropertyAssignment(of) ? lowerExpression(of.initializer, context, key) : lowerFunction(of, context, key);
  return node('pair', key, start, of.end, computed ? [value, lowerExpression((of.name as ts.ComputedPropertyName).expression, context)] : [value]);
}

function templateOf(of: ts.TemplateExpression, start: number, context: Context): Ir {
  const parts: Ir[] = [node('str', of.head.text, start, of.head.end)];
  for (const span of of.templateSpans) {
    parts.push(lowerExpression(span.expression, context));
    parts.push(node('str', span.literal.text, span.literal.pos, span.literal.end));
  }
  return node('tpl', '', start, of.end, parts.filter((each) => each.k !== 'str' || each.v !== ''));
}

function binaryOf(of: ts.BinaryExpression, start: number, context: Context): Ir {
  const operator = of.operatorToken.kind;
  // Long `a + b + c…` chains lean left: they are unrolled so that depth stays small.
  if (operator === ts.SyntaxKind.PlusToken) return node('tpl', '+', start, of.end, plusParts(of).map((each) => lowerExpression(each, context)));
  const kids = [lowerExpression(of.left, context), lowerExpression(of.right, context, ts.isIdentifier(of.left) ? of.left.text : ts.isPropertyAccessExpression(of.left) ? of.left.name.text : '')];
  const text = ts.tokenToString(operator) ?? '';
  if (operator === ts.SyntaxKind.BarBarToken || operator === ts.SyntaxKind.QuestionQuestionToken) return node('or', text, start, of.end, kids);
  if (operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment) return node('assign', text, start, of.end, kids);
  return node('bin', text, start, of.end, kids);
}

function plusParts(of: ts.Expression): ts.Expression[] {
  const parts: ts.Expression[] = [];
  let left = of;
  while (ts.isBinaryExpression(left) && left.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    parts.unshift(left.right);
    left = left.left;
  }
  parts.unshift(left);
  return parts;
}

function unaryOf(of: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression, start: number, context: Context): Ir {
  const text = ts.tokenToString(of.operator) ?? '';
  if (text === '-' && ts.isNumericLiteral(of.operand)) return node('num', `-${of.operand.text}`, start, of.end);
  return node('un', text, start, of.end, [lowerExpression(of.operand, context)]);
}
