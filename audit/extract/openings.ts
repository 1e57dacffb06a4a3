import { above, anywhere, args, chain, named, walk, type Ir } from '../ir.ts';
import type { Extraction, Odd } from './context.ts';
import { settled } from './scope.ts';

/** What a literal opens in Python: certificates that nobody checks, and origins that nobody is asked for. */
export function openingOf(of: Ir, into: Extraction): Odd | undefined {
  if (of.k === 'if') return bypass(of, into);
  if (of.k !== 'call' && of.k !== 'assign' && of.k !== 'pair') return undefined;
  const origins = of.k === 'call' ? openOrigins(of, into) : undefined;
  if (origins || into.language !== 'python') return origins;
  const text = uncheckedCertificate(of);
  return text === undefined ? undefined : { what: 'tls-off', text, ...((underSwitch(of) || checkedOtherwise(of, text)) && { switched: true as const }) };
}

function uncheckedCertificate(of: Ir): string | undefined {
  if (of.k === 'call') {
    const callee = chain(of.kids[0]);
    if (/(^|\.)_create_unverified_context$/.test(callee)) return callee;
    const verify = named(of, 'verify');
    return isFalse(verify) && /^(requests|httpx|session|client|aiohttp|self\.(_?session|_?client|_?http))/.test(callee) ? 'verify=False' : undefined;
  }
  const value = of.k === 'assign' ? of.kids[1] : of.kids[0];
  if (/(^|\.)CERT_NONE$/.test(chain(value))) return 'ssl.CERT_NONE';
  return of.k === 'assign' && of.kids[0]?.k === 'get' && of.kids[0].v === 'check_hostname' && isFalse(value) ? 'check_hostname = False' : undefined;
}

/** Whoever runs it decides by a setting whether certificates are checked. */
function underSwitch(of: Ir): boolean {
  for (let each = of.up, below: Ir = of; each && each.k !== 'fn'; below = each, each = each.up) {
    if ((each.k === 'if' || each.k === 'cond') && each.kids[0] !== below && names(each.kids[0], /(verify|insecure|unsafe|skip|self_?signed|trust|validate|ssl_?mode|check)/i)) return true;
  }
  return false;
}

/** The same function switches the check on again for other settings, or trusts one authority of its own whatever its host is called. */
function checkedOtherwise(of: Ir, text: string): boolean {
  return of.k === 'assign' && anywhere(above(of, 'fn'), (each) => {
    if (each.k === 'assign') return /\.(check_hostname|verify_mode)$/.test(chain(each.kids[0])) && (each.kids[1]?.v === 'true' || /(^|\.)CERT_REQUIRED$/.test(chain(each.kids[1])));
    return text.startsWith('check_hostname') && each.k === 'call' && (/\.load_verify_locations$/.test(chain(each.kids[0])) || named(each, 'cafile') !== undefined || named(each, 'cadata') !== undefined);
  });
}

function names(of: Ir | undefined, pattern: RegExp): boolean {
  return anywhere(of, (each) => (each.k === 'name' || each.k === 'get' || each.k === 'str') && pattern.test(each.v));
}

function isFalse(of: Ir | undefined): boolean {
  return of?.k === 'const' && of.v === 'false';
}

/** Every origin together with credentials: any page that a user opens acts as that user. */
function openOrigins(of: Ir, into: Extraction): Odd | undefined {
  const callee = chain(of.kids[0]);
  const middleware = /(^|\.)add_middleware$/.test(callee) && /(^|\.)CORSMiddleware$/.test(chain(args(of)[0]));
  if (!middleware && !/^(CORS|CORSMiddleware|flask_cors\.CORS)$/.test(callee)) return undefined;
  const credentials = named(of, 'allow_credentials') ?? named(of, 'supports_credentials');
  const origins = named(of, 'allow_origins') ?? named(of, 'origins');
  const value = origins && settled(origins, into.scope);
  const every = value?.k === 'str' ? value.v === '*' : value?.k === 'arr' && value.kids.some((kid) => kid.k === 'str' && kid.v === '*');
  return every && credentials?.k === 'const' && credentials.v === 'true' ? { what: 'cors-open', text: 'every origin, with credentials' } : undefined;
}

const off = /(^|_)(skip|bypass|disable|disabled)_?(auth|authentication|authorization|login|jwt|token_?check|security)(_|$)|(^|_)no_?(auth|authentication|authorization|login|jwt|security)(_?(mode|enabled|flag))?$|^without_?(auth|authentication|authorization|login)$|(^|_)(auth|authentication|security)_?(disabled|bypass(ed)?|off|skip(ped)?)(_|$)/i;

/** `if skip_auth: return handler()`: a switch lets everybody in. */
function bypass(of: Ir, into: Extraction): Odd | undefined {
  const [test, then] = of.kids;
  const last = then?.kids.at(-1);
  if (!test || !last || test.k === 'un' || (test.k === 'bin' && test.v === '&&') || last.k !== 'return' || !last.kids[0]) return undefined;
  const [value] = last.kids;
  if (value?.k === 'const' && value.v !== 'true') return undefined;
  const name = switchName(test, into);
  // What was asked for is itself the answer: `if (refusal) return refusal`; and a page that tells that nobody can log in lets nobody in.
  if (name === undefined || !above(of, 'fn') || answersRefusal(value) || (value?.k === 'name' && value.v === name) || value?.k === 'jsx') return undefined;
  return { what: 'auth-bypass', text: name };
}

function switchName(test: Ir, into: Extraction): string | undefined {
  let found: string | undefined;
  const look = (root: Ir): void => walk(root, (each) => {
    // A question about somebody (`isNoAuthUser(user.id)`) is no switch.
    if (each.k === 'call' && each.kids.length > 1 && !/(getenv|environ|config|settings|get)/i.test(chain(each.kids[0]))) return false;
    const word = each.k === 'name' || each.k === 'get' || (each.k === 'str' && each.up?.k !== 'bin') ? each.v.replace(/([a-z0-9])([A-Z])/g, '$1_$2') : '';
    if (off.test(word)) found ??= each.v;
    return found === undefined;
  });
  look(test);
  if (found === undefined && test.k === 'name') look(settled(test, into.scope));
  return found;
}

function answersRefusal(value: Ir | undefined): boolean {
  return anywhere(value, (each) => each.k === 'num' && /^[45]\d\d$/.test(each.v));
}
