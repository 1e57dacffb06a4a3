import type { EnvFact, Value } from '../facts.ts';
import { anywhere, args, chain, named, walk, type Ir } from '../ir.ts';
import type { Extraction, Guard } from './context.ts';
import { devOnly, refuses } from './guards.ts';
import { settled } from './scope.ts';
import { wayOut } from './leaving.ts';
import { isBlankWord, isKeyByDefault, isSecretKey, noSecret } from './secrets.ts';
import { valueOf } from './value.ts';

/** `DATABASE_URL`: what a variable of the environment is called. */
export const variable = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;

/** Reads of the environment with the value that stands in for a missing one. */
export function collectEnv(of: Ir, into: Extraction): void {
  const read = readOf(of, into);
  if (!read) return;
  const { keys, fallback, whole } = read;
  const span = into.lines.span(fallback && fallback !== whole ? cover(whole, fallback) : whole);
  const guard = guardOf(whole, fallback, into);
  const value = fallback && !(fallback.k === 'str' && keys.every((key) => namesCookie(key, fallback.v))) ? hidden(keys, valueOf(fallback, into.scope)) : undefined;
  into.facts.env.push({ ...span, keys, ...(value && { default: value }), ...(guard && { guard }), use: useOf(whole), ...(value?.text && /\b(localhost|127\.0\.0\.1)\b/.test(value.text) ? leaving(whole, keys, into) : {}), ...comparedWith(whole), fn: into.functionOf(of) });
  if (value || keys.every((key) => variable.test(key)) || /MOCK|DEMO|FAKE|STUB|SIMULAT|^(NEXT_PUBLIC|VITE|REACT_APP|EXPO_PUBLIC|NUXT_PUBLIC|GATSBY|PUBLIC|VUE_APP)_.*(SECRET|PASSWORD|TOKEN|KEY)/.test(keys.join(' '))) into.lines.keep(span);
}

/** A variable that the build writes into the page is in every browser. */
function leaving(whole: Ir, keys: readonly string[], into: Extraction): Pick<EnvFact, 'leaves'> {
  const way = wayOut(whole, into) ?? (keys.some((key) => /^(NEXT_PUBLIC|VITE|REACT_APP|EXPO_PUBLIC|NUXT_PUBLIC|GATSBY|VUE_APP)_/.test(key)) && (/\.[jt]sx$/.test(into.file.path) || into.file.directive === 'use client') ? 'page' : undefined);
  return way ? { leaves: way } : {};
}

interface Read {
  readonly keys: readonly string[];
  readonly fallback?: Ir;
  /** The whole expression that gives the value. */
  readonly whole: Ir;
}

function readOf(of: Ir, into: Extraction): Read | undefined {
  const direct = directKey(of);
  if (direct) {
    if (insideOr(of)) return undefined;
    return { keys: [direct], ...ternary(of) };
  }
  if (of.k === 'or' && !(of.up?.k === 'or' && of.up.kids[0] === of)) return chained(of, into);
  if (of.k === 'call') return wrapped(of, into);
  if (of.k === 'slot' && of.kids[0] && of.up?.k === 'let' && isEnvironment(of.up.kids[0])) return { keys: [chain(of) || of.v], fallback: of.kids[0], whole: of };
  if (of.k === 'pair' && (variable.test(of.v) || /^[A-Z]{3,}$/.test(of.v))) return schemaDefault(of) ?? schemaRequired(of, into);
  if (of.k === 'let' && of.up?.k === 'class') return settingsField(of, of.up);
  return undefined;
}

/** `process.env.KEY`, `import.meta.env.KEY`, `os.environ['KEY']`. */
function directKey(of: Ir): string | undefined {
  // What a worker or a checked schema hands over as `env`: its variables are in capitals.
  if (of.k === 'get' && variable.test(of.v) && /^(env|Env|(c|ctx|context|this|event\.platform|platform)\.env)$/.test(chain(of.kids[0]))) return of.v;
  if (of.k === 'get' && isEnvironment(of.kids[0]) && /^[A-Z_a-z][A-Za-z0-9_]*$/.test(of.v) && !/^(get|setdefault|copy|items|keys|pop|update)$/.test(of.v)) return of.v;
  return undefined;
}

function isEnvironment(of: Ir | undefined): boolean {
  return /^(process\.env|import\.meta\.env|Deno\.env|Bun\.env|os\.environ|environ)$/.test(chain(of));
}

function insideOr(of: Ir): boolean {
  let each = of;
  while (each.up && (each.up.k === 'get' || (each.up.k === 'call' && /\.(trim|replace|toLowerCase|split)$/.test(chain(each.up.kids[0]))))) each = each.up;
  return each.up?.k === 'or' || (each.up?.k === 'call' && /^(os\.getenv|Number|parseInt)$/.test(chain(each.up.kids[0])) && each.up.up?.k === 'or');
}

/** `A ?? B ?? 'x'`: every variable of it, and the last operand when that is none. */
function chained(of: Ir, into: Extraction): Read | undefined {
  const operands = operandsOf(of);
  const last = operands.at(-1);
  if (!last) return undefined;
  const keys = operands.flatMap((each) => keyWithin(each, into));
  if (keys.length === 0) return undefined;
  const own = keyWithin(last, into);
  if (own.length === 0) return { keys, fallback: last, whole: of };
  const inner = last.k === 'call' ? wrapped(last, into) : undefined;
  return { keys, whole: of, ...(inner?.fallback && { fallback: inner.fallback }) };
}

function operandsOf(of: Ir): Ir[] {
  const [left, right] = of.kids;
  if (!left || !right) return [];
  return [...(left.k === 'or' ? operandsOf(left) : [left]), ...(right.k === 'or' ? operandsOf(right) : [right])];
}

function keyWithin(of: Ir, into: Extraction): string[] {
  const found: string[] = [];
  let each: Ir | undefined = of;
  // The value may be trimmed or converted, but the variable must be its subject, not an argument of something else.
  for (let depth = 0; each && depth < 5; depth++) {
    const key = directKey(each);
    if (key) return [key];
    if (each.k === 'call') {
      const key = callKey(each, into);
      if (key) return [key];
      const callee = chain(each.kids[0]);
      // `clean(process.env.X)`: a function of one argument hands its subject on.
      each = /^(Number|parseInt|parseFloat|String|int|str|float)$/.test(callee) || (each.kids[0]?.k === 'name' && each.kids.length === 2) ? each.kids[1] : each.kids[0];
    } else if (each.k === 'get' || each.k === 'index' || each.k === 'await') each = each.kids[0];
    else if (each.k === 'name') {
      const value = settled(each, into.scope);
      if (value === each) return found;
      each = value;
    } else return found;
  }
  return found;
}

/** `getattr(config, 'ADMIN_SECRET', 'x')`: settings that were read from the environment, with a default of their own. */
function ofSettings(of: Ir): Read | undefined {
  const [callee, owner, key, fallback] = of.kids;
  if (chain(callee) !== 'getattr' || key?.k !== 'str' || !fallback || !variable.test(key.v) || !/(^|\.)_?(config|settings|cfg|conf|app_config)$/i.test(chain(owner))) return undefined;
  return { keys: [key.v], fallback, whole: of };
}

/** A call that reads a variable: `os.getenv('K', d)`, `env('K')`, `optional('K', 'd')`, `config.get('K')`. */
function wrapped(of: Ir, into: Extraction): Read | undefined {
  const settings = ofSettings(of);
  if (settings) return settings;
  const key = callKey(of, into);
  if (!key || insideOr(of)) return undefined;
  const fallback = named(of, 'default') ?? args(of)[1];
  const usable = fallback && fallback.k !== 'obj' && fallback.k !== 'fn' ? fallback : undefined;
  return { keys: [key], whole: of, ...(usable && { fallback: usable }) };
}

function callKey(of: Ir, into: Extraction): string | undefined {
  const first = of.kids[1];
  if (first?.k !== 'str') return undefined;
  const callee = chain(of.kids[0]);
  if (/^(os\.getenv|getenv|os\.environ\.(get|pop|setdefault)|environ\.get|Deno\.env\.get|Bun\.env\.get)$/.test(callee)) return first.v;
  if (!variable.test(first.v) && !/^[A-Z][A-Z0-9_]{2,}$/.test(first.v)) return undefined;
  const last = callee.slice(callee.lastIndexOf('.') + 1);
  if (/^(env|getEnv|getenv|get_env|readEnv|envOr|envVar|optional|required|requireEnv|optionalEnv|fromEnv|decouple|env_str|env_var)$/i.test(last) || /^(env|environ|config|decouple|configService|this\.config(Service)?)(\.(str|get|getOrThrow|string|url))?$/.test(callee)) return first.v;
  return of.kids[0]?.k === 'name' && readsEnvironment(of.kids[0], into) ? first.v : undefined;
}

/** True for a function of this file that reads a variable by the name it is given. */
function readsEnvironment(name: Ir, into: Extraction): boolean {
  const meaning = into.scope.meaning(name);
  if (meaning.kind !== 'module') return false;
  return anywhere(meaning.decl, (each) => each.k === 'index' && isEnvironment(each.kids[0]));
}

function ternary(of: Ir): { readonly fallback?: Ir; readonly whole: Ir } {
  const parent = of.up;
  if (parent?.k === 'cond' && parent.kids[1] === of && chain(parent.kids[0]) === chain(of) && parent.kids[2]) return { fallback: parent.kids[2], whole: parent };
  return { whole: of };
}

/** A schema over the environment: `JWT_SECRET: z.string().default('x')`. */
function schemaDefault(pair: Ir): Read | undefined {
  let each = pair.kids[0];
  while (each?.k === 'call') {
    const callee = each.kids[0];
    const first = each.kids[1];
    // One word of several that are listed is a mode, whatever the variable is called.
    if (callee?.k === 'get' && callee.v === 'default' && first && isSecretKey(pair.v) && /\.(enum|nativeEnum|boolean)(\(\)|$)/.test(chain(callee))) return undefined;
    if (callee?.k === 'get' && callee.v === 'default' && first) return { keys: [pair.v], fallback: first, whole: pair };
    if (callee?.k === 'name' && /^(str|url|host|email|port)$/.test(callee.v) && first?.k === 'obj') {
      const fallback = first.kids.find((kid) => kid.v === 'default')?.kids[0];
      return fallback && { keys: [pair.v], fallback, whole: pair };
    }
    each = callee?.k === 'get' ? callee.kids[0] : undefined;
  }
  return undefined;
}

/** `SESSION_COOKIE_KEY = "app_session"`: under which name the browser keeps it, no secret. */
function namesCookie(key: string, text: string): boolean {
  return /COOKIE_KEY$/.test(key) && /^[a-z][a-z0-9]*([_-][a-z0-9]+)+$/.test(text);
}

function hidden(keys: readonly string[], value: Value): Value {
  if (value.form !== 'text' || !keys.some((key) => isSecretKey(key) || isKeyByDefault(key, value.text ?? '')) || !value.text || /^(<.*>|\s*)$/.test(value.text) || noSecret.test(value.text)) return value;
  // A word that plainly holds no secret may be seen: rules tell a blank from a known key by it.
  return { ...value, text: isBlankWord(value.text ?? '') ? 'placeholder' : '***' };
}

function guardOf(whole: Ir, fallback: Ir | undefined, into: Extraction): Guard | undefined {
  if (fallback?.k === 'throw' || (fallback && refusesValue(fallback))) return 'throws';
  if (devOnly(fallback ?? whole, into.scope)) return 'development';
  if (fallback && (fallback.k === 'str' || fallback.k === 'name') && refusedLater(whole, fallback, into)) return 'refused';
  return undefined;
}

function refusesValue(of: Ir): boolean {
  return of.k === 'call' && (refuses(of.kids[0]) || /(^|\.)(fail|die|panic|throwError|missing|raise\w*|invariant)$/.test(chain(of.kids[0])));
}

/** A later test that compares the value with its default and refuses to start. */
function refusedLater(whole: Ir, fallback: Ir, into: Extraction): boolean {
  const bound = whole.up?.k === 'let' || whole.up?.k === 'pair' ? whole.up.v : '';
  let found = false;
  walk(into.file.root, (each) => {
    if (found || each.k !== 'if' || !refuses(each.kids[1])) return !found;
    let compared = false;
    const test = each.kids[0];
    if (test) walk(test, (one) => {
      if ((one.k === 'name' || one.k === 'get') && bound !== '' && one.v === bound && test.k !== 'name' && test.k !== 'un') compared = true;
      if (fallback.k === 'str' && one.k === 'str' && one.v === fallback.v && fallback.v.length > 3) compared = true;
      if (fallback.k === 'name' && one.k === 'name' && one.v === fallback.v) compared = true;
    });
    if (compared) found = true;
    return true;
  });
  return found;
}

/** What takes the value: the nearest name, key or call. */
function useOf(of: Ir): string {
  for (let each = of.up, below: Ir = of; each; below = each, each = each.up) {
    if ((each.k === 'let' || each.k === 'pair') && each.v) return each.v;
    if (each.k === 'assign' && each.kids[1] === below) return chain(each.kids[0]);
    if ((each.k === 'call' || each.k === 'new') && each.kids[0] !== below) {
      const callee = chain(each.kids[0]);
      if (!/^(String|Number|parseInt|Boolean|int|str|bool|float)$/.test(callee)) return `${callee}()`;
    }
    if (each.k === 'return') return 'return';
    if (each.k === 'fn' || each.k === 'module' || each.k === 'block') break;
  }
  return '';
}

function cover(whole: Ir, fallback: Ir): Ir {
  return { ...whole, at: Math.min(whole.at, fallback.at), end: Math.max(whole.end, fallback.end) };
}

function comparedWith(of: Ir): { readonly compared?: string } {
  let each = of;
  while (each.up && (each.up.k === 'get' || (each.up.k === 'call' && each.up.kids[0] === each))) each = each.up;
  const test = each.up;
  const other = test?.k === 'bin' ? test.kids.find((kid) => kid !== each) : undefined;
  return test?.k === 'bin' && (other?.k === 'str' || other?.k === 'const') ? { compared: `${test.v} ${other.v}` } : {};
}

/** A field of pydantic's `BaseSettings`: its variable is its name in capitals. */
function settingsField(of: Ir, owner: Ir): Read | undefined {
  if (!owner.kids.some((kid) => kid.k === 'get' && kid.v === 'extends' && /Settings$/.test(chain(kid.kids[0])))) return undefined;
  if (!/^[A-Za-z]\w*$/.test(of.v) || of.v === 'model_config') return undefined;
  const value = of.kids[0];
  if (value?.k === 'call' && /^(Field|SecretStr)$/.test(chain(value.kids[0]))) {
    const fallback = named(value, 'default') ?? args(value)[0];
    const inner = fallback?.k === 'call' ? fallback.kids[1] : fallback;
    return { keys: [of.v.toUpperCase()], whole: of, ...(inner && inner.k !== 'pass' && { fallback: inner }) };
  }
  return { keys: [of.v.toUpperCase()], whole: of, ...(value && value.k !== 'pass' && { fallback: value }) };
}

/** A key without a default in a schema that the environment is read through: `z.object({ DATABASE_URL: z.url() }).parse(process.env)`. */
function schemaRequired(pair: Ir, into: Extraction): Read | undefined {
  const value = pair.kids[0];
  const root = value?.k === 'call' ? chain(value.kids[0]).split(/[.(]/)[0] : '';
  const schema = pair.up?.up;
  const inSchema = schema?.k === 'call' && /(^|\.)(object|strictObject|looseObject|cleanEnv)$/.test(chain(schema.kids[0]));
  return inSchema && /^(z|zod|v|yup|joi|Joi|Type|t|s|str|url|port|host|email|num|bool)$/.test(root ?? '') && /process\.env|import\.meta\.env/.test(into.file.text) ? { keys: [pair.v], whole: pair } : undefined;
}
