import type { FileFacts } from '../facts.ts';
import { inProduction, problemAt } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { constantBehind, inventingCall, saysFiction } from '../predicates/fiction.ts';
import { looksLikeRecords } from '../predicates/records.ts';
import { isRich } from '../predicates/values.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'or-else-invented',
  alias: 'F03',
  title: 'An empty answer is replaced by invented records',
  category: 'Fallback data',
  explain: {
    means: 'What was read is shown only when there is something; otherwise records written in the source take its place.',
    why: '“There is nothing” is a true answer. Instead everybody sees the same fiction, and nobody can tell when the read stopped working.',
    fix: 'Show that there is nothing, or that it could not be read.',
    examples: [{ wrong: 'return rows.length > 0 ? rows : FIRST_DOCUMENTS;', right: 'return rows;' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => file.answers.flatMap((answer) => {
    if (answer.via !== 'alternative' || answer.guard) return [];
    const around = file.functions[answer.fn];
    const maker = answer.value.form === 'call' && around ? inventingCall(answer.value, around, file, graph) : undefined;
    if (answer.value.form === 'call' && !maker) return [];
    const constant = constantBehind(answer.value, file, graph);
    // Its name says mock, and a variable of the environment decides whether there is one.
    if (file.env.some((each) => each.use === answer.to || each.keys.includes(answer.to)) || (answer.value.on ?? []).includes('env') || isSetting(answer.to, file, graph)) return [];
    const named = saysFiction(answer.to) && !/^_?(fallback|default)/i.test(answer.to);
    if (!named && !maker && !(constant && isRich(constant.value) && looksLikeRecords(constant.value) && !/^(DEFAULT|INITIAL|EMPTY|BASE|FALLBACK)/i.test(answer.to))) return [];
    return [problemAt({ file, span: answer, key: `${file.functions[answer.fn]?.name ?? ''} ${answer.to}`, label: answer.to }, {
      what: `${answer.to}, written in the source, takes the place of what was read when there is nothing.`,
      why: 'An honest empty answer becomes fiction, and a broken read is never noticed.', fix: 'Show that there is nothing, or that it could not be read.',
      severity: 'high', confidence: 'likely',
    }, graph)];
  })),
});

/** The name comes from a file that reads it from the environment. */
function isSetting(name: string, file: FileFacts, graph: Graph): boolean {
  return file.imports.some((each) => each.names.some(([local, original]) => {
    if (local !== name) return false;
    const target = graph.resolve(file, each.from);
    const other = target.kind === 'file' ? graph.file(target.path) : undefined;
    return other?.env.some((env) => env.use === original || env.keys.includes(original)) === true;
  }));
}
