import type { Layer } from '../../core/ports.ts';
import type { Problem } from '../../core/types.ts';
import type { FileFacts, ImportFact, SourceTree } from '../facts.ts';
import { problemAt } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'crossed-layers',
  alias: 'L01',
  title: 'A folder imports what the project’s own table does not allow',
  category: 'Code clean-up',
  explain: {
    means: 'The configuration says which folder may import which folders, packages and built-in modules (`layers`). An import is not in the table.',
    why: 'The table is the architecture. What crosses it today is relied upon tomorrow, and then it cannot be undone.',
    fix: 'Import it where it is allowed and hand it in, or change the table and give the reason.',
    examples: [{ wrong: "// in core/gate.ts\nimport { readFileSync } from 'node:fs';", right: '// the caller reads the file and hands its text in' }],
  },
  judge: (tree, graph) => tree.files.flatMap((file) => judge(file, tree, graph)),
});

function judge(file: FileFacts, tree: SourceTree, graph: Graph): readonly Problem[] {
  const layer = layerOf(file.path, tree.layers);
  if (!layer || file.own) return [];
  return file.imports.flatMap((each) => {
    const crossed = crossing(each, file, layer, tree.layers, graph);
    return crossed === undefined ? [] : [problemAt({ file, span: { line: each.line, endLine: each.line }, key: `${layer.folder} ${crossed}`, label: each.from }, {
      what: `${layer.folder} imports ${crossed}, which the project’s table does not allow.`,
      why: layer.reason ?? 'The table says what each part may rely on.', fix: 'Import it where it is allowed and hand it in, or change the table and say why.',
      severity: 'medium', confidence: 'certain', keeps: true,
    }, graph)];
  });
}

/** The folder, package or module that is reached against the table; undefined where all is well or nothing is known. */
function crossing(each: ImportFact, file: FileFacts, layer: Layer, layers: readonly Layer[], graph: Graph): string | undefined {
  const target = graph.resolve(file, each.from);
  if (target.kind === 'package') {
    const name = target.name.startsWith('node:') ? target.name : packageOf(each.from);
    return layer.may.some((one) => one === name || one === '*' || (one.endsWith('*') && name.startsWith(one.slice(0, -1)))) ? undefined : name;
  }
  if (target.kind !== 'file' || inside(target.path, layer.folder)) return undefined;
  if (layer.may.some((one) => one === '*' || inside(target.path, one))) return undefined;
  return layerOf(target.path, layers)?.folder ?? target.path;
}

function packageOf(specifier: string): string {
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

/** The layer with the longest folder that holds the file. */
function layerOf(path: string, layers: readonly Layer[]): Layer | undefined {
  return layers.filter(({ folder }) => inside(path, folder)).sort((a, b) => b.folder.length - a.folder.length)[0];
}

function inside(path: string, folder: string): boolean {
  const clean = folder.replace(/\/$/, '');
  return path === clean || path.startsWith(`${clean}/`);
}
