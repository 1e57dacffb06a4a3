import { outward, targetOf, type Target } from '../effects.ts';
import type { ConstantFact, FileFacts, FunctionFact, Value } from '../facts.ts';
import type { Graph } from '../graph.ts';
import { looksLikeRecords } from './records.ts';
import { isFixed, isRich, leavesOf, saysFailure } from './values.ts';

/** Names by which authors call what is not real. API words that contain them (`placeholderData`, `sampleRate`) are no match. */
const fiction = /^_?sample_(data|rows?|records?|users?|orders?|products?|items?|prices?|quotes?|responses?|results?|customers?|events?|metrics?|stats|docs?|documents?|signals?|trades?|transactions?|leads?|deals?|tasks?|contacts?|invoices?|alerts?|news|positions?|portfolios?|projects?|accounts?|companies|reviews?|messages?|tickets?|employees?|vendors?|suppliers?|kpis?)(_|$)|^_?sample(?=[A-Z]|$|s$)|^_?(mock|fake|dummy|demo|stub|hardcoded|fallback|simulated|placeholder|fabricated|synthetic)(?=[A-Z_]|$|data|s$)|(^|_)(MOCK|FAKE|DUMMY|SAMPLE|DEMO|STUB|SIMULATED|HARDCODED|FABRICATED|SYNTHETIC)(_|S?$)|(Mock|Fake|Dummy|Sample|Demo)(Data|s|Response|Records|Items|Rows|List|Result|Results|Users|Orders|Metrics|Stats|Products|Values)?$|^_*(generate|create|get|make|build|load|use|return|fetch)_?(Mock|Fake|Dummy|Sample|Demo|mock|fake|dummy|sample|demo|Simulated|simulated|Synthetic|synthetic)(?=[A-Z_]|Data|_|$)/;
const harmless = /(dummy|fake|mock)_?(password|pass|hash|salt|token|secret|key)_?\w*(hash|digest)?|placeholder(Data|Text|s?$|Name|Title|Image|Url|Color|Style|Class|Size|Email|Recipients?|Icon|Label|Key|Value|_text)|sample(Rate|Size|d|r|Rates?|_rate|_size|Count|sPer|Code|Text)|demo(nstrat|graph|te)|stub(by|born)|mock(up|ing$)|fallback(Url|Lng|Locale|Language|Element|Component|Font|Src|Image|Text|Color|Icon|Label|Name|Title|Path|Route|Fn|Timeout|Handler|Value|Lang|Key|Message|To|Rendering|Node|Avatar)|(mock|demo|fake)_?(Mode|Config|Settings|Options|Flag|Enabled)|mock_?(server|api|request)s?(_|[A-Z]|$)|_(FAILED|ERROR|NOT_FOUND|INVALID\w*|EXISTS|DISABLED|LIMIT\w*)$|isMock|isDemo|useMock|DEMO_MODE|MOCK_MODE|USE_MOCK/i;

/** True for a name that says it holds invented data. */
export function saysFiction(name: string): boolean {
  return fiction.test(name) && !harmless.test(name);
}

/** The name in a value, or in what it depends on, that says fiction. A fallback is only one when the value is fixed. */
export function fictionName(value: Value): string | undefined {
  const names = [value.form === 'name' || value.form === 'call' ? value.text?.split('.').at(-1) : undefined, ...(value.on ?? []).map((each) => (/^(import|module|call|local):/.test(each) ? each.slice(each.indexOf(':') + 1).split('.').at(-1) : undefined))];
  return names.find((name): name is string => name !== undefined && saysFiction(name) && !/^_?fallback/i.test(name));
}

/** The module constant that a value is, here or in the file that it comes from. */
export function constantBehind(value: Value, file: FileFacts, graph: Graph): (ConstantFact & { readonly file: FileFacts }) | undefined {
  if (value.form !== 'name' || !value.text) return undefined;
  const here = file.constants.find((each) => each.name === value.text);
  if (here) return { ...here, file };
  for (const each of file.imports) {
    const imported = each.names.find(([local]) => local === value.text);
    if (!imported) continue;
    const target = graph.resolve(file, each.from);
    const other = target.kind === 'file' ? graph.file(target.path) : undefined;
    const there = other?.constants.find((one) => one.name === imported[1]);
    if (there && other) return { ...there, file: other };
  }
  return undefined;
}

/** The same value with every name of a module constant in it replaced by what the constant holds. */
export function spelledOut(value: Value, file: FileFacts, graph: Graph, depth = 0): Value {
  if (value.form === 'name') return constantBehind(value, file, graph)?.value ?? value;
  if (!value.parts || depth > 2) return value;
  return { ...value, parts: value.parts.map(([key, part]) => [key, spelledOut(part, file, graph, depth + 1)] as const) };
}

/** Functions that give settings, words or shapes: constants there are policy. */
const policy = /(settings?|config|preferences?|options?|theme|locale|flags?|features?|permissions?|limits?|schema|state|layout|filters?|columns?|headers?|messages?|labels?|styles?|templates?|prompts?|metadata|params|query|body|payload|request|colou?rs?|icons?|menu|nav\w*|steps?|rules?|categor\w+|props|context|error\w*)$/i;

/** The call in a value whose function answers with records or figures that stand in its source: its name. */
export function inventingCall(value: Value, from: FunctionFact, file: FileFacts, graph: Graph, depth = 0): (Target & { readonly name: string }) | undefined {
  if (value.form === 'call' && value.text && !value.text.startsWith('new ')) {
    const target = targetOf(value.text, from, file, graph);
    return target && invents(target, graph) ? { ...target, name: target.fn.name } : undefined;
  }
  if (depth > 2) return undefined;
  for (const [, part] of value.parts ?? []) {
    const found = inventingCall(part, from, file, graph, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function invents({ fn, file }: Target, graph: Graph): boolean {
  if (policy.test(fn.name) || fn.role === 'component' || fn.inherits || fn.effects.some((each) => outward.includes(each))) return false;
  const index = file.functions.indexOf(fn);
  const answers = file.answers.filter((each) => each.fn === index && (each.via === 'return' || each.via === 'response') && !each.guard && each.failure === undefined);
  return answers.some((each) => {
    const value = spelledOut(each.value, file, graph);
    const leaves = leavesOf(value);
    return isRich(value) && isFixed(value, ['clock', 'random', 'param']) && !saysFailure(value) && leaves.figures >= 2 && leaves.record >= 2 && leaves.computed <= leaves.figures + leaves.words && looksLikeRecords(value);
  });
}

/** `self._fallback_route(…)`: the function behind a call that takes over when asking failed, and gives success, invented records or a sentence of success without asking anybody. */
export function standingIn(value: Value, from: FunctionFact, file: FileFacts, graph: Graph): string | undefined {
  if (value.form !== 'call' || !value.text || !/(^|[._])(fall_?back|backup|canned|default_response)/i.test(value.text)) return undefined;
  const target = targetOf(value.text, from, file, graph);
  if (!target || policy.test(target.fn.name) || target.fn.role === 'component' || target.fn.effects.some((each) => outward.includes(each))) return undefined;
  const index = target.file.functions.indexOf(target.fn);
  const answers = target.file.answers.filter((each) => each.fn === index && each.via === 'return' && !each.guard);
  return answers.some((each) => claimsWithout(each.value)) ? target.fn.name : undefined;
}

function claimsWithout(value: Value): boolean {
  const told = (value.parts ?? []).some(([key, part]) => /^(success|ok|found|verified|valid)$/.test(key) && part.form === 'boolean' && part.text === 'true');
  if (value.form === 'object') return told || ((value.on ?? []).includes('random') && looksLikeRecords(value) && !saysFailure(value));
  if (value.form === 'array') return (value.parts ?? []).some(([, part]) => part.form === 'object' && leavesOf(part).words >= 1 && (part.parts?.length ?? 0) >= 3);
  return (value.form === 'text' || value.form === 'template') && /\b(successfully|completed|provided|delivered|verified|confirmed)\b/i.test(value.text ?? '') && !saysFailure(value);
}
