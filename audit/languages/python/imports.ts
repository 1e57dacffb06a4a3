import type { Node } from 'web-tree-sitter';
import type { IrImport } from '../../ir.ts';
import { namedOf } from './expressions.ts';

/** `import a.b as c`, `from .x import y as z`. The module keeps its dots. */
export function importsOf(of: Node, typeOnly: boolean): IrImport[] {
  const at = of.startIndex;
  if (of.type === 'future_import_statement') return [];
  if (of.type === 'import_statement') {
    return namedOf(of).map((each): IrImport => {
      const module = each.type === 'aliased_import' ? (each.childForFieldName('name')?.text ?? '') : each.text;
      const local = each.type === 'aliased_import' ? (each.childForFieldName('alias')?.text ?? '') : (module.split('.')[0] ?? '');
      return { from: module, at, typeOnly, dynamic: false, names: [{ local, name: '*' }] };
    });
  }
  const module = of.childForFieldName('module_name');
  const names = namedOf(of).filter((each) => each.id !== module?.id).flatMap((each) => {
    if (each.type === 'aliased_import') return [{ local: each.childForFieldName('alias')?.text ?? '', name: each.childForFieldName('name')?.text ?? '' }];
    return each.type === 'dotted_name' ? [{ local: each.text, name: each.text }] : [];
  });
  return [{ from: module?.text ?? '', at, typeOnly, dynamic: false, names }];
}
