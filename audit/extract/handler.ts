import type { FailureFact, Value } from '../facts.ts';
import { above, anywhere, awaited, chain, mentions, named, rootOf, walk, type Ir } from '../ir.ts';
import { kindOfCall } from './calls.ts';
import type { Extraction } from './context.ts';
import { takesBack } from './after.ts';
import { isExit } from './guards.ts';
import { responseOf } from './responses.ts';
import { saysFiction } from '../predicates/fiction.ts';
import { valueOf } from './value.ts';

type Deed = FailureFact['does'][number];

/** What a handler does about the failure. A throw under a condition narrows; one that always happens ends the matter. */
export function deedsOf(handler: Ir, bound: string, into: Extraction): readonly Deed[] {
  const deeds = new Set<Deed>();
  walk(handler, (each) => {
    if (each.k === 'fn' && each !== handler) return false;
    if (each.k === 'throw') deeds.add(unconditional(each, handler) ? 'throws' : 'rethrows');
    if (each.k === 'if' && bound !== '' && mentions(each.kids[0], bound)) deeds.add('narrows');
    if (each.k === 'call' || each.k === 'new') for (const deed of deedsOfCall(each, bound, handler, into)) deeds.add(deed);
    if (each.k === 'un' && each.v === '++') deeds.add('counts');
    // Whoever reads the stream is told.
    if (each.k === 'other' && each.v === 'yield') deeds.add('reports');
    if (each.k === 'assign') for (const deed of deedsOfAssignment(each)) deeds.add(deed);
    if (each.k === 'assign' && bound !== '' && each.kids[0]?.k !== 'name' && mentions(each.kids[1], bound)) deeds.add('reports');
    return true;
  });
  if (goesAnotherWay(handler, into)) deeds.add('retries');
  if (retriesAround(handler) || asksAgain(handler, into)) deeds.add('retries');
  if (handsOn(handler, bound, into)) deeds.add('reports');
  if (takesBack(handler)) deeds.add('error-state');
  return [...deeds].sort();
}

/** The handler waits for something else that may do it: an update where the record was there already, a second store. */
function goesAnotherWay(handler: Ir, into: Extraction): boolean {
  if (into.language !== 'python') return false;
  return anywhere(handler, (each) => {
    const call = each.k === 'await' ? each.kids[0] : undefined;
    const callee = call?.k === 'call' ? chain(call.kids[0]) : '';
    return callee !== '' && !/(rollback|close|sleep|send\w*|emit|log\w*|notify\w*|disconnect|cancel|stop|release)$/i.test(callee) && call !== undefined && kindOfCall(call, into.scope) !== 'pure';
  }, 'fn');
}

/** The handler makes the call that failed once more, whatever it changed before. */
function asksAgain(handler: Ir, into: Extraction): boolean {
  const guarded = handler.up?.k === 'catch' ? handler.up.up?.kids[0] : undefined;
  if (!guarded) return false;
  const tried = new Set<string>();
  walk(guarded, (each) => {
    if (each.k === 'call' && chain(each.kids[0]).includes('.') && each.kids[0]?.k === 'get' && !saysFiction(each.kids[0].v) && !/^[A-Z]/.test(each.kids[0].v)) tried.add(chain(each.kids[0]));
  });
  return anywhere(handler, (each) => each.k === 'call' && each.kids[0]?.k === 'get' && tried.has(chain(each.kids[0])) && !/^(pure|log|state|notice)$/.test(kindOfCall(each, into.scope)) && !/\.(get|info|debug|warn(ing)?|error|log|exception|append|push|add)$/.test(chain(each.kids[0])));
}

/** Functions that only turn an error into text, or look at it: nobody is told by them. */
const describing = /^(String|str|repr|Error|\w*Error|\w*Exception|JSON\.stringify|isinstance|type|getattr|hasattr|format|len|Number|Boolean|set\w*|\w*(Log|log|logger|print)\w*|traceback\.\w+|sys\.exc_info|inspect\.\w+|\w*[mM]essage\w*|\w*(describe|format|classify|parse|normali[sz]e|stringify|summari[sz]e)\w*|is[A-Z_]\w*)$/;

/** The caught error, or a text made of it, is given to something that is no log: a page, a queue, a callback, a counter of failures. */
function handsOn(handler: Ir, bound: string, into: Extraction): boolean {
  if (bound === '') return false;
  const names = new Set([bound]);
  let told = false;
  walk(handler, (each) => {
    if (each.k === 'let' && each.v !== '' && [...names].some((name) => mentions(each.kids[0], name))) names.add(each.v);
    if (each.k !== 'call') return !told;
    const callee = chain(each.kids[0]);
    const last = callee.split('.').at(-1) ?? '';
    const kind = kindOfCall(each, into.scope);
    if (callee === '' || kind === 'log' || /(^|[._#])log(ger|ging)?\./i.test(callee) || kind === 'pure' && !/\.(text|html|append|push)$/.test(callee) || !throwsOn(each, last) && ((describing.test(last) && !/(service|repository|repo|store|events?|audit)\.\w+$/i.test(callee)) || describing.test(callee)) || names.has(callee.split('.')[0] ?? '')) return !told;
    if (each.kids.slice(1).some((kid) => kid.k !== 'fn' && [...names].some((name) => mentions(kid, name)))) told = true;
    return !told;
  });
  return told;
}

/** `toHttpError(error);` as a statement: what only described the error would have its answer used, so it throws or tells. */
function throwsOn(call: Ir, last: string): boolean {
  return call.up?.k === 'block' && /^[a-z]\w*(Error|Exception)$/.test(last) && !/^(set|is|describe|format|classify|parse|normali[sz]e|stringify|summari[sz]e)|log|print/i.test(last);
}

function deedsOfCall(call: Ir, bound: string, handler: Ir, into: Extraction): Deed[] {
  const callee = chain(call.kids[0]);
  const takesError = bound !== '' && call.kids.slice(1).some((kid) => mentions(kid, bound));
  if (/^(next|reject|done|callback|cb|fail|abort)$/.test(callee) && (takesError || call.kids.length > 1)) return [unconditional(call, handler) ? 'throws' : 'narrows'];
  if (/\.redirect$/.test(callee)) return [unconditional(call, handler) ? 'redirects' : 'narrows'];
  if (isExit(call)) return [/redirect|notFound/i.test(callee) ? (unconditional(call, handler) ? 'redirects' : 'narrows') : 'exits'];
  if (/^set(\w*Err(or)?s?\w*|\w*Fail\w*|Status|\w*Message|Unavailable|\w*State)$|(^|\.)(_?capture\w*|setError|showError|onError|handleError|handle\w*Error|toastError|reportError|addError|setErrors|captureException|captureError|notifyError)$/.test(callee)) return [/capture|report/i.test(callee) ? 'reports' : 'error-state'];
  // `showErrorToast(t('loadFailed'))`: whatever the helper is called, it says error and shows.
  if (/(^|\.)_?(show|display|present|raise|push|open|trigger|render|emit|notify|toast|flash|alert|send|reply|respond)\w*(Error|Failure|Warning|_error|_failure|_warning)\w*$|(^|\.)\w*([eE]rror|[fF]ailure|[wW]arning)_?(Toast|Notice|Message|Alert|Snack[bB]ar|Notification|Modal|Banner|Dialog)$/.test(callee)) return ['error-state'];
  if (/^set(Is)?\w*(Available|Connected|Online|Supported|Healthy|Reachable|Valid|Ready)$/.test(callee) && call.kids[1]?.v === 'false') return ['error-state'];
  // What was shown too early is taken back.
  if (/^set[A-Z]/.test(callee) && call.kids[1]?.k === 'name' && /^(prev|previous|old|existing|original|backup|snapshot|before|rollback)\w*$/i.test(call.kids[1].v)) return ['error-state'];
  // `toaster.pop({ type: 'error', … })`.
  if (call.kids.slice(1).some((kid) => kid.k === 'obj' && kid.kids.some((pair) => /^(type|variant|severity|intent|color)$/.test(pair.v) && pair.kids[0]?.k === 'str' && /^(error|danger|warning|negative|destructive)$/.test(pair.kids[0].v))) && /(toast|notif|snack|alert|message|pop|flash)/i.test(callee)) return ['error-state'];
  if (tellsSuccess(callee, call)) return ['claims'];
  if (/^(toast|message|notification|notify|snackbar|Swal|alert|enqueueSnackbar|showToast|showNotification|addToast|useToast|window\.alert|Alert\.alert|flash|messages)(\.(error|warning|warn|fire|show|open|add|danger))?$/.test(callee)) return ['error-state'];
  if (/^(errors|failures|failed|warnings|problems|skipped|rejected|\w*(errors|Errors|failures|Failures|failed|Failed))\.(push|append|add|set)$/.test(callee)) return ['counts'];
  // What failed is put into a list or an entry of its own: somebody can see it.
  if (/(^|[._])_?(add|record|report|append|register|mark|set|push|note|collect)_?\w*(error|fail|problem|issue|skip|Error|Fail|Problem|Skip)\w*$/.test(callee)) return ['counts'];
  if (/\.(push|append|add)$/.test(callee) && call.kids[1] !== undefined) return ['counts'];
  const kind = kindOfCall(call, into.scope);
  // A log that is waited for goes somewhere: to a channel that people read, to a store.
  if (kind === 'log' && into.language === 'typescript' && call.up?.k === 'await' && call.kids[0]?.k === 'name') return ['logs', 'reports'];
  if (kind === 'log') return /\.exception$/.test(callee) || named(call, 'exc_info') !== undefined ? ['logs', 'traces'] : ['logs'];
  if (kind === 'metric' || /(fail|err)\w*(\.labels\(\))?\.inc(rement)?$/i.test(callee)) return ['counts'];
  if (kind === 'state' && call.kids.length > 1 && /err(or)?\b|error|fail/i.test(into.source(call).slice(callee.length))) return ['error-state'];
  if (/(^|\.)(close|end|destroy|unlink|rm|kill|release|cleanup|abort|disconnect|quit|clearTimeout|clearInterval)$/.test(callee)) return ['cleans-up'];
  // A failure that is written down where somebody can find it is not swallowed.
  if ((kind === 'store' || kind === 'message') && /fail|error|dead|status/i.test(into.source(call))) return ['reports'];
  // What could not be done now is handed to a queue that does it later.
  if (kind === 'message') return ['retries'];
  return [];
}

/** A notice of success inside a handler: `toast.success('Saved')`. */
function tellsSuccess(callee: string, call: Ir): boolean {
  const text = call.kids[1]?.k === 'str' ? call.kids[1].v : '';
  return /^(toast|message|notification|notify|snackbar|messages|Swal)\.success$/.test(callee) && text !== '' && !/\b(not|fail\w*|error|could|cannot|unable|already|copied|signed out|logged out|offline|local(ly)?|draft|later|queued)\b/i.test(text);
}

function deedsOfAssignment(of: Ir): Deed[] {
  const target = chain(of.kids[0]);
  if (/(^|\.)(\w*[eE]rr(or|ors|ored)?\w*|failed|failure\w*|\w*Failed|hasError)$/.test(target)) return ['error-state'];
  // `hasErrorLoading.value = true`: a mark that it failed, whatever is held in it.
  if (of.kids[1]?.k === 'const' && of.kids[1].v === 'true' && /(^|\.|has|is|did|_)([eE]rr(or|ored)?|[fF]ail(ed|ure)?)[A-Z_.]|(Error|Failed|Failure)(\.(value|current))?$/.test(target)) return ['error-state'];
  if (/(status|state)$/i.test(target) && /fail|error|unavailable|degraded|down|offline/i.test(of.kids[1]?.k === 'str' ? of.kids[1].v : of.kids[1]?.k === 'get' || of.kids[1]?.k === 'name' ? chain(of.kids[1]) : '')) return ['error-state'];
  if (/^[+-]=$/.test(of.v) && /(err|fail|skip)\w*$/i.test(target)) return ['counts'];
  return [];
}

export interface HandlerOutcome {
  readonly from?: Ir;
  readonly outcome: FailureFact['outcome'];
  readonly value?: Value;
  readonly status?: number;
}

/** What comes out of a handler: the last answer, response or state that it gives, else that the code after it goes on. */
export function outcomeOf(handler: Ir, of: Ir, into: Extraction): HandlerOutcome {
  let answer: HandlerOutcome | undefined;
  let state: HandlerOutcome | undefined;
  if (handler.k === 'return') return returned(handler, into);
  walk(handler, (each) => {
    // What a failure inside the handler comes to is its own matter.
    if ((each.k === 'fn' || each.k === 'catch') && each !== handler) return false;
    if (each.k === 'return' && !answerIsNarrow(each, handler)) answer = returned(each, into);
    if ((each.k === 'call' || each.k === 'new') && !answer && !answerIsNarrow(each, handler)) answer = responded(each, each, into);
    if (each.k === 'call' && /^set[A-Z]/.test(chain(each.kids[0])) && each.kids[1] && !/^set(\w*Load\w*|\w*Err\w*|\w*Open|\w*Submitting|\w*Saving|\w*Pending|\w*Busy|Is[A-Z]\w*|\w*(Timer|Countdown|Seconds|Page|Step|Index|Progress))$/.test(chain(each.kids[0]))) state ??= { from: each, outcome: 'state', value: valueOf(each.kids[1], into.scope) };
    const told = each.k === 'call' ? each.kids.slice(1).find((kid) => kid.k === 'obj' && kid.kids.some((pair) => /^(status|state|phase)$/.test(pair.v) && pair.kids[0]?.k === 'str')) : undefined;
    if (told) state = { from: each, outcome: 'state', value: valueOf(told, into.scope) };
    if (each.k === 'assign' && each.v === '=' && each.kids[1] && each.kids[0] && /^((this|self)\.)?\w+$/.test(chain(each.kids[0])) && !/err|fail|load|status|last_/i.test(each.kids[0].v)) state ??= { from: each, outcome: 'assigned', value: valueOf(each.kids[1], into.scope) };
    return true;
  });
  if (answer) return answer;
  if (state) return state;
  if (bindsForLater(handler, of, into)) return { outcome: 'assigned' };
  return { outcome: endsWithTry(of) ? 'ends' : 'continues' };
}

/** A name that the handler makes and that is read after it: the code goes on in another way, it does not pretend. */
function bindsForLater(handler: Ir, of: Ir, into: Extraction): boolean {
  const made = new Set<string>();
  walk(handler, (each) => {
    if (each.k === 'let' && each.v !== '' && each.kids[0] !== undefined && each.kids[0].k !== 'pass') made.add(each.v);
    const holder = into.language === 'python' && each.k === 'assign' && (each.kids[0]?.k === 'get' || each.kids[0]?.k === 'index') ? rootOf(each.kids[0]) : undefined;
    if (holder && holder.v !== 'self') made.add(holder.v);
    return each.k !== 'fn';
  });
  return made.size > 0 && anywhere(above(of, 'fn'), (each) => each.k === 'name' && each.at > of.end && made.has(each.v));
}

/** What a statement answers: the value that it gives back, or the response that it makes. */
export function answerOf(of: Ir, into: Extraction): HandlerOutcome | undefined {
  return of.k === 'return' ? returned(of, into) : of.k === 'call' ? responded(of, of, into) : undefined;
}

function returned(of: Ir, into: Extraction): HandlerOutcome {
  return responded(awaited(of.kids[0]), of, into) ?? { outcome: 'answer', from: of, value: valueOf(of.kids[0], into.scope) };
}

function responded(made: Ir | undefined, from: Ir, into: Extraction): HandlerOutcome | undefined {
  const response = made && responseOf(made, into.scope);
  return response && { outcome: 'response', from, ...(response.status !== undefined && { status: response.status }), ...(response.body && { value: valueOf(response.body, into.scope) }) };
}

/** A return under a test of the error itself (`if (e.code === 'ENOENT') return null`) narrows; the rest of the handler decides. */
function answerIsNarrow(of: Ir, handler: Ir): boolean {
  for (let each: Ir | undefined = of; each && each !== handler; each = each.up) {
    if (each.up?.k === 'if' && each.up !== handler.up && each.up.kids.length < 3 && handler.kids.at(-1) !== each.up) return true;
  }
  return false;
}

/** True when nothing follows the try statement in its function. */
function endsWithTry(of: Ir): boolean {
  let each: Ir = of.k === 'catch' ? (of.up ?? of) : of;
  while (each.up && each.up.k !== 'fn' && each.up.k !== 'module') {
    if (each.up.k === 'block' && each.up.kids.at(-1) !== each) return false;
    if (each.up.k === 'loop') return true;
    each = each.up;
  }
  return true;
}

function unconditional(of: Ir, until: Ir): boolean {
  for (let each = of.up; each && each !== until; each = each.up) if (['if', 'cond', 'switch', 'case', 'loop', 'fn'].includes(each.k)) return false;
  return true;
}

/** A handler in a loop that counts attempts tries again. */
function retriesAround(handler: Ir): boolean {
  const loop = above(handler, 'loop', 'fn');
  if (loop?.k !== 'loop' || loop.v === 'each') return false;
  // A loop that waits for something asks again.
  if (loop.v === 'while') return true;
  let counted = false;
  for (const head of loop.kids.slice(0, -1)) walk(head, (each) => {
    if (each.k === 'name' && /attempt|retr|tries|try/i.test(each.v)) counted = true;
  });
  return counted;
}
