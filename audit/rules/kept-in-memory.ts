import type { Problem } from '../../core/types.ts';
import type { ConstantFact, FileFacts } from '../facts.ts';
import { inProduction, problemAt } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'kept-in-memory',
  alias: 'F08',
  title: 'Records that should be stored are kept in the memory of the process',
  category: 'Mock data',
  explain: {
    means: 'A module keeps what users create (accounts, keys, payments, schedules) in a map or list of its own, with no store behind it.',
    why: 'It works until the first restart or the second instance. Then it is gone, without an error.',
    fix: 'Keep it in the database. A cache may stay in memory when its source can be asked again.',
    examples: [{ wrong: 'const apiKeys = new Map(); export const createKey = (k) => { apiKeys.set(k.id, k); return k; };', right: 'export const createKey = (k) => db.apiKeys.insert(k);' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => [...file.constants.flatMap((constant) => judge(constant, file, graph)), ...substitutes(file, graph), ...inObjects(file, graph)]),
});

const passing = /(cache|memo|registry|registr|listener|handler|client|connection|socket|timer|timeout|interval|lock|mutex|rate|limit|throttle|pending|inflight|in_flight|subscri|observer|instance|plugin|loaded|visited|seen|cancel|handle|queue|buffer|pool|promise|emitter|event|middleware|route|provider|adapter|factory|metric|counter|histogram|room|peer|stream|channel|worker|process|attempt|nonce|challenge|state|debounce|context|option|config|setting|flag|translation|locale|schema|model|type|dedup|processed|emitted|warned|logged|online|presence|typing|heartbeat|abort|controller|ref|element|node|lookup|index|cleanup|disposable|hook|patch|override|known|once|failed|blacklist|revoked)/i;
const crud = /^_*(create|add|save|store|insert|register|schedule|update|set|delete|remove|cancel|revoke|list|get|find|issue|submit|record|anchor|book)/i;

function judge(constant: ConstantFact, file: FileFacts, graph: Graph): readonly Problem[] {
  if (!constant.mutated || passing.test(constant.name) || /\.[jt]sx$|(^|\/)(decorators?|registry|registries|metadata)(\/|\.)/.test(file.path) || (constant.value.size ?? constant.value.parts?.length ?? 0) > 0 || /^_*[A-Z][A-Z_]+$/.test(constant.name) && constant.value.form === 'object' && !constant.admits) return [];
  const writers = file.functions.filter((fn) => /^_*(create|add|save|store|insert|register|schedule|update|set|issue|submit|record|anchor|book)/i.test(fn.name)).length;
  const crudLike = file.functions.filter((fn) => crud.test(fn.name)).length;
  const keepsElsewhere = file.functions.some((fn) => fn.effects.includes('store') || fn.effects.includes('read') || fn.effects.includes('file'));
  const admits = constant.admits !== undefined;
  const server = /(service|controller|route|repositor|store|server|api|backend|model|handler)/i.test(file.path);
  const stores = file.functions.some((fn) => /^_*(store|save|persist|record)[A-Z_]/.test(fn.name)) && constant.uses.some((use) => use === 'return' || use.startsWith('bound'));
  if (!admits && !(stores && !keepsElsewhere) && (keepsElsewhere || writers < 1 || crudLike < 3 || !server)) return [];
  return [problemAt({ file, span: constant, key: constant.name, label: constant.name }, {
    what: `${constant.name} keeps what is created in the memory of the process; no store is behind it.`,
    why: 'A restart or a second instance loses it without an error.',
    fix: 'Keep it in a store that outlives the process.',
    severity: 'high', confidence: admits || stores || crudLike >= 4 ? 'likely' : 'possible',
  }, graph)];
}

/** An object that is asked as a store, and keeps all in itself. */
function inObjects(file: FileFacts, graph: Graph): readonly Problem[] {
  return file.oddities.flatMap((each) => (each.what !== 'kept-in-self' || each.guard || passing.test(each.text.split('.')[1] ?? '') || /(cache|registry|session|rate|metric|queue|event|notification|websocket|stream)/i.test(`${file.path} ${each.text}`) ? [] : [problemAt(
    { file, span: each, key: `self ${each.text}`, label: each.text }, {
      what: `${each.text} keeps what is created in the memory of the process; nothing in its class reaches a store.`, why: 'A restart or a second instance loses it without an error.',
      fix: 'Keep it in a store that outlives the process.', severity: 'high', confidence: 'likely',
    }, graph)]));
}

/** Where a store fails, a collection of this process takes over: one failure path writes to it, another one reads from it. */
function substitutes(file: FileFacts, graph: Graph): readonly Problem[] {
  const uses = file.failures.filter((each) => each.instead && each.io === 'yes' && !each.guard && !passing.test(each.instead.name));
  const names = new Set(uses.map((each) => each.instead?.name ?? ''));
  return [...names].flatMap((name) => {
    const own = uses.filter((each) => each.instead?.name === name);
    const writing = own.find((each) => each.instead?.writes);
    if (!writing) return [];
    return [problemAt({ file, span: writing, key: `instead ${name}`, label: name }, {
      what: `When ${writing.of.find((each) => each !== '') ?? 'the store'} fails, ${name} in the memory of the process takes its place.`,
      why: 'A restart or a second instance loses what was told as kept, without an error.', fix: 'Let the error through: what cannot be kept is not done.',
      severity: 'high', confidence: own.some((each) => !each.instead?.writes) ? 'likely' : 'possible',
    }, graph)];
  });
}
