import type { LiteralFact } from '../facts.ts';
import { above, anywhere, chain, walk, type Ir } from '../ir.ts';
import type { Extraction } from './context.ts';
import { devOnly, refuses } from './guards.ts';
import { maskText } from './mask.ts';
import { isSecretKey } from './secrets.ts';

type What = LiteralFact['what'];

/** Literals that may be configuration of a deployment: addresses, credentials, paths of a machine, principals. */
export function collectLiterals(of: Ir, into: Extraction): void {
  if (of.k === 'str') {
    if (of.up?.k === 'tpl' && of.up.kids[0] !== of) return;
    const what = whatOf(of);
    if (what) push(of, what, of.v, into);
  }
}

function push(of: Ir, what: What, text: string, into: Extraction): void {
  const whole = of.up?.k === 'tpl' ? of.up : of;
  const { use: found, name } = useOf(whole);
  const use = shownOnly(whole) || (what !== 'credential' && isExample(of)) ? 'text' : found === 'constant' && onlyBase(whole) ? 'base' : found;
  const span = into.lines.span(whole);
  const shown = what === 'credential' ? '***' : maskText(text).slice(0, 160);
  const call = callAround(whole);
  const open = (whole !== of && /:$/.test(text)) || ownPort(whole);
  into.facts.literals.push({ ...span, text: shown, what, use, into: name, ...(call !== '' && call !== name && { call }), ...(open && { open: true as const }), ...(whole !== of && { template: true as const }), ...(what === 'credential' && reachesSink(of, into) && { sink: true as const }), ...((devOnly(of, into.scope) || ofAStage(of)) && { guard: 'development' as const }), ...(isParameter(whole) && { parameter: true as const }), fn: into.functionOf(of) });
  into.lines.keep(span);
}

/** `{ hostname: 'localhost', port: options.port }`: a server of this machine whose port is computed. */
function ownPort(of: Ir): boolean {
  const port = of.up?.k === 'pair' && /^host(name)?$/.test(of.up.v) ? of.up.up?.kids.find((kid) => kid.k === 'pair' && kid.v === 'port')?.kids[0] : undefined;
  return port !== undefined && port.k !== 'num' && port.k !== 'str';
}

/** A class of settings for tests or for developing, or the entry of that name in a table by stage. */
function ofAStage(of: Ir): boolean {
  for (let each = of.up; each; each = each.up) {
    if (each.k === 'class' && /^(Test|Testing|Dev|Devel|Development|Local)[A-Z_]?\w*(Config|Configuration|Settings)$|(Config|Settings)(Test|Testing|Dev|Development|Local)$/.test(each.v)) return true;
    if (each.k === 'pair' && each.kids[0]?.k === 'obj' && /^(localhost|local|dev|develop|development|test|testing)$/i.test(each.v)) return true;
    if (each.k === 'fn') return false;
  }
  return false;
}

/** `const base = 'http://x.local'`, and all that is made of it is `new URL(path, base)`. */
function onlyBase(of: Ir): boolean {
  const held = of.up;
  if (held?.k !== 'let' || held.v === '' || held.up?.k !== 'block') return false;
  let based = 0;
  const rest = anywhere(held.up, (each) => {
    if (each.k !== 'name' || each.v !== held.v) return false;
    const isBase = each.up?.k === 'new' && chain(each.up.kids[0]) === 'URL' && each.up.kids[2] === each;
    if (isBase) based++;
    return !isBase;
  });
  return based > 0 && !rest;
}

/** `host = 'localhost'` where it was `0.0.0.0`, for a line that a person reads; and the host of an address that names none. */
function shownOnly(of: Ir): boolean {
  // The default of a form that is drawn from a schema: `{"type": "string", "default": …}`.
  if (of.up?.k === 'pair' && of.up.v === 'default' && of.up.up?.k === 'obj' && of.up.up.kids.some((kid) => kid.v === 'type' && kid.kids[0]?.k === 'str')) return true;
  // `servers: [{ url, description }]` of a description of an interface: each is one that a reader may choose.
  if (of.up?.k === 'pair' && of.up.v === 'url' && of.up.up?.k === 'obj' && of.up.up.up?.k === 'arr' && of.up.up.kids.some((kid) => kid.v === 'description') && of.up.up.up.up?.k === 'pair' && /^servers$/i.test(of.up.up.up.up.v)) return true;
  // `headers.get('host') || 'proxy.local'`: an address that is taken apart again needs some host.
  if (of.up?.k === 'or' && anywhere(of.up.kids[0], (each) => each.k === 'call' && /headers?(\(\))?\.get$/.test(chain(each.kids[0])) && /^(x-forwarded-)?host$/i.test(each.kids[1]?.v ?? ''))) return true;
  // `{ label: 'Endpoint', value: … }`: what stands in a field of a form before somebody fills it in.
  if (of.up?.k === 'pair' && /^(value|default|placeholder|initial)$/.test(of.up.v) && of.up.up?.kids.some((kid) => kid.k === 'pair' && /^(label|help|hint|caption)$/.test(kid.v))) return true;
  if (!/^(localhost|127\.0\.0\.1)$/.test(of.v)) return false;
  // Where it can be reached, said in a line of the log.
  for (let each = of.up; each && each.k !== 'block'; each = each.up) if (each.k === 'call' && /^(console|log|logger)\.\w+$|\.(logger|log)\.\w+$/.test(chain(each.kids[0]))) return true;
  if (of.up?.k === 'or' && of.up.kids[0]?.k === 'get' && of.up.kids[0].v === 'hostname') return true;
  const test = above(of, 'if', 'cond', 'fn');
  return test?.k !== 'fn' && anywhere(test?.kids[0], (each) => each.k === 'str' && each.v === '0.0.0.0');
}

function whatOf(of: Ir): What | undefined {
  const text = of.v;
  if (text.length < 3 || text.length > 400) return undefined;
  if (/^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i.test(text) && of.up?.k !== 'tpl') return 'credential-url';
  if (/^(https?|wss?|ftp|redis|rediss|postgres|postgresql|mysql|mongodb(\+srv)?|amqps?|bolt|neo4j|kafka|nats|smtp):\/\//i.test(text)) return 'url';
  if (/^(localhost|127\.0\.0\.1|0\.0\.0\.0|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+)(:\d+)?(\/|$)/.test(text) || /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(internal|local|corp|lan|rds\.amazonaws\.com|azurewebsites\.net|herokuapp\.com|onrender\.com|vercel\.app|netlify\.app|supabase\.co|fly\.dev|railway\.app|run\.app)(:\d+)?(\/|$)/.test(text)) return 'host';
  if (/^(\/home\/|\/Users\/|\/root\/|[A-Z]:\\Users\\)[\w.-]+/.test(text)) return 'path';
  if (/^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(text) && (of.up?.k === 'bin' || of.up?.k === 'arr')) return 'principal';
  if (isFixedPrincipal(of) || isInventedActor(of)) return 'principal';
  return isCredential(of) || isKnownPass(of) ? 'credential' : undefined;
}

const principalKey = /^(current|default|buyer|seller|owner|created_?by|requested_?by)?_?(user|provider|patient|doctor|clinician|practitioner|agent|vendor|merchant|driver|student|teacher|tenant|org|organi[sz]ation|account|customer|buyer|seller|company|owner|member|employee|dealer|institution|participant|actor)_?(org|user|account)?_?id$/i;

/** `createOrder({ buyerOrgId: 'org_01' })`: a record of somebody in particular, in what is sent or stored. */
function isFixedPrincipal(of: Ir): boolean {
  if (of.up?.k !== 'pair' || !principalKey.test(of.up.v) || !/^[A-Za-z]{2,}[\w]*[_-]\w*\d[\w-]*$|^[0-9a-f]{8}-[0-9a-f]{4}-[1-9a-f][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(of.v)) return false;
  const call = of.up.up?.up;
  return (call?.k === 'call' || call?.k === 'new') && above(of, 'fn') !== undefined && !isExample(of);
}

/** `user_id = "demo_user"`, `user.id or "default_user"`: whoever asks, it is done and noted as somebody who does not exist. */
function isInventedActor(of: Ir): boolean {
  if (!/^(demo|test|mock|sample|fake|dummy|default|guest|example|placeholder)[-_ ]?(user|tenant|org(anization)?|account|customer|company|owner)([-_]?(id|\d+))?$|^(user|provider|patient|doctor|clinician|practitioner|agent|vendor|merchant|driver|student|teacher|tenant|org|account|customer|company)[-_]?(123|1|001|demo|test|default|placeholder)$/i.test(of.v) || above(of, 'fn') === undefined || isExample(of)) return false;
  const held = of.up?.k === 'or' && of.up.kids[0] !== of ? of.up : of;
  const holder = held.up;
  const name = holder?.k === 'let' || holder?.k === 'pair' ? holder.v : holder?.k === 'assign' && holder.kids[1] === held ? (chain(holder.kids[0]).split('.').at(-1) ?? '') : '';
  return principalKey.test(name);
}

/** `token === 'demo-token'` in what lets people in: whoever knows the word gets past. */
function isKnownPass(of: Ir): boolean {
  const test = of.up;
  if (test?.k !== 'bin' || !/^===?$/.test(test.v) || of.v.length < 4 || /\s/.test(of.v) || !/[\d-]|^[a-z]+[A-Z]/.test(of.v)) return false;
  const other = test.kids.find((kid) => kid !== of);
  if (!other || other.k === 'un' || !/^(access_?|auth_?|bearer_?|id_?|api_?|admin_?)?(token|password|passwd|pwd|passcode|otp|secret|api_?key)$/i.test(other.k === 'name' || other.k === 'get' ? other.v : '')) return false;
  const fn = above(of, 'fn');
  const branch = above(of, 'if', 'fn');
  return /(auth|login|sign_?in|verify|validate|access|guard|session|user|middleware|token)/i.test(fn?.v ?? '') && branch?.k === 'if' && !refuses(branch.kids[1]) && !answersRefusal(branch.kids[1]);
}

function answersRefusal(block: Ir | undefined): boolean {
  return anywhere(block, (each) => (each.k === 'num' && /^4\d\d$/.test(each.v)) || (each.k === 'return' && (!each.kids[0] || (each.kids[0].k === 'const' && each.kids[0].v !== 'true'))));
}

/** A literal bound to a secret-like name: `password: 'x'`, `const API_KEY = 'x'`. */
function isCredential(of: Ir): boolean {
  const text = of.v;
  const name = of.up?.k === 'let' || of.up?.k === 'pair' || of.up?.k === 'slot' ? of.up.v : of.up?.k === 'assign' && of.up.kids[1] === of ? chain(of.up.kids[0]).split('.').at(-1) ?? '' : '';
  if (name === '' || !isSecretKey(name) || text.length < 4 || isExample(of)) return false;
  // A salt that tells one use of a key from another is no secret, nor is a word of letters that stands for a kind of token.
  if (/salt$/i.test(name) || (/^[a-z]{1,6}$/.test(text) && of.up?.k === 'pair' && (of.up.up?.kids ?? []).filter((kid) => kid.kids[0]?.k === 'str' && /^[a-z]{1,6}$/.test(kid.kids[0].v)).length > 2)) return false;
  if (/\s|^[./#@<{]|\$\{|^\*+$|:\/\//.test(text) || /^[A-Z][A-Z0-9_]+$/.test(text)) return false;
  if (/redacted|masked|\bhidden\b/i.test(text)) return false;
  if (signingKey.test(name.toLowerCase())) return true;
  if (isOfCatalogue(of)) return false;
  // A key of texts, or a word that only repeats the name, is no credential.
  if (/^[a-z][a-zA-Z-]*(\.[a-zA-Z-]+)+$/.test(text) || plain(text) === plain(name) || plain(text).endsWith(plain(name))) return false;
  if (/^(same-origin|include|omit|bearer|basic|password|secret|token|string|text|hidden|required|optional|true|false|none|null|undefined|invalid\w*|[\w-]*token|reset[\w-]*|forgot[\w-]*|access[\w-]*|refresh[\w-]*)$/i.test(text)) return false;
  return true;
}

/** `{ login: 'Einloggen', password: 'Passwort', welcome: 'Schön, dass du da bist', … }`: the words of an interface in one language. */
function isOfCatalogue(of: Ir): boolean {
  if (!/^[^\x00-\x7f]|^[\p{L}\p{M}'’ -]+$/u.test(of.v) && !/[^\x00-\x7f]/.test(of.v)) return false;
  let catalogue: Ir | undefined;
  for (let each = of.up; each && each.k !== 'fn' && each.k !== 'call'; each = each.up) if (each.k === 'obj') catalogue = each;
  let words = 0;
  let sentences = 0;
  let other = 0;
  if (catalogue) walk(catalogue, (each) => {
    if (each.k !== 'pair') return true;
    const [value] = each.kids;
    if (value?.k === 'str' || value?.k === 'tpl') {
      words++;
      if (/\S\s+\S|[^\x00-\x7f]/.test(value.v)) sentences++;
    } else if (value?.k !== 'obj') other++;
    return true;
  });
  return words >= 5 && sentences * 5 >= words && other * 5 <= words;
}

/** Keys that this system signs or encrypts with: whatever stands in them works, also a word that says that it should be changed. */
const signingKey = /^(flask_|django_|app_)?(secret_key|jwt_secret(_key)?|session_secret|signing_key|cookie_secret|encryption_key)$/;

/** Inside what documents a form: `example`, `examples`, `json_schema_extra`, `placeholder`. */
function isExample(of: Ir): boolean {
  for (let each = of.up; each && each.k !== 'fn'; each = each.up) if ((each.k === 'pair' || each.k === 'let' || each.k === 'assign') && /^(examples?|json_schema_extra|schema_extra|openapi_examples|sample|placeholder|model_config|swagger\w*|PreviewProps|previewProps|argTypes)$/.test(each.k === 'assign' ? (each.kids[0]?.v ?? '') : each.v)) return true;
  return false;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** What takes a literal, climbing through what does not change its part: concatenation, arrays, defaults. */
export function useOf(of: Ir): { readonly use: LiteralFact['use']; readonly name: string } {
  let list = false;
  let fallback = false;
  for (let each = of.up, below: Ir = of; each; below = each, each = each.up) {
    switch (each.k) {
      case 'or': case 'cond': fallback = each.kids[0] !== below; break;
      case 'slot': return { use: 'default', name: each.v };
      case 'arr': list = true; break;
      case 'tpl': case 'spread': case 'await': break;
      case 'bin': case 'case': case 'switch': return { use: 'comparison', name: takerOf(each) };
      case 'call': case 'new': return { use: each.kids[0] === below ? 'text' : list ? 'list' : chain(each.kids[0]) === 'URL' && each.kids[2] === below ? 'base' : fallback ? 'default' : 'argument', name: chain(each.kids[0]) };
      case 'pair': return { use: each.up?.k === 'jsx' ? 'attribute' : list ? 'list' : fallback ? 'default' : 'property', name: each.v };
      case 'let': return { use: list ? 'list' : fallback ? 'default' : 'constant', name: each.v };
      case 'assign': return { use: list ? 'list' : fallback ? 'default' : 'constant', name: chain(each.kids[0]) };
      case 'return': return { use: list ? 'list' : fallback ? 'default' : 'returned', name: above(each, 'fn')?.v ?? '' };
      case 'jsx': return { use: 'text', name: each.v };
      case 'get': case 'obj': case 'index': break;
      default: return { use: 'text', name: '' };
    }
  }
  return { use: 'text', name: '' };
}

/** What a comparison decides: the name or key that takes its outcome in the same statement. */
function takerOf(of: Ir): string {
  for (let each = of.up; each && each.k !== 'block' && each.k !== 'fn' && each.k !== 'call'; each = each.up) {
    if (each.k === 'let' || each.k === 'pair') return each.v;
    if (each.k === 'assign') return chain(each.kids[0]);
  }
  return '';
}

function isParameter(of: Ir): boolean {
  for (let each = of.up; each && each.k !== 'block'; each = each.up) if (each.k === 'slot') return each.up?.k === 'fn' || each.up?.k === 'let';
  return false;
}

/** The nearest call that a literal is an argument of, through objects and lists. */
function callAround(of: Ir): string {
  for (let each = of.up, below: Ir = of; each && each.k !== 'block' && each.k !== 'fn'; below = each, each = each.up) {
    if ((each.k === 'call' || each.k === 'new') && each.kids[0] !== below) return chain(each.kids[0]).slice(-60);
  }
  return '';
}

const signing = /(sign|verify|hmac|encode|cipher|createSecretKey|setSecret|jwt|session|cookie|importKey|basicAuth|login|connect|auth|Client|Pool|hash|pbkdf2|scrypt)\w*$/i;

/** `app.secret_key = 'x'`, `class Config: SECRET_KEY = 'x'`, Django's settings, and a table of values for variables that are not set. */
function signsByPlace(of: Ir, into: Extraction): boolean {
  const holder = of.up;
  if (!holder) return false;
  if (holder.k === 'assign') return holder.kids[0]?.k === 'get' && signingKey.test(holder.kids[0].v.toLowerCase());
  if (holder.k === 'let' && signingKey.test(holder.v.toLowerCase())) {
    const owner = holder.up?.k === 'class' ? holder.up.v : '';
    return /(Config|Settings)$/.test(owner) && !/(Dev|Test|Local)/.test(owner) || (holder.up?.k === 'module' && into.scope.module.has('INSTALLED_APPS') && !/(dev|test|local|ci)/i.test(into.file.path.split('/').at(-1) ?? ''));
  }
  return holder.k === 'pair' && holder.up?.k === 'obj' && signingKey.test(holder.v.toLowerCase()) && /^[A-Z][A-Z0-9_]+$/.test(holder.v) && /(os\.getenv|os\.environ\.get)\(\s*[a-z_]\w*\s*[,)]|process\.env\[[a-z]/.test(into.file.text);
}

/** A password beside a user or an address, or a constant that is handed to what signs, encrypts or connects. */
function reachesSink(of: Ir, into: Extraction): boolean {
  if (signsByPlace(of, into)) return true;
  if (of.up?.k === 'pair' && of.up.up?.k === 'obj') return of.up.up.kids.some((kid) => kid !== of.up && /^(user|username|email|login|host|account|role)$/i.test(kid.v));
  if (of.up?.k === 'pair' && of.up.up?.k === 'call') return signing.test(chain(of.up.up.kids[0]));
  if (of.up?.k !== 'let') return false;
  const { v: name } = of.up;
  return anywhere(into.file.root, (each) => each.k === 'name' && each.v === name && each.up !== undefined && (each.up.k === 'call' || each.up.k === 'new') && each.up.kids[0] !== each && signing.test(chain(each.up.kids[0]).replace(/\(\)/g, '')));
}
