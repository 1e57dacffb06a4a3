import { above, anywhere, args, chain, named, takerOf, walk, type Ir } from '../ir.ts';
import { deadAffordance } from './affordances.ts';
import { droppedResult, ignoredResult, uncheckedAnswer } from './ignored.ts';
import { kindOfCall } from './calls.ts';
import type { Extraction, Odd } from './context.ts';
import { addedFigure, typedFigure } from './figures.ts';
import { devOnly, refuses } from './guards.ts';
import { checkOfNothing, toldBranch } from './branches.ts';
import { admittedInLog, echoingAction, inventedCall, standInMade } from './inventions.ts';
import { keptInSelf } from './kept.ts';
import { illOn200 } from './healthy.ts';
import { openingOf } from './openings.ts';
import { settled } from './scope.ts';
import { isSecretKey } from './secrets.ts';

/** Checks that a literal switches off, and answers that nobody looks at. */
export function collectOddities(of: Ir, into: Extraction): void {
  const found = oddity(of, into);
  if (!found) return;
  const { place = of, what, text, switched } = found;
  const span = into.lines.span(place);
  into.facts.oddities.push({ ...span, what, text, ...(switched && { switched }), ...(found.what !== 'open-outside-production' && (found.guard || devOnly(of, into.scope)) && { guard: 'development' as const }), fn: into.functionOf(of) });
  into.lines.keep(span);
}

function oddity(of: Ir, into: Extraction): Odd | undefined {
  const opening = openingOf(of, into);
  if (opening) return opening;
  if (of.k === 'pair' && of.v === 'rejectUnauthorized' && of.kids[0]?.v === 'false') return { what: 'tls-off', text: 'rejectUnauthorized: false' };
  if (of.k === 'assign' && of.kids[0]?.v === 'NODE_TLS_REJECT_UNAUTHORIZED' && of.kids[1]?.v === '0') return { what: 'tls-off', text: 'NODE_TLS_REJECT_UNAUTHORIZED=0' };
  if (of.k === 'let') return ignoredResult(of) ?? uncheckedAnswer(of);
  if (of.k === 'class') return keptInSelf(of, into);
  if (of.k === 'fn') return checkOfNothing(of) ?? illOn200(of, into);
  if (of.k === 'if') return toldBranch(of, into) ?? openWithoutSecret(of, into) ?? openCheck(of, into) ?? openOutside(of, into);
  if (of.k === 'pair') return echoingAction(of) ?? addedFigure(of, into);
  if (of.k === 'jsx') return typedFigure(of) ?? deadAffordance(of, into);
  if (of.k !== 'call') return undefined;
  const dropped = droppedResult(of, into);
  if (dropped) return dropped;
  const invented = inventedCall(of, into) ?? standInMade(of, into);
  if (invented) return invented;
  const logged = admittedInLog(of, into);
  if (logged) return logged;
  const callee = chain(of.kids[0]);
  if (callee === 'process.on' && (of.kids[1]?.v === 'uncaughtException' || of.kids[1]?.v === 'unhandledRejection') && of.kids[2]?.k === 'fn' && !refuses(of.kids[2].kids.at(-1)) && quiet(of.kids[2])) return { what: 'process-swallow', text: of.kids[1].v };
  if (unverified(of, callee, into)) return { what: 'token-unverified', text: callee, ...(knownUnverified(of) && { switched: true as const }) };
  return unchecked(of, callee, into);
}

function quiet(fn: Ir): boolean {
  return (fn.kids.at(-1)?.kids ?? []).every((each) => each.k === 'call' && /^(console|logger|log)\./.test(chain(each.kids[0])));
}

/** `const r = await fetch(…)` whose `ok` and `status` nobody asks for, in a function that reads its body. */
function unchecked(of: Ir, callee: string, into: Extraction): Odd | undefined {
  if (into.language === 'python') return droppedPost(of, callee, into) ? { what: 'unchecked-response', text: 'dropped' } : undefined;
  if (!/^(window\.|globalThis\.)?fetch$/.test(callee) || into.language !== 'typescript') return undefined;
  const root = of.kids[0];
  if (root?.k === 'name' && into.scope.meaning(root).kind !== 'global') return undefined;
  if (of.up?.k === 'await' && of.up.up?.k === 'block' && changesSomething(of)) return { what: 'unchecked-response', text: 'dropped' };
  const decl = takerOf(of);
  const fn = above(of, 'fn');
  if (decl?.k !== 'let' || decl.v === '' || !fn) return undefined;
  let asked = false;
  let read = false;
  let handedOn = false;
  walk(fn, (each) => {
    if (each.k !== 'name' || each.v !== decl.v || each === decl) return;
    const member = each.up?.k === 'get' && each.up.kids[0] === each ? each.up.v : '';
    if (/^(ok|status|statusText|redirected|type)$/.test(member)) asked = true;
    else if (/^(json|text|blob|arrayBuffer|formData)$/.test(member)) read = true;
    else if (member === '' || member === 'body') handedOn = true;
  });
  for (const slot of decl.kids) if (slot.k === 'slot' && /^(ok|status)$/.test(slot.v)) asked = true;
  return read && !asked && !handedOn ? { what: 'unchecked-response', text: decl.v } : undefined;
}

/** `await client.post(url, json=item)` as a statement: Python's clients throw for no status, so a refused request looks like one that was taken. */
function droppedPost(of: Ir, callee: string, into: Extraction): boolean {
  if (!/(^|\.)_?(requests|httpx|(http_?)?client|(http_?)?session|http)\.(post|put|patch)$/.test(callee) && !(/\.(post|put|patch)$/.test(callee) && kindOfCall(of, into.scope) === 'network') || !['json', 'data', 'headers', 'content', 'files', 'params'].some((key) => named(of, key) !== undefined)) return false;
  const taker = takerOf(of);
  const bound = taker?.k === 'let' ? taker.v : taker?.k === 'assign' && taker.kids[0]?.k === 'name' ? taker.kids[0].v : '';
  const holder = taker && bound !== '' && onlyLogged(taker, bound) ? taker.up : taker;
  // Whoever waits for the error of a status has a client that throws it.
  return holder?.k === 'block' && !/raise_for_status\s*=|event_hooks|\bRetrySession|raise_on_4xx|except\s*\(?[\w.,\s]*HTTPStatusError/.test(into.file.text.replace(/raise_for_status\(/g, ''));
}

/** `res = await client.post(…)` and then only `print(res.json())`: a line of a log looks at nothing. */
function onlyLogged(decl: Ir, name: string): boolean {
  const fn = above(decl, 'fn');
  const logs = (of: Ir): boolean => {
    for (let each = of.up; each && each.k !== 'block'; each = each.up) if (each.k === 'call' && /^(print|logger|log|logging)(\.\w+)?$|\.(logger|log)\.\w+$/.test(chain(each.kids[0]))) return true;
    return false;
  };
  // From here to the next value of the same name.
  const sets = (each: Ir): boolean => (each.k === 'let' && each.v === name) || (each.k === 'assign' && each.v === '=' && each.kids[0]?.k === 'name' && each.kids[0].v === name);
  let end = Infinity;
  const uses: Ir[] = [];
  if (fn) walk(fn, (each) => {
    if (sets(each) && each.at > decl.at) end = Math.min(end, each.at);
    if (each.k === 'name' && each.v === name && each.at > decl.end) uses.push(each);
  });
  const own = uses.filter((each) => each.at < end);
  return own.length > 0 && own.every(logs);
}

/** `fetch(url, { method: 'POST' })`. */
function changesSomething(of: Ir): boolean {
  const options = of.kids[2];
  const method = options?.k === 'obj' ? options.kids.find((kid) => kid.v === 'method')?.kids[0] : undefined;
  return method?.k === 'str' && /^(post|put|patch|delete)$/i.test(method.v);
}

/** A token whose content is read and whose signature nobody checks in this file. Pages may read their own token. */
function unverified(of: Ir, callee: string, into: Extraction): boolean {
  if (into.language === 'python') {
    const options = /(^|\.)jwt\.decode$/.test(callee) ? named(of, 'options') : undefined;
    return options?.k === 'obj' && options.kids.some((kid) => kid.v === 'verify_signature' && kid.kids[0]?.v === 'false') && !/(^|_)id_?token/i.test(chain(of.kids[1])) && !verifiedToo(of, into);
  }
  if (!/^(decodeJwt|jwtDecode|jwt_decode|jose\.decodeJwt|jwt\.decode|jsonwebtoken\.decode)$/.test(callee) || /\.[jt]sx$|(^|\/)(web|client|frontend|hooks|components|pages)\//.test(into.file.path)) return false;
  // An identity token that came straight from its issuer over TLS may be read as it is.
  if (/id_?token/i.test(chain(of.kids[1])) || readsTimeOnly(of)) return false;
  return !/\b(jwtVerify|verifyJwt|jwt\.verify|jsonwebtoken\.verify|verifyToken|verifyIdToken|jwtDecrypt)\b/.test(into.file.text);
}

/** When a token ends may be read from it by anybody: nothing is granted on it. */
function readsTimeOnly(of: Ir): boolean {
  const name = of.up?.k === 'let' ? of.up.v : '';
  const members = new Set<string>();
  if (name !== '') walk(above(of, 'fn') ?? of, (each) => { if (each.k === 'get' && each.kids[0]?.k === 'name' && each.kids[0].v === name) members.add(each.v); });
  return members.size > 0 && [...members].every((each) => /^(exp|iat|nbf)$/.test(each));
}

/** `unverified_claims = jwt.decode(…)`: the name says that nobody relies on it yet. */
function knownUnverified(of: Ir): boolean {
  const names = [of.up?.k === 'let' ? of.up.v : '', of.up?.k === 'assign' ? chain(of.up.kids[0]) : '', ...args(of).map((each) => chain(each)), above(of, 'fn')?.v ?? ''];
  return names.some((each) => /(unverified|untrusted|unsafe|insecure|peek)/i.test(each));
}

/** The same token is decoded once more, with a key: what was read before only says which key. */
function verifiedToo(of: Ir, into: Extraction): boolean {
  return anywhere(above(of, 'class', 'module') ?? into.file.root, (each) => each.k === 'call' && each !== of && /(^|\.)jwt\.decode$/.test(chain(each.kids[0])) && args(each).length > 1 && named(each, 'options')?.kids.some((kid) => kid.v === 'verify_signature' && kid.kids[0]?.v === 'false') !== true);
}

/** `if (SECRET && given !== SECRET) refuse`: where the secret is not set, nobody is refused. */
function openWithoutSecret(of: Ir, into: Extraction): Odd | undefined {
  const [test, then] = of.kids;
  if (test?.k !== 'bin' || test.v !== '&&' || !refusesOrAnswers(then)) return undefined;
  const [first, rest] = test.kids;
  if ((first?.k !== 'name' && first?.k !== 'get') || !rest || !(rest.k === 'bin' && /^!==?$/.test(rest.v)) && !(rest.k === 'un' && rest.v === '!')) return undefined;
  const key = secretRead(settled(first, into.scope));
  return key !== undefined && usesSecret(rest, first) ? { what: 'open-without-secret', text: key } : undefined;
}

/** `if (SECRET) { refuse who lacks it }`, or `if (!SECRET) return true`, in a check: without the secret everybody passes. */
function openCheck(of: Ir, into: Extraction): Odd | undefined {
  const [test, then] = of.kids;
  const fn = above(of, 'fn');
  if (!fn || !(checking.test(fn.v) || /(auth|secret|token|signature|apikey|api_key)/i.test(fn.v)) || of.kids.length > 2 || !then) return undefined;
  const negated = test?.k === 'un' && /^(!|not)$/.test(test.v);
  const subject = negated ? test.kids[0] : test;
  const key = subject?.k === 'name' || subject?.k === 'get' || subject?.k === 'call' ? secretRead(subject.k === 'name' ? settled(subject, into.scope) : subject) : undefined;
  if (key === undefined) return undefined;
  const last = then.kids.at(-1);
  const passes = last?.k === 'return' && (last.kids[0]?.v === 'true' || (last.kids[0]?.k === 'call' && /^(next|call_next|f|func|fn|handler|view_func)$/.test(chain(last.kids[0].kids[0]))));
  if (negated ? !passes : !refusesOrAnswers(then) || !comparesIn(then) || !usesSecret(then, subject)) return undefined;
  return { what: 'open-without-secret', text: key };
}

/** The secret takes part in what is compared: a key that only switches a feature on guards nothing. */
function usesSecret(block: Ir, subject: Ir | undefined): boolean {
  const name = subject?.k === 'call' ? (subject.kids[1]?.v ?? '') : (subject?.v ?? '');
  return anywhere(block, (each) => (each.k === 'name' || each.k === 'get' || each.k === 'str') && each.v === name);
}

/** What is given is compared with something in it. */
function comparesIn(block: Ir): boolean {
  return anywhere(block, (each) => (each.k === 'bin' && /^(!==?|===?)$/.test(each.v)) || (each.k === 'call' && /(compare|equal|verify|check)\w*$/i.test(chain(each.kids[0]))));
}

const checking = /^_*(is|has|can|verify|check|allow|valid|authori[sz]e|authenticate|permit|require)/i;

/** `if (NODE_ENV !== 'production') return true` in a check: open wherever nobody says that this is production. */
function openOutside(of: Ir, into: Extraction): Odd | undefined {
  const [only] = of.kids[1]?.kids ?? [];
  const name = above(of, 'fn')?.v ?? '';
  if (of.kids[1]?.kids.length !== 1 || only?.k !== 'return' || only.kids[0]?.v !== 'true' || !checking.test(name) || !devOnly(only, into.scope)) return undefined;
  return { what: 'open-outside-production', text: name };
}

function secretRead(value: Ir): string | undefined {
  let found: string | undefined;
  walk(value, (each) => {
    const key = each.k === 'get' ? each.v : each.k === 'call' && each.kids[1]?.k === 'str' ? each.kids[1].v : '';
    const isEnv = /^(process\.env|import\.meta\.env|os\.environ)$/.test(chain(each.kids[0])) || /(getenv|environ\.get)$/.test(chain(each.kids[0]));
    if (isEnv && isSecretKey(key)) found ??= key;
  });
  return found;
}

function refusesOrAnswers(block: Ir | undefined): boolean {
  if (refuses(block)) return true;
  let found = false;
  if (block) walk(block, (each) => {
    if (each.k === 'num' && /^4\d\d$/.test(each.v)) found = true;
  });
  return found;
}
