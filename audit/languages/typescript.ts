import { ts } from 'ts-morph';
import { allOf, node, type IrFile } from '../ir.ts';
import { commentsOf } from './typescript/comments.ts';
import { importsOf } from './typescript/modules.ts';
import { lowerStatements } from './typescript/statements.ts';

const scriptKinds: Readonly<Record<string, ts.ScriptKind>> = {
  ts: ts.ScriptKind.TS, mts: ts.ScriptKind.TS, cts: ts.ScriptKind.TS, tsx: ts.ScriptKind.TSX,
  js: ts.ScriptKind.JSX, jsx: ts.ScriptKind.JSX, mjs: ts.ScriptKind.JSX, cjs: ts.ScriptKind.JSX,
};

/** A file that the compiler could not read as its language; the first complaint and its line. */
export interface Unparsable {
  readonly unparsable: string;
  readonly line: number;
}

/**
 * Parses one TypeScript or JavaScript file and lowers it in a single walk. No types are computed and no other file is read.
 * @param path decides the dialect by its ending
 */
export function lowerTypeScript(path: string, text: string): IrFile | Unparsable {
  const source = ts.createSourceFile(path, text, {
    languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  }, false, scriptKinds[path.slice(path.lastIndexOf('.') + 1)] ?? ts.ScriptKind.TS);
  const complaint = complaintsOf(source)[0];
  if (complaint) {
    return { unparsable: ts.flattenDiagnosticMessageText(complaint.messageText, ' '), line: source.getLineAndCharacterOfPosition(complaint.start ?? 0).line + 1 };
  }
  const { imports, exports } = importsOf(source);
  const root = node('module', path, 0, text.length, lowerStatements(source.statements, { source }));
  const nodes = allOf(root);
  return {
    path, text, imports, exports, root, nodes,
    comments: commentsOf(text, nodes),
    directive: directiveOf(source),
  };
}

function complaintsOf(source: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  return (source as unknown as { readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics;
}

function directiveOf(source: ts.SourceFile): string {
  if (source.text.startsWith('#!')) return source.text.slice(0, Math.max(0, source.text.indexOf('\n')));
  const first = source.statements[0];
  return first && ts.isExpressionStatement(first) && ts.isStringLiteral(first.expression) ? first.expression.text : '';
}
