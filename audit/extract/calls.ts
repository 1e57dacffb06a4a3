import type { Effect } from '../facts.ts';
import { above, awaited, chain, rootOf, type Ir } from '../ir.ts';
import { isRandom } from './value.ts';
import type { Scope } from './scope.ts';

/** What a call does as far as its name and the origin of its root tell. `project`: a function that may be this project's own. */
export type CallKind = Effect | 'pure' | 'project';

const packages: readonly (readonly [Effect, RegExp])[] = [
  ['network', /^(axios|got|ky|ofetch|node-fetch|undici|superagent|request|graphql-request|openai|@anthropic-ai\/|stripe$|twilio|@sendgrid\/|nodemailer|resend|postmark|mailgun|aws-sdk|@aws-sdk\/|googleapis|@google|firebase|@supabase\/|@octokit|@slack\/|algoliasearch|minio|ws$|socket\.io|http$|https$|net$|tls$|dgram|requests|httpx|aiohttp|urllib|urllib3|boto3|botocore|smtplib|sendgrid|grpc|@grpc|websockets?$|paramiko|ftplib|anthropic|google\.|alpaca|yfinance|stellar)/],
  ['store', /^(pg$|postgres$|@prisma\/|drizzle-orm|typeorm|mongoose|mongodb|knex|sequelize|mysql2?|better-sqlite3|sqlite3|ioredis|redis|neo4j|neo4j-driver|kysely|@mikro-orm|sqlalchemy|sqlmodel|psycopg2?|asyncpg|pymongo|motor|peewee|tortoise|django\.db|aioredis|cassandra|elasticsearch|@elastic|@clickhouse|@upstash|lmdb|level)/],
  ['file', /^(fs$|fs\/promises|fs-extra|graceful-fs|shutil|aiofiles)/],
  ['process', /^(child_process|execa|subprocess|cross-spawn|zx$)/],
  ['message', /^(bullmq|bull$|bee-queue|amqplib|kafkajs|celery|pika|kafka|nats|@nestjs\/bull|pg-boss|dramatiq|rq$|mqtt|web-push)/],
];
const pure = /^(Math|JSON|Object|Array|String|Number|Boolean|Symbol|BigInt|Intl|Date|Map|Set|WeakMap|RegExp|Error|TypeError|RangeError|URL|URLSearchParams|Buffer|parseInt|parseFloat|isNaN|isFinite|encodeURIComponent|decodeURIComponent|structuredClone|atob|btoa|TextEncoder|TextDecoder|crypto|require|import|super|performance|Promise|Reflect|Proxy|AbortController|AbortSignal|Headers|FormData|len|str|int|float|bool|dict|list|set|tuple|range|enumerate|zip|sorted|min|max|sum|abs|round|isinstance|getattr|hasattr|setattr|type|super|any|all|map|filter|repr|format|hash|id|iter|next|vars|json|re|math|datetime|timedelta|date|uuid|hashlib|hmac|base64|copy|itertools|functools|collections|Decimal|Path|typing|dataclasses|logging\.getLogger|os\.path)(\.|$|\()/;
const pureMethod = /\.(map|filter|reduce|forEach|slice|splice|concat|join|toString|toFixed|toISOString|toLocale\w*|trim\w*|split|flat|flatMap|sort|toSorted|reverse|includes|indexOf|keys|values|entries|padStart|padEnd|replace|replaceAll|toLowerCase|toUpperCase|startsWith|endsWith|match|matchAll|test|find|findIndex|some|every|push|pop|shift|unshift|at|charAt|charCodeAt|substring|substr|getTime|getFullYear|getMonth|getDate|has|bind|call|apply|then|catch|finally|preventDefault|stopPropagation|localeCompare|isoformat|strftime|strptime|strip|lstrip|rstrip|lower|upper|title|append|extend|items|copy|encode|decode|isdigit|format|setdefault|parse|safeParse|valueOf|fill|hexdigest|digest|total_seconds|date|timestamp|min|max|optional|string|object|number|array|boolean|nullable|default|email|url|uuid|int|positive|model_dump|model_dump_json|_asdict)$/;
const storeChain = /(^|[._])(prisma|db|database|knex|pool|redis|session|cursor|conn|connection|collection|repository|repositories|repo|repos|orm|em|entityManager|tx|trx|supabase|mongo|driver|objects|queryRunner|dataSource|kv|storage|model)\.(.*\.)?\w+$|(Repository|Repo|Model|Dao|Collection)\.\w+$|(^|_)(query|execute_query|fetch_all|fetch_one|fetchval)$/i;

export function kindOfCall(call: Ir, scope: Scope): CallKind {
  const known = scope.kinds.get(call);
  if (known) return known;
  const kind = rowsOf(call) ?? classify(call, scope);
  const made = kind === 'store' && onlyReads(call) ? 'read' : kind;
  scope.kinds.set(call, made);
  return made;
}

/** `client.from('rows').update(x).eq('id', id)`: a builder over rows, whatever its client is called; the verb decides, not the last condition. */
function rowsOf(call: Ir): CallKind | undefined {
  const callee = chain(call.kids[0]);
  if (!/\.from\(\)\.(select|insert|update|upsert|delete)(\(\)|$)/.test(callee)) return undefined;
  return /\.(insert|update|upsert|delete)(\(\)|$)/.test(callee) ? 'store' : 'read';
}

/** A call on a store that asks and changes nothing, by its verb or by the statement that it carries. */
function onlyReads(call: Ir): boolean {
  const verb = chain(call.kids[0]).replace(/\(\)/g, '').split('.').at(-1) ?? '';
  const first = call.kids[1]?.k === 'tpl' ? call.kids[1].kids[0] : call.kids[1];
  if (/^(query|execute|raw|run|all|sql|fetch|fetchrow|fetchval|fetch_all|fetch_one|scalar|scalars)$/.test(verb) || call.v === 'tag') {
    return first?.k === 'str' && /^\s*(select|with|show|explain|match)\b/i.test(first.v) && !/\b(insert|update|delete|merge|create|set)\b/i.test(call.kids[1]?.k === 'tpl' ? call.kids[1].kids.map((kid) => kid.v).join(' ') : first.v);
  }
  return /^(find\w*|get\w*|select|count\w*|exists|aggregate|groupBy|lrange|smembers|hget(all)?|mget|keys|scan|zrange\w*|sismember|ttl|first|one|one_or_none|scalar_one\w*|fetch\w*|list\w*|search\w*|has|read\w*|ping)$/.test(verb);
}

function classify(call: Ir, scope: Scope): CallKind {
  const callee = chain(call.kids[0]);
  const root = rootOf(call.kids[0]);
  if (callee === '') return call.kids[0]?.k === 'fn' || (call.kids[0]?.k === 'get' && pureMethod.test(`.${call.kids[0].v}`)) ? 'pure' : 'unknown';
  const held = heldKind(call);
  if (held) return held;
  const plain = plainKind(callee, call);
  if (plain) return plain;
  if (isLookup(call, callee)) return 'pure';
  const meaning = root && scope.meaning(root);
  if (meaning?.kind === 'import') {
    if (standard.test(meaning.from)) return /^logging/.test(meaning.from) ? 'log' : 'pure';
    const known = packages.find(([, pattern]) => pattern.test(meaning.from.replace(/^node:/, '')));
    // Making a client reaches nothing yet; what is then called on it does.
    if (known) return /(^|\.)[A-Z]\w*$/.test(callee) && !/^(WebSocket|EventSource|Worker)$/.test(callee) ? 'pure' : known[0];
    if (storeChain.test(callee)) return 'store';
    // A record that is made of named members reaches nothing.
    if (/^[A-Z][a-z]\w*$/.test(callee) && !/(Client|Service|Manager|Session|Connection|Engine|Pool|Agent|Handler|Factory|Store|Repository|Exception|Error)$/.test(callee) && call.k === 'call' && call.kids.length > 1 && call.kids.slice(1).every((kid) => kid.k === 'pair')) return 'pure';
    return /^[.@~#/]/.test(meaning.from) || /^[a-z_]+(\.[a-z_]+)*$/.test(meaning.from) ? 'project' : isUtility(meaning.from) ? 'pure' : 'unknown';
  }
  if (storeChain.test(callee) && callee.includes('.')) return 'store';
  if (meaning?.kind === 'global' && !callee.includes('.') && /^[A-Z]\w*(Error|Exception)$/.test(callee)) return 'pure';
  if (pure.test(callee) && (meaning?.kind === 'global' || !meaning)) return 'pure';
  if (asksRows(call, callee)) return 'read';
  // `record["job"].update({…})`: a part of a dictionary.
  if (/\[\]\.update$/.test(callee) && call.kids.length === 2 && call.kids[1]?.k === 'obj') return 'pure';
  if (pureMethod.test(callee)) return 'pure';
  if (meaning && (meaning.kind === 'module' || meaning.kind === 'local')) return callee.includes('.') && meaning.decl.k !== 'class' ? clientKind(meaning.decl, scope) : 'project';
  if (root?.v === 'this' || root?.v === 'self') return 'project';
  return 'unknown';
}

/** `event.talks.filter(speaker=speaker)`: only a query takes its conditions by name. */
function asksRows(call: Ir, callee: string): boolean {
  return /\.(filter|exclude|filter_by|annotate|aggregate)$/.test(callee) && call.kids.slice(1).some((kid) => kid.k === 'pair');
}

function plainKind(callee: string, call: Ir): CallKind | undefined {
  if (/^(console|logger|log|logging|_logger|LOGGER|winston|pino|debug|app\.log|request\.log|req\.log|fastify\.log|server\.log|this\.logger|self\.logger|self\.log|Logger|current_app\.logger)(\.\w+)?$|[.#_](logger|log)\.\w+$|^(print|warn|debug)$/.test(callee)) return 'log';
  if (/^(toast|notify|alert|Swal|enqueueSnackbar|addToast|showToast|flash|confirm|window\.(alert|confirm)|Alert\.alert)(\.\w+)*$|^(message|messages|notification|notifications|snackbar)\.(success|error|info|warning|warn|open|show|loading)$/.test(callee)) return 'notice';
  if (/^(fetch|\$fetch|useFetch|window\.fetch|globalThis\.fetch|navigator\.sendBeacon|new (XMLHttpRequest|WebSocket|EventSource)|apiFetch|httpClient\.\w+|http\.(get|post|put|patch|delete|request)|this\.http\.\w+)$/.test(callee) || (call.k === 'new' && /^(XMLHttpRequest|WebSocket|EventSource)$/.test(callee))) return 'network';
  if (/\.(sendMail|send_mail|send_message|sendEmail)$/.test(callee)) return 'network';
  if (/^(setTimeout|setInterval|sleep|delay|wait|timeout|time\.sleep|asyncio\.sleep|timers\.\w+|setImmediate|queueMicrotask)$/.test(callee)) return 'timer';
  if (/^(open|os\.(remove|unlink|makedirs|rename|listdir|mkdir|walk))$/.test(callee) || /\.(write_text|read_text|write_bytes|read_bytes)$/.test(callee)) return 'file';
  if (/(^|\.)(publish|sendToQueue|enqueue|apply_async|produce)$|[qQ]ueue\.add$|\.delay$/.test(callee)) return 'message';
  if (/(counter|gauge|histogram|summary|metric\w*|statsd)\w*\.(inc|dec|observe|set|record|increment|timing|labels\(\)\.\w+)$/i.test(callee)) return 'metric';
  // What is waited for is no setter of a state.
  if (/^set[A-Z]\w*$/.test(callee) && call.up?.k === 'await') return undefined;
  if (/^set[A-Z]\w*$|^dispatch$|\.(setState|dispatch|commit)$|^(router|navigate|history|navigation)(\.\w+)?$|^(redirect|revalidatePath|revalidateTag|useState|useRef|useMemo|useCallback|useEffect)$/.test(callee)) return callee.endsWith('.commit') ? 'store' : 'state';
  if (/^(res|response|reply|rep|resp|ctx|c|NextResponse|Response|new (Next)?Response)(\.(.*\.)?(json|send|status|code|type|header|headers|set|render|text|html|redirect|end|jsonp|sendStatus|cookie|setHeader|body|next|rewrite|vary))?$|^(jsonify|make_response|JSONResponse|JsonResponse|HTMLResponse|HTTPException)$/.test(callee)) return 'pure';
  if (/^(req|request)\.(\w+\.)*\w+$/.test(callee) && !/\.(log|logger|db|pg|redis|prisma|session|server|app|context|container|scope|services?|user)\./.test(callee)) return 'pure';
  if (isRandom(callee)) return 'random';
  if (/^(os\.path|sys|os\.(getcwd|sep|cpu_count|getpid))(\.|$)/.test(callee)) return 'pure';
  return undefined;
}

/** Modules of Python's own library, and of frameworks, whose functions reach nothing. */
const standard = /^(datetime|json|re|math|time|typing|uuid|hashlib|hmac|secrets|random|collections|itertools|functools|decimal|statistics|copy|base64|string|enum|dataclasses|logging|traceback|contextlib|operator|textwrap|html|inspect|types|abc|warnings|zoneinfo|calendar|fractions|bisect|heapq|struct|numpy|pydantic|pydantic_settings|fastapi|starlette|flask|rest_framework|__future__|pytz|dateutil|jose|jwt|passlib|bcrypt)(\.|$)/;

/** `record.get('key')`: a member of a dictionary, a map or headers, not a request. */
function isLookup(call: Ir, callee: string): boolean {
  if (!/\.get$/.test(callee) || call.kids.length > 3) return false;
  const key = call.kids[1];
  if (/(client|session|requests|httpx|axios|http|api|db|redis|cache|store|kv|repo\w*|objects|router|app)\.get$/i.test(callee)) return false;
  return key !== undefined && (key.k === 'str' ? !/^(\/|https?:)/.test(key.v) : key.k === 'name' || key.k === 'get');
}

/** `this.messages.set(key, x)` where the class makes `messages` a map or a list: the memory of the process, nothing else. */
function heldKind(call: Ir): CallKind | undefined {
  const method = call.kids[0];
  const field = method?.k === 'get' ? method.kids[0] : undefined;
  if (field?.k !== 'get' || field.kids[0]?.k !== 'name' || field.kids[0].v !== 'this') return undefined;
  const made = above(call, 'class')?.kids.find((kid) => kid.k === 'let' && kid.v === field.v)?.kids[0];
  const collection = made && (made.k === 'arr' || (made.k === 'new' && /^(Map|Set|WeakMap|WeakSet|Array)$/.test(chain(made.kids[0]))));
  if (!collection) return undefined;
  // What is done with each of them may be anything.
  return /^(forEach|map|filter|reduce|some|every|find)$/.test(method?.v ?? '') ? undefined : /^(set|push|add|delete|clear|unshift|splice|pop|shift)$/.test(method?.v ?? '') ? 'state' : 'pure';
}

/** A method of something that this file made: `new PrismaClient()`, `createClient()`, a literal. */
function clientKind(decl: Ir, scope: Scope): CallKind {
  const value = decl.k === 'let' ? decl.kids[0] : undefined;
  if (!value) return 'unknown';
  if (value.k === 'arr' || value.k === 'obj' || value.k === 'str' || value.k === 'num' || value.k === 'tpl') return 'project';
  if (value.k === 'new' && /^(Map|Set|WeakMap|WeakSet|Date|URL|RegExp|FormData|URLSearchParams|AbortController)$/.test(chain(value.kids[0]))) return 'pure';
  if (value.k === 'new' || value.k === 'call' || value.k === 'await') {
    const call = awaited(value);
    const root = rootOf(call);
    const meaning = root && scope.meaning(root);
    const known = meaning?.kind === 'import' ? packages.find(([, pattern]) => pattern.test(meaning.from.replace(/^node:/, ''))) : undefined;
    if (known) return known[0];
  }
  return 'unknown';
}

function isUtility(from: string): boolean {
  return /^(lodash|ramda|date-fns|dayjs|moment|luxon|uuid|nanoid|zod|yup|joi|clsx|classnames|tailwind-merge|crypto|path|url|util|os|bcrypt|bcryptjs|jsonwebtoken|jose|validator|slugify|ms|semver|chalk|picocolors|bignumber|decimal|react|@tanstack\/react-table|lucide-react|events|assert|querystring|buffer|http-status|superjson)/.test(from.replace(/^node:/, ''));
}
