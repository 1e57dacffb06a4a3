import { createRequire } from 'node:module';
import { Language, Parser, type Node } from 'web-tree-sitter';
import { allOf, node, type IrComment, type IrExport, type IrFile, type IrImport } from '../ir.ts';
import { lowerBody, type PythonContext } from './python/statements.ts';
import type { Unparsable } from './typescript.ts';

let parser: Parser | undefined;

/** Loads the grammar once. Must have finished before the first file is lowered. */
export async function preparePython(): Promise<void> {
  if (parser) return;
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve('tree-sitter-python/tree-sitter-python.wasm');
  const made = new Parser();
  made.setLanguage(await Language.load(grammar));
  parser = made;
}

/** Parts that did not parse are left out; a file is given up when that is more than this share of it. */
const brokenShare = 0.2;

/** Parses one Python file and lowers it in a single walk. What the grammar does not understand costs its statement, not the file. */
export function lowerPython(path: string, text: string): IrFile | Unparsable {
  if (!parser) throw new Error('preparePython was not awaited');
  const tree = parser.parse(text);
  if (!tree) return { unparsable: 'the parser gave up', line: 1 };
  try {
    const root = tree.rootNode;
    if (root.hasError) {
      const broken = root.descendantsOfType('ERROR').filter((each): each is Node => each !== null);
      const size = broken.reduce((sum, each) => sum + each.endIndex - each.startIndex, 0);
      if (size > text.length * brokenShare) return { unparsable: 'syntax error', line: (broken[0]?.startPosition.row ?? 0) + 1 };
    }
    const imports: IrImport[] = [];
    const context: PythonContext = { imports, declared: new Set(), depth: 0 };
    const kids = lowerBody(root, context);
    const exports: IrExport[] = kids.flatMap((each) => ((each.k === 'let' || each.k === 'fn' || each.k === 'class') && each.v !== '' ? [{ name: each.v, local: each.v }] : []));
    const module = node('module', path, 0, text.length, kids);
    return { path, text, imports, exports, root: module, nodes: allOf(module), comments: commentsOf(root), directive: startsItself.test(text) ? '#!python' : '' };
  } finally {
    tree.delete();
  }
}

const startsItself = /^if\s+__name__\s*==\s*["']__main__["']/m;

function commentsOf(root: Node): IrComment[] {
  const comments = root.descendantsOfType('comment').flatMap((each) => (each ? [{ at: each.startIndex, end: each.endIndex, text: each.text.replace(/^#+\s*/, '').slice(0, 240) }] : []));
  const documented = root.descendantsOfType('function_definition').flatMap((each) => (each ? documentationOf(each) : []));
  return documented.length === 0 ? comments : [...comments, ...documented].sort((a, b) => a.at - b.at);
}

/** The text that documents a function, where it is short: what its author says of it is a comment, too. */
function documentationOf(of: Node): IrComment[] {
  const first = of.childForFieldName('body')?.namedChildren[0];
  const text = first?.type === 'expression_statement' && first.namedChildren[0]?.type === 'string' ? first.text : '';
  return text === '' || text.length > longestDocumentation || !first ? [] : [{ at: first.startIndex, end: first.endIndex, text: text.replace(/^[rR]?("""|\'\'\'|"|\')\s*/, '').replace(/\s+/g, ' ').slice(0, 240) }];
}

/** Longest documentation, in characters, that is read as a remark about the function and not as a manual. */
const longestDocumentation = 360;
