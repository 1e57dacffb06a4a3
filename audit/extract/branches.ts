import { above, anywhere, chain, type Ir } from '../ir.ts';
import { saysSuccess } from '../predicates/values.ts';
import { kindOfCall } from './calls.ts';
import type { Extraction, Odd } from './context.ts';
import { valueOf } from './value.ts';

/** Words of actions that somebody else has to notice. */
const acting = /(^|_)(send|update|create|delete|remove|escalate|save|store|notify|schedule|publish|approve|cancel|refund|charge|pay|assign|book|trigger|deploy|restart|scale|sync|upload|submit|place|close|open|transfer|invite|archive|block|revoke|grant)(_|$)/i;

/**
 * `elif action == CREATE_TASK: return {"status": "success"}` beside branches that really do something: this one does nothing and tells the same.
 */
export function toldBranch(of: Ir, into: Extraction): Odd | undefined {
  const [test, block] = of.kids;
  if (test?.k !== 'bin' || !/^(===?|is)$/.test(test.v) || !block) return undefined;
  const [subject, wanted] = test.kids;
  const word = wanted?.k === 'str' ? wanted.v : wanted?.k === 'get' && /^[A-Z][A-Z0-9_]+$/.test(wanted.v) ? wanted.v : '';
  const last = block.kids.at(-1);
  if (!acting.test(word.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll('-', '_')) || chain(subject) === '' || last?.k !== 'return' || !last.kids[0]) return undefined;
  const value = valueOf(last.kids[0], into.scope);
  if (value.form !== 'object' || !(saysSuccess(value) || tells(value)) || does(block, into)) return undefined;
  const fn = above(of, 'fn');
  const beside = anywhere(fn, (each) => each !== of && each.k === 'if' && each.kids[0]?.k === 'bin' && chain(each.kids[0].kids[0]) === chain(subject) && each.kids[1] !== undefined && does(each.kids[1], into));
  return beside ? { what: 'told-branch', text: word.slice(0, 60), place: last } : undefined;
}

function tells(value: ReturnType<typeof valueOf>): boolean {
  return (value.parts ?? []).some(([key, part]) => key === 'status' && part.form === 'text' && /^(escalated|created|updated|scheduled|submitted|assigned|cancelled|triggered|started|notified|approved)$/i.test(part.text ?? ''));
}

/** Something in it reaches beyond the function: a call that is neither a log line nor pure, or a value that is put somewhere. */
function does(block: Ir, into: Extraction): boolean {
  return anywhere(block, (each) => each.k === 'await' || each.k === 'throw' || ((each.k === 'call' || each.k === 'new') && !/^(pure|log|random|timer)$/.test(kindOfCall(each, into.scope))) || (each.k === 'assign' && each.kids[0]?.k !== 'name'));
}

/** `def validate(state): state["is_valid"] = True`: a check that looks at nothing. */
export function checkOfNothing(of: Ir): Odd | undefined {
  const body = of.kids.at(-1);
  if (!/^_*(validate|verify|authenticate|authorize|attest)([A-Z_]|$)/.test(of.v) || (of.fn?.params.length ?? 0) === 0 || body?.k !== 'block') return undefined;
  if (!body.kids.every((each) => ['assign', 'let', 'return', 'pass', 'str'].includes(each.k)) || anywhere(body, (each) => each.k === 'call' || each.k === 'await' || each.k === 'bin' || each.k === 'cond' || each.k === 'throw')) return undefined;
  const passed = body.kids.find((each) => each.k === 'assign' && /^(is_?)?(valid|verified|passed|approved|authori[sz]ed|authenticated|compliant)$/i.test(each.kids[0]?.k === 'get' ? each.kids[0].v : '') && each.kids[1]?.k === 'const' && each.kids[1].v === 'true');
  return passed ? { what: 'check-of-nothing', text: of.v, place: passed } : undefined;
}
