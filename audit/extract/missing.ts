import { above, anywhere, awaited, chain, rootOf, type Ir } from '../ir.ts';
import { sending } from '../predicates/sending.ts';
import { kindOfCall } from './calls.ts';
import type { Extraction } from './context.ts';
import { declOf } from './scope.ts';

/** `if (!template) { log; return; }`: what was needed is not there, and only a log line tells. */
export function isSilentReturn(of: Ir, into: Extraction): boolean {
  const [test, block] = of.kids;
  // A call that answers no (a quota, a permission) has been asked; what is missing is a value.
  if (test?.k !== 'un' || !/^(!|not)$/.test(test.v) || test.kids[0]?.k === 'call' || block?.kids.length !== 2 || of.kids.length > 2) return false;
  // What the caller was to give and did not is the caller's affair.
  const root = rootOf(test.kids[0]);
  if (root && root !== test.kids[0] && into.language === 'typescript' && into.scope.meaning(root).kind === 'param') return false;
  // Who asked for what it is to be about and found none has asked; a template or a setting is a means that should be there.
  if (test.kids[0]?.k === 'name' && !/(template|config|settings?|account|key|credentials?|provider|integration)$/i.test(test.kids[0].v) && into.language === 'typescript' && wasAsked(test.kids[0], into)) return false;
  const [first, second] = block.kids;
  // Several that were asked for and are none: there is nobody to do it for.
  const asked = test.kids[0]?.k === 'name' && /s$/.test(test.kids[0].v) ? awaited(declOf(test.kids[0], into.scope)?.kids[0]) : undefined;
  if (asked?.k === 'call' && /^(read|store|project|unknown)$/.test(kindOfCall(asked, into.scope))) return false;
  // What is gone in the meantime is skipped on purpose, and the line says so.
  const skips = anywhere(first, (each) => each.k === 'str' && /\b(skip\w*|no longer|gone|deleted|already|ignor\w*)\b/i.test(each.v));
  return first?.k === 'call' && !skips && /\.(error|warn|warning)$/.test(chain(first.kids[0])) && second?.k === 'return' && second.kids.length === 0;
}

function wasAsked(name: Ir, into: Extraction): boolean {
  const meaning = into.scope.meaning(name);
  const value = meaning.kind === 'local' && meaning.decl.k === 'let' && meaning.decl.v === name.v ? meaning.decl.kids[0] : undefined;
  return value?.k === 'await' && value.kids[0]?.k === 'call' && /\.(find|get|select|query|load|fetch)\w*(\(\))?$/.test(chain(value.kids[0].kids[0]));
}

/** `if (!client) return []`: without what it needs to ask, the answer is that there is nothing. */
export function missingClient(of: Ir, into: Extraction): string | undefined {
  const [test, block] = of.kids;
  if (test?.k !== 'un' || !/^(!|not)$/.test(test.v) || of.kids.length > 2) return undefined;
  const subject = chain(test.kids[0]);
  // What a caller hands over may be missing; whoever hands it over knows.
  if (test.kids[0]?.k === 'name' && into.language === 'typescript' && into.scope.meaning(test.kids[0]).kind === 'param') return undefined;
  const last = block?.kids.at(-1);
  const value = last?.k === 'return' ? last.kids[0] : undefined;
  const around = above(of, 'fn')?.v ?? '';
  // Who is not logged in gets nothing: that is an answer to who asks.
  if (/(^|\.)(\w*user|account|member|visitor)\.is_?authenticated(\(\))?$/i.test(subject)) return undefined;
  // `get_credentials` without any has none: that is the answer.
  if (/(headers?|params?|cookies?|args|auth)(_\w+)?$/i.test(around) || /credentials?|tokens?/i.test(around) && /credentials?|token/i.test(subject)) return undefined;
  const empty = (value?.k === 'arr' || value?.k === 'obj') && value.kids.length === 0;
  return empty && /(^|[._])((?<=(this|self)\._?)session|\w*_?(client|conn|connection|pool|driver|redis|api_?key|credentials?)|\w*(Client|Connection|ApiKey)|is_?(connected|authenticated|logged_?in)|login|authenticate|_?ensure_(login|auth\w*|session|token)|(get_)?(access_)?token|connected|authenticated)(\(\))?$/.test(subject) ? subject : undefined;
}

const senders = /(^|[._])\w*(client|transport(er)?|mailer|resend|sendgrid|mailgun|postmark|stripe|twilio|provider|api_?key|webhook_?url|smtp\w*)$/i;

/** `if (!mailer) { log; return { success: true } }` in what sends: without the means nothing gets out, and success is told. */
export function missingSender(of: Ir): string | undefined {
  const [test, block] = of.kids;
  if (test?.k !== 'un' || !/^(!|not)$/.test(test.v) || of.kids.length > 2) return undefined;
  const last = block?.kids.at(-1);
  return last?.k === 'return' && tellsDone(last.kids[0]) && senders.test(chain(test.kids[0])) && sending.test(above(of, 'fn')?.v ?? '') ? chain(test.kids[0]) : undefined;
}

/** `if (apiKey) { … return sent }` and, with nothing that reaches out between, `return true`. */
export function restWithoutSender(of: Ir, into: Extraction): Ir | undefined {
  const siblings = of.up?.k === 'block' ? of.up.kids : [];
  const last = siblings.at(-1);
  if (of.kids.length > 2 || last?.k !== 'return' || !tellsDone(last.kids[0]) || !asksForSender(of.kids[0]) || !sending.test(above(of, 'fn')?.v ?? '')) return undefined;
  const reaches = (one: Ir): boolean => (one.k === 'call' || one.k === 'new') && /^(network|message|process|unknown|project)$/.test(kindOfCall(one, into.scope)) && !/(^|[._])(kv|cache|log\w*)([._]|$)/i.test(chain(one.kids[0]));
  const gives = anywhere(of.kids[1], (each) => each.k === 'return', 'fn');
  return gives && !siblings.slice(siblings.indexOf(of) + 1).some((each) => anywhere(each, reaches)) ? last : undefined;
}

const configured = /(^|[._])\w*(client|api_?key|key|token|url|endpoint|credentials?|session|connection|available|configured|enabled)$/i;

/** `if not url or not key: return self._fallback(…)`: without what it needs to ask, something else answers. */
export function missingConfiguration(of: Ir, into: Extraction): string | undefined {
  const [test, block] = of.kids;
  const last = block?.kids.at(-1);
  const call = last?.k === 'return' ? awaited(last.kids[0]) : undefined;
  if (into.language !== 'python' || of.kids.length > 2 || call?.k !== 'call' || !/(^|[._])(fall_?back|backup|canned)/i.test(chain(call.kids[0])) || kindOfCall(call, into.scope) !== 'project') return undefined;
  const negated = (each: Ir | undefined): string | undefined => {
    if (each?.k === 'bin' && /^(\|\||or)$/.test(each.v) || each?.k === 'or') return negated(each.kids[0]) ?? negated(each.kids[1]);
    const subject = each?.k === 'un' && /^(!|not)$/.test(each.v) ? chain(each.kids[0]) : '';
    return configured.test(subject) ? subject : undefined;
  };
  return negated(test);
}

/** `api_key`, or `api_key and enabled`. */
function asksForSender(test: Ir | undefined): boolean {
  return test?.k === 'bin' && /^(&&|and)$/.test(test.v) ? test.kids.some(asksForSender) : senders.test(chain(test));
}

/** `true`, or an object that says success. */
function tellsDone(of: Ir | undefined): boolean {
  if (of?.k === 'const') return of.v === 'true';
  return of?.k === 'obj' && of.kids.some((kid) => /^(success|ok|sent|delivered|queued)$/.test(kid.v) && kid.kids[0]?.v === 'true');
}

/** `if (client) { … return rows }` and then at once `return []`: what follows is what there is without it. */
export function restOf(of: Ir): Ir | undefined {
  const next = nextOf(of);
  const gives = anywhere(of.kids[1], (each) => each.k === 'return' && each.kids[0] !== undefined, 'fn');
  return gives && next?.k === 'return' && next.kids[0] && ['arr', 'obj', 'num'].includes(next.kids[0].k) ? next : undefined;
}

/** What runs next where this does not leave: also behind the `with` or `try` that it ends. */
function nextOf(of: Ir): Ir | undefined {
  for (let each: Ir = of; each.up; each = each.up) {
    if (each.up.k === 'block') {
      const next = each.up.kids[each.up.kids.indexOf(each) + 1];
      if (next) return next;
    } else if (each.up.k !== 'try' || each.up.kids[0] !== each) return undefined;
  }
  return undefined;
}

export function presentClient(test: Ir | undefined): string | undefined {
  const subject = chain(test);
  return /(^|[._])(\w*_?client|conn|connection|pool|driver)$/.test(subject) ? subject : undefined;
}
