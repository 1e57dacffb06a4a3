import type { FileFacts, SourceTree } from '../facts.ts';
import { problemAt } from '../finding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'unreachable-file',
  alias: 'D02',
  title: 'Nothing that starts leads to a file',
  category: 'Code clean-up',
  explain: {
    means: 'From every entry point that was found (scripts, containers, pages, routes, workers) no import leads to this file; or only tests lead to it.',
    why: 'It is read, repaired and kept green, and it never runs.',
    fix: 'Delete it, or lead to it from what starts. What cannot be followed (a computed import) is never called dead.',
    examples: [{ wrong: 'services/payments_new.py  # nobody imports it', right: 'git rm services/payments_new.py' }],
  },
  judge(tree, graph) {
    if (graph.entries.length === 0) return [];
    const open = openParts(tree);
    return tree.files.flatMap((file) => {
      if (file.lines < shortest || graph.standing(file.path) !== 'unreached' || isFound(file) || (file.language === 'python' && open.has(partOf(file)))) return [];
      const importers = graph.importers(file.path);
      const tested = importers.length > 0 && importers.every((path) => graph.file(path)?.own === 'test');
      // What a file that is itself unreached imports is told once, at the head of the chain.
      if (importers.length > 0 && !tested) return [];
      return [problemAt({ file, span: { line: 1, endLine: 1 }, key: tested ? 'tests only' : 'unreached', label: file.path }, {
        what: tested ? `Only tests lead to ${file.path} (${file.lines} lines).` : `Nothing leads to ${file.path} (${file.lines} lines).`, why: tested ? 'It is green in every build, and it never runs.' : 'It is read and repaired, and it never runs.',
        fix: 'Delete it, or lead to it from what starts.', severity: 'low', confidence: 'possible',
      }, graph)];
    });
  },
});

const shortest = 15;

/** What frameworks find by its name or folder. */
function isFound(file: FileFacts): boolean {
  // A file of types alone is led to by imports that leave nothing behind.
  if (file.functions.length === 0 && file.constants.length === 0 && file.answers.length === 0) return true;
  return /(^|\/)(__init__|admin|apps|signals|models|serializers|receivers|checks|conf|gunicorn[\w.]*|setup|conftest)\.py$|(^|\/)(management\/commands|templatetags|plugins?|extensions?|hooks|lambda\w*|functions|handlers?|cloud_?functions|dags|notebooks?|public|static|assets)\//.test(file.path)
    || file.functions.some((fn) => fn.role === 'job' || fn.role === 'tool' || fn.role === 'action') || file.directive !== undefined;
}

const loads = /(^|\.)(import_module|iter_modules|walk_packages|exec_module|autodiscover_tasks|load_extension|include)$|^__import__$/;

/** Parts of the tree in which something loads modules by a name that it computes. */
function openParts(tree: SourceTree): ReadonlySet<string> {
  return new Set(tree.files.filter((file) => file.language === 'python' && file.functions.some((fn) => fn.calls.some((callee) => loads.test(callee)))).map(partOf));
}

/** The first folder of its path. */
function partOf(file: FileFacts): string {
  return file.path.split('/')[0] ?? '';
}
