import { ts } from 'ts-morph';
import { node, type Ir } from '../../ir.ts';
import { lowerExpression, type Context } from './expressions.ts';
import { lowerClass, lowerFunction } from './functions.ts';
import { isExported } from './modules.ts';
import { lowerDeclaration } from './patterns.ts';

export function lowerStatements(statements: readonly ts.Statement[], context: Context): Ir[] {
  const lowered: Ir[] = [];
  for (const each of statements) lowerInto(each, context, lowered);
  return lowered;
}

export function lowerBlock(of: ts.Node | undefined, context: Context): Ir {
  if (!of) return node('block', '', 0, 0);
  const start = startOf(of, context);
  if (ts.isBlock(of)) return node('block', '', start, of.end, lowerStatements(of.statements, context));
  return node('block', '', start, of.end, lowerStatements([of as ts.Statement], context));
}

export function startOf(of: ts.Node, context: Context): number {
  return of.getStart(context.source);
}

function lowerInto(of: ts.Statement, context: Context, into: Ir[]): void {
  const start = startOf(of, context);
  switch (of.kind) {
    case ts.SyntaxKind.VariableStatement: {
      const statement = of as ts.VariableStatement;
      for (const each of statement.declarationList.declarations) into.push(lowerDeclaration(each, context, isExported(statement)));
      return;
    }
    case ts.SyntaxKind.ExpressionStatement: into.push(lowerExpression((of as ts.ExpressionStatement).expression, context)); return;
    case ts.SyntaxKind.FunctionDeclaration: into.push(lowerFunction(of as ts.FunctionDeclaration, context)); return;
    case ts.SyntaxKind.ClassDeclaration: into.push(lowerClass(of as ts.ClassDeclaration, context)); return;
    case ts.SyntaxKind.ExportAssignment: into.push(node('return', 'export', start, of.end, [lowerExpression((of as ts.ExportAssignment).expression, context)])); return;
    case ts.SyntaxKind.Block: into.push(lowerBlock(of, context)); return;
    case ts.SyntaxKind.LabeledStatement: lowerInto((of as ts.LabeledStatement).statement, context, into); return;
    case ts.SyntaxKind.ImportDeclaration: case ts.SyntaxKind.InterfaceDeclaration: case ts.SyntaxKind.TypeAliasDeclaration:
    case ts.SyntaxKind.ExportDeclaration: case ts.SyntaxKind.ImportEqualsDeclaration: case ts.SyntaxKind.EmptyStatement: return;
    default: into.push(lowerFlow(of, start, context));
  }
}

function lowerFlow(of: ts.Statement, start: number, context: Context): Ir {
  if (ts.isReturnStatement(of)) return node('return', '', start, of.end, of.expression ? [lowerExpression(of.expression, context)] : []);
  if (ts.isThrowStatement(of)) return node('throw', '', start, of.end, [lowerExpression(of.expression, context)]);
  if (ts.isIfStatement(of)) {
    const kids = [lowerExpression(of.expression, context), lowerBlock(of.thenStatement, context)];
    if (of.elseStatement) kids.push(lowerBlock(of.elseStatement, context));
    return node('if', '', start, of.end, kids);
  }
  if (ts.isTryStatement(of)) return lowerTry(of, start, context);
  if (ts.isForStatement(of)) return lowerFor(of, start, context);
  if (ts.isForOfStatement(of) || ts.isForInStatement(of)) {
    return node('loop', ts.isForOfStatement(of) && of.awaitModifier ? 'await' : 'each', start, of.end, [lowerExpression(of.expression, context), ...initializerOf(of.initializer, context), lowerBlock(of.statement, context)]);
  }
  if (ts.isWhileStatement(of) || ts.isDoStatement(of)) return node('loop', 'while', start, of.end, [lowerExpression(of.expression, context), lowerBlock(of.statement, context)]);
  if (ts.isSwitchStatement(of)) {
    const cases = of.caseBlock.clauses.map((each) => node('case', '', each.pos, each.end, [
      ...(ts.isCaseClause(each) ? [lowerExpression(each.expression, context)] : []), node('block', '', each.pos, each.end, lowerStatements(each.statements, context)),
    ]));
    return node('switch', '', start, of.end, [lowerExpression(of.expression, context), ...cases]);
  }
  if (ts.isBreakStatement(of) || ts.isContinueStatement(of)) return node('jump', ts.isBreakStatement(of) ? 'break' : 'continue', start, of.end);
  if (ts.isModuleDeclaration(of) && of.body && ts.isModuleBlock(of.body)) return node('block', '', start, of.end, lowerStatements(of.body.statements, context));
  if (ts.isEnumDeclaration(of)) return node('pass', 'enum', start, of.end);
  return node('pass', '', start, of.end);
}

function lowerTry(of: ts.TryStatement, start: number, context: Context): Ir {
  const kids = [lowerBlock(of.tryBlock, context)];
  const caught = of.catchClause;
  if (caught) {
    const name = caught.variableDeclaration && ts.isIdentifier(caught.variableDeclaration.name) ? caught.variableDeclaration.name.text : '';
    kids.push(node('catch', name, startOf(caught, context), caught.end, [lowerBlock(caught.block, context)]));
  }
  if (of.finallyBlock) kids.push(node('finally', '', startOf(of.finallyBlock, context), of.finallyBlock.end, [lowerBlock(of.finallyBlock, context)]));
  return node('try', '', start, of.end, kids);
}

function lowerFor(of: ts.ForStatement, start: number, context: Context): Ir {
  const heads = [...(of.initializer ? initializerOf(of.initializer, context) : []), ...[of.condition, of.incrementor].flatMap((each) => (each ? [lowerExpression(each, context)] : []))];
  return node('loop', 'for', start, of.end, [...heads, lowerBlock(of.statement, context)]);
}

function initializerOf(of: ts.ForInitializer, context: Context): Ir[] {
  return ts.isVariableDeclarationList(of) ? of.declarations.map((each) => lowerDeclaration(each, context, false)) : [lowerExpression(of, context)];
}
