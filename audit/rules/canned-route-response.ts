import type { Problem } from '../../core/types.ts';
import { targetOf } from '../effects.ts';
import type { AnswerFact, FileFacts, FunctionFact, Value } from '../facts.ts';
import { inProduction, problemAt } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { constantBehind, inventingCall, spelledOut } from '../predicates/fiction.ts';
import { holdsRecords, pretendsToAsk } from '../predicates/pretence.ts';
import { isFixed, isRich, leavesOf, saysFailure } from '../predicates/values.ts';
import { looksLikeRecords } from '../predicates/records.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'canned-route-response',
  alias: 'M03',
  title: 'An endpoint or service answers with data written in its source',
  category: 'Mock data',
  explain: {
    means: 'A route handler, server action or service function gives back records or figures that stand in the code. They depend on no request, no store and no configuration.',
    why: 'The endpoint answers and there is nothing behind it. Clients, monitors and tests are all satisfied with something that was made up.',
    fix: 'Read the data from where it is kept, or answer 501 until it is. What is truly constant belongs into a named table of the domain.',
    examples: [
      { wrong: "export const GET = () => Response.json({ users: [{ id: 1, name: 'John', orders: 12 }] });", right: 'export const GET = async () => Response.json({ users: await db.users() });' },
      { wrong: '@router.get("/stats")\ndef stats(): return {"revenue": 48213, "growth": 12.4}', right: '@router.get("/stats")\nasync def stats(): return await reports.revenue()' },
    ],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => file.answers.flatMap((answer) => judge(answer, file, graph))),
});

/** Words in a route or name for what is constant by contract: versions, schemas, option lists, health, texts. */
const contract = new Set(('version openapi swagger schema schemas spec robots manifest sitemap config configuration settings options option enum enums type types categories countries currencies units '
  + 'languages locales timezones features feature capabilities permissions permission roles menu navigation nav columns headers metadata meta health healthz ping ready readiness live liveness docs info about home root help usage '
  + 'tools tool templates template themes theme style styles colors icons labels messages prompt prompts defaults default initial props constants plans plan tiers pricing levels steps fields validation csp cors policy policies '
  + 'redirects rewrites breadcrumbs layout seo error errors exception query filter filters sort format mapping rules rule params args context definition definitions models formats scopes presets').split(' '));

/** Words of what runs: figures under them are measured, unlike those of a table. */
const running = /^(health|healthz|ping|ready|readiness|live|liveness|info|home|usage|errors?|metadata|features?|query|filters?|models?|levels?)$/;

function isContract(fn: FunctionFact, file: FileFacts, value: Value): boolean {
  const route = fn.role?.startsWith('route') ? fn.role.split(' ').slice(2).join(' ') : '';
  // Who searches names what is found; the name of the file says nothing about it.
  const path = route !== '' ? route.replace(/\.\w+$/, '') : /^_*(search|find|query|lookup|fetch|retrieve)/.test(fn.name) ? '' : (file.path.split('/').at(-1) ?? '').replace(/\.\w+$/, '');
  const words = `${fn.name} ${path}`.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());
  const said = words.filter((word) => contract.has(word));
  const leaves = leavesOf(value);
  return said.length > 0 && !(said.every((word) => running.test(word)) && leaves.figures >= 3 && leaves.record >= 3 && looksLikeRecords(value));
}

function judge(answer: AnswerFact, file: FileFacts, graph: Graph): readonly Problem[] {
  if ((answer.via !== 'response' && answer.via !== 'return') || answer.guard || answer.failure !== undefined) return [];
  const fn = file.functions[answer.fn];
  if (!fn) return [];
  const maker = answer.via === 'response' ? inventingCall(answer.value, fn, file, graph) : undefined;
  if (maker && maker.file !== file) return [elsewhere(maker.name, answer, fn, file, graph)];
  const pretended = answer.via === 'response' && isRouteOf(fn) && !/(simulat|demo|sample|mock|sandbox|preview|test)/i.test(`${fn.name} ${fn.role ?? ''}`) ? pretending(answer.value, fn, file, graph) : undefined;
  if (pretended !== undefined) return [elsewhere(pretended, answer, fn, file, graph)];
  const constant = constantBehind(answer.value, file, graph);
  // A module of invented records is told where they stand, not once for each function that gives them out.
  if (constant !== undefined && answer.via === 'return' && fn.role === undefined && pretendsToAsk(file) && holdsRecords(constant)) return [];
  const rows = answer.via === 'return' ? fixedRows(answer.value, fn, file, graph) : undefined;
  if (rows !== undefined) return [elsewhere(rows, answer, fn, file, graph)];
  const value = spelledOut(answer.value, file, graph);
  const isRoute = fn.role?.startsWith('route') === true || fn.role === 'action' || answer.via === 'response';
  const made = leavesOf(value);
  // A version or an uptime beside them does not make invented figures true.
  const filled = isRoute && made.figures >= 5 && made.record >= 3 ? ['env', 'call:process.uptime', 'call:process.memoryUsage'] : [];
  const allowed = isRoute || fn.async || answer.comment !== undefined ? ['clock', 'random', 'param', ...filled] : ['clock', 'random'];
  if (!isRich(value) || saysFailure(value) || !isFixed(value, allowed) || (value.on ?? []).some((each) => each.startsWith('module:') && !constant && answer.value.form !== 'object' && answer.value.form !== 'array')) return [];
  const complete = knowsAll(fn) && rowsOf(value) >= 2;
  if (!isRoute && !complete && !isService(fn, file)) return [];
  const admitted = answer.comment !== undefined || fn.admits !== undefined;
  const leaves = leavesOf(value);
  if (!admitted && (isContract(fn, file, value) || !(complete || looksLikeRecords(value)))) return [];
  if (leaves.computed > leaves.figures + leaves.words) return [];
  return [problemAt({ file, span: answer, key: `${fn.owner ?? ''}.${fn.name} ${answer.via}`, label: fn.role ?? fn.name }, {
    what: `${describe(fn)} answers with data that is written in the source.`,
    why: admitted ? `Its author says so: “${answer.comment ?? fn.admits ?? ''}”` : 'It depends on no request, store or configuration: whoever reads it takes invented data for real.',
    fix: 'Read it from where it is kept, or answer 501 until that exists.',
    severity: 'high', confidence: answer.conditional && !admitted ? 'possible' : 'likely',
  }, graph)];
}

/** A member of what a reader gives back that is a table of its own module, whatever it was given to read. */
function fixedRows(value: Value, fn: FunctionFact, file: FileFacts, graph: Graph): string | undefined {
  if (value.form !== 'object' || !/^_*(extract|parse|read|fetch|load|recogni[sz]e|scan|transcribe)([A-Z_]|$)/.test(fn.name) || fn.params.length === 0 || /\.[jt]sx$/.test(file.path)) return undefined;
  const found = (value.parts ?? []).find(([key, part]) => {
    const constant = part.form === 'name' ? constantBehind(part, file, graph) : undefined;
    return constant !== undefined && !constant.mutated && !contract.has(key.toLowerCase()) && !/(default|option|column|schema|config|plan|tier|field|header|rule|pattern|template|categor|type)/i.test(constant.name) && rowsOf(constant.value) >= 2 && leavesOf(constant.value).record >= 3 && looksLikeRecords(constant.value);
  });
  return found?.[1].text;
}

function isRouteOf(fn: FunctionFact): boolean {
  return fn.role?.startsWith('route') === true || fn.role === 'action';
}

/** A call in the answer whose own name says that it only pretends, and which asks nobody. */
function pretending(value: Value, fn: FunctionFact, file: FileFacts, graph: Graph, depth = 0): string | undefined {
  if (value.form === 'call' && /^(simulate|mock|fake)[A-Z]|^(generate|get|create|build|make)(Mock|Fake|Dummy|Simulated|Synthetic)[A-Z]/.test(value.text?.split('.').at(-1) ?? '')) {
    const target = targetOf(value.text ?? '', fn, file, graph);
    return target && !target.fn.effects.some((each) => ['network', 'store', 'read', 'file', 'process', 'unknown'].includes(each)) ? target.fn.name : undefined;
  }
  for (const [, part] of depth > 2 ? [] : value.parts ?? []) {
    const found = pretending(part, fn, file, graph, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What the endpoint gives was made up by a function of another file. */
function elsewhere(name: string, answer: AnswerFact, fn: FunctionFact, file: FileFacts, graph: Graph): Problem {
  return problemAt({ file, span: answer, key: `${fn.owner ?? ''}.${fn.name} ${name}`, label: name }, {
    what: `${describe(fn)} answers with what ${name} makes up: records or figures that are written in the source.`, why: 'Whoever reads it takes invented data for real.',
    fix: 'Read it from where it is kept, or answer 501 until that exists.', severity: 'high', confidence: 'likely',
  }, graph);
}

/** A function that others ask for data: a method or an export that sounds like a read, with no store behind it. */
function isService(fn: FunctionFact, file: FileFacts): boolean {
  if (fn.role === 'component' || fn.role?.startsWith('handler')) return false;
  if (/\.[jt]sx$/.test(file.path)) return fn.role === 'hook';
  return /^(get|list|fetch|load|find|read|query|retrieve|compute|calculate|analy[sz]e|generate|predict|forecast|estimate|summari[sz]e|search|lookup)/.test(fn.name.replace(/^_+/, '')) && !fn.effects.some((each) => ['network', 'store', 'read', 'file', 'process'].includes(each));
}

/** It is asked with something, could wait for an answer, and asks nobody. */
function knowsAll(fn: FunctionFact): boolean {
  return fn.async === true && fn.params.length > 0 && fn.calls.length === 0 && fn.effects.length === 0 && fn.inherits !== true && fn.role === undefined;
}

/** The longest list of records in a value. */
function rowsOf(value: Value): number {
  const own = value.form === 'array' && (value.parts ?? []).some(([, part]) => part.form === 'object' && (part.parts?.length ?? 0) >= 3) ? (value.size ?? value.parts?.length ?? 0) : 0;
  return Math.max(own, ...(value.parts ?? []).map(([, part]) => rowsOf(part)), 0);
}

function describe(fn: FunctionFact): string {
  return fn.role?.startsWith('route') ? `${fn.role.replace('route', 'The route')}` : fn.name ? `${fn.owner ? `${fn.owner}.` : ''}${fn.name}` : 'A handler';
}
