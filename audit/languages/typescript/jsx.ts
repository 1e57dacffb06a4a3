import { ts } from 'ts-morph';
import { node, type Ir } from '../../ir.ts';
import { lowerExpression, type Context } from './expressions.ts';
import { startOf } from './statements.ts';

/** An element: `v` is its tag, attributes are pairs, then what it holds. Text that says nothing is left out. */
export function lowerJsx(of: ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment, context: Context): Ir {
  const start = startOf(of, context);
  if (ts.isJsxFragment(of)) return node('jsx', '', start, of.end, childrenOf(of.children, context));
  const opening = ts.isJsxElement(of) ? of.openingElement : of;
  const attributes = opening.attributes.properties.flatMap((each) => attributeOf(each, context));
  const children = ts.isJsxElement(of) ? childrenOf(of.children, context) : [];
  return node('jsx', opening.tagName.getText(context.source), start, of.end, [...attributes, ...children]);
}

function attributeOf(of: ts.JsxAttributeLike, context: Context): Ir[] {
  const start = startOf(of, context);
  if (ts.isJsxSpreadAttribute(of)) return [node('spread', '', start, of.end, [lowerExpression(of.expression, context)])];
  const name = of.name.getText(context.source);
  if (!of.initializer) return [node('pair', name, start, of.end, [node('const', 'true', start, of.end)])];
  const value = ts.isJsxExpression(of.initializer) ? of.initializer.expression : of.initializer;
  return value ? [node('pair', name, start, of.end, [lowerExpression(value, context, name)])] : [];
}

function childrenOf(of: readonly ts.JsxChild[], context: Context): Ir[] {
  return of.flatMap((each): Ir[] => {
    if (ts.isJsxText(each)) return each.containsOnlyTriviaWhiteSpaces ? [] : [node('str', each.text.trim(), startOf(each, context), each.end)];
    if (ts.isJsxExpression(each)) return each.expression ? [lowerExpression(each.expression, context)] : [];
    return [lowerJsx(each, context)];
  });
}
