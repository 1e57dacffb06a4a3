import { ts } from 'ts-morph';
import type { IrExport, IrImport } from '../../ir.ts';

/** Static imports and exports of a file; `require` and `import()` are added by the walk that meets them. */
export function importsOf(source: ts.SourceFile): { readonly imports: readonly IrImport[]; readonly exports: readonly IrExport[] } {
  const imports: IrImport[] = [];
  const exports: IrExport[] = [];
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) imports.push(importOf(statement, source));
    else if (ts.isImportEqualsDeclaration(statement)) imports.push(...equalsImport(statement, source));
    else if (ts.isExportDeclaration(statement)) reexport(statement, source, imports, exports);
    else if (ts.isExportAssignment(statement)) exports.push({ name: 'default', local: ts.isIdentifier(statement.expression) ? statement.expression.text : 'default' });
    else if (isExported(statement)) exports.push(...declared(statement));
  }
  return { imports, exports };
}

export function isExported(node: ts.Node): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((each) => each.kind === ts.SyntaxKind.ExportKeyword) ?? false);
}

function importOf(statement: ts.ImportDeclaration, source: ts.SourceFile): IrImport {
  const clause = statement.importClause;
  const bindings = clause?.namedBindings;
  const names: { local: string; name: string }[] = [];
  if (clause?.name) names.push({ local: clause.name.text, name: 'default' });
  if (bindings && ts.isNamespaceImport(bindings)) names.push({ local: bindings.name.text, name: '*' });
  if (bindings && ts.isNamedImports(bindings)) {
    for (const each of bindings.elements) if (!each.isTypeOnly) names.push({ local: each.name.text, name: (each.propertyName ?? each.name).text });
  }
  const allTypes = bindings !== undefined && ts.isNamedImports(bindings) && !clause?.name && bindings.elements.length > 0 && names.length === 0;
  return { from: textOf(statement.moduleSpecifier), at: statement.getStart(source), typeOnly: (clause?.phaseModifier === ts.SyntaxKind.TypeKeyword) || allTypes, dynamic: false, names };
}

function equalsImport(statement: ts.ImportEqualsDeclaration, source: ts.SourceFile): readonly IrImport[] {
  const reference = statement.moduleReference;
  if (!ts.isExternalModuleReference(reference)) return [];
  return [{ from: textOf(reference.expression), at: statement.getStart(source), typeOnly: statement.isTypeOnly, dynamic: false, names: [{ local: statement.name.text, name: '*' }] }];
}

function reexport(statement: ts.ExportDeclaration, source: ts.SourceFile, imports: IrImport[], exports: IrExport[]): void {
  const from = statement.moduleSpecifier && textOf(statement.moduleSpecifier);
  const clause = statement.exportClause;
  if (from !== undefined) imports.push({ from, at: statement.getStart(source), typeOnly: statement.isTypeOnly, dynamic: false, names: [] });
  if (!clause) exports.push({ name: '*', local: '*', ...(from !== undefined && { from }) });
  else if (ts.isNamespaceExport(clause)) exports.push({ name: clause.name.text, local: '*', ...(from !== undefined && { from }) });
  else for (const each of clause.elements) exports.push({ name: each.name.text, local: (each.propertyName ?? each.name).text, ...(from !== undefined && { from }) });
}

function declared(statement: ts.Statement): readonly IrExport[] {
  const isDefault = ts.canHaveModifiers(statement) && (ts.getModifiers(statement)?.some((each) => each.kind === ts.SyntaxKind.DefaultKeyword) ?? false);
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap((each) => (ts.isIdentifier(each.name) ? [{ name: each.name.text, local: each.name.text }] : []));
  }
  if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && (statement.name || isDefault)) {
    return [{ name: isDefault ? 'default' : (statement.name?.text ?? ''), local: statement.name?.text ?? 'default' }];
  }
  return [];
}

function textOf(specifier: ts.Expression): string {
  return ts.isStringLiteralLike(specifier) ? specifier.text : '';
}
