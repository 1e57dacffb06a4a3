import type { Problem } from '../../core/types.ts';
import type { EnvFact, FileFacts, LiteralFact, SourceTree } from '../facts.ts';
import { inProduction, problemAt } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { hostOf, leavesMachine, placeOf, type Place } from '../predicates/addresses.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'environment-endpoint-literal',
  alias: 'H04',
  title: 'The address of one deployment is written in the code',
  category: 'Hardcoding',
  explain: {
    means: 'Production code names a host, URL, bucket or domain of one particular deployment: as a literal that is called, or as the value taken when a variable is missing.',
    why: 'It works on one machine. Elsewhere it points at nothing, or at somebody else’s system, and a missing variable is found out by users.',
    fix: 'Read the address from the environment and stop at start-up, naming the variable, when it is missing.',
    examples: [
      { wrong: "const api = process.env.API_URL ?? 'http://localhost:3001';", right: "const api = required('API_URL');" },
      { wrong: 'httpx.get("http://10.0.3.7:9000/jobs")', right: 'httpx.get(f"{settings.jobs_url}/jobs")' },
    ],
  },
  judge(tree, graph) {
    const own = ownWords(tree);
    return inProduction(tree.files, graph, (file) => isStage(file.path) ? [] : [...defaults(file, own, graph), ...literals(file, own, graph)]);
  },
});

/** Files that stand in for others, and those by whose name a build is told what holds for development only. */
function isStage(path: string): boolean {
  return /(^|\/)mocks?\//.test(path) || /(^|\/)environments?\/environment(\.(dev|development|local|test))?\.[jt]s$|\.(dev|development|local)\.[cm]?[jt]s$|(^|\/)(settings|config)\/(dev|development|local|test(ing)?)\.(py|[jt]s)$|(^|[._/])(settings|config)_(dev|development|local)\.py$/.test(path);
}

const why = 'Where the variable or the host is another, the code silently talks to the wrong place, or to none.';

function defaults(file: FileFacts, own: readonly string[], graph: Graph): readonly Problem[] {
  return file.env.flatMap((env) => {
    const text = env.default?.form === 'text' || env.default?.form === 'template' ? env.default.text : firstAddress(env);
    // What gets to others has a rule of its own.
    if (text === undefined || text === '' || env.guard || leavesMachine(env)) return [];
    const kind = deploymentOf(env, text, own);
    if (!kind) return [];
    const key = env.keys.at(-1) ?? '';
    return [problemAt({ file, span: env, key: `default ${env.keys.join('|')}`, label: `default for ${key}` }, {
      what: `${env.keys.join(' or ')} falls back to ${kind} (${text}) when it is not set.`, why,
      fix: `Take the default away and name ${key} at start-up when it is missing.`, severity: 'medium', confidence: 'likely',
    }, graph)];
  });
}

/** The first address in a list of origins that a setting has by default. */
function firstAddress(env: EnvFact): string | undefined {
  if (env.default?.form !== 'array' || !env.keys.some((key) => /(ORIGINS?|HOSTS|URLS|ENDPOINTS|SERVERS)$/i.test(key))) return undefined;
  return env.default.parts?.map(([, part]) => part).find((part) => part.form === 'text' && part.text?.includes('://'))?.text;
}

/** `SALESFORCE_DOMAIN` = `login.salesforce.com`: the variable is called as the vendor is, and nothing before its name is a customer's. */
function namesVendor(keys: string, host: string): boolean {
  const labels = host.split('.');
  const vendor = labels.at(-2) ?? '';
  return vendor.length > 2 && keys.toLowerCase().replaceAll('_', '').includes(vendor.replaceAll('-', '')) && labels.slice(0, -2).every((label) => /^(www|api|login|auth|app|accounts?|id|console|cloud|[a-z]{2}(-[a-z]+-\d)?)$/.test(label));
}

/** A default is of a deployment when it is an address of one, or when the variable names a bucket, database, user or domain. */
function deploymentOf(env: EnvFact, text: string, own: readonly string[]): string | undefined {
  const keys = env.keys.join(' ');
  // A part of the host is computed: `https://${account}.blob.core.windows.net`.
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/]*[{}]/i.test(text)) return undefined;
  // `QSTASH_URL` = `qstash-us-east-1.…`: a region of the vendor that the variable is called after.
  if (/^https?:\/\/(\w+)-(us|eu|ap|sa|ca|me|af)-[a-z]+-\d\./.test(text) && keys.toLowerCase().includes(/^https?:\/\/(\w+)-/.exec(text)?.[1] ?? '-')) return undefined;
  // Where versions are asked for and figures of use are sent is the maker's own affair.
  if (/:\/\/(version|telemetry|updates?|usage|stats)\./.test(text) && placeOf(text, own) === 'own') return undefined;
  if (env.keys.every((key) => /^(HOST|HOSTNAME|BIND\w*|LISTEN\w*|SERVER_HOST|APP_HOST|API_HOST|WEB_HOST|UVICORN_HOST|FLASK_(RUN_)?HOST|\w*BIND_(HOST|ADDRESS)|\w*(METRICS|HEALTH(CHECK)?|DEBUG|INSPECT(OR)?)_HOST|\w*LISTEN_(HOST|ADDRESS))$/.test(key)) && !text.includes('://')) return undefined;
  // `NODE_ENV || 'localhost'`: the name of an environment; what a person is told to write into a DNS record.
  if (env.keys.every((key) => /(^|_)ENV(IRONMENT)?$|(^|_)DNS_(A|AAAA|CNAME)$/.test(key))) return undefined;
  // Where the maker of the program hears how it is used is one place for all.
  if (/:\/\/(version|telemetry|updates?|usage|stats|sentry)\./.test(text)) return undefined;
  // Who is let in or believed is a rule, not a place; several things in one text are no address.
  if (/(ALLOW\w*|TRUST\w*|FORWARDED\w*|BLOCK\w*|DENY\w*)_(IPS?|PROX(Y|IES)|NETWORKS?|SUBNETS?|CIDRS?)$/.test(keys) || (/[;|]|\s\S/.test(text) && !/^\w+=/.test(text) && !/[;|\s]\w+=/.test(text))) return undefined;
  if (identity.test(env.keys.at(-1) ?? '') && isIdentity(text)) return 'the account of one deployment';
  if (/(_ID|INSTANCE\w*|_AGENT|SERVER_NAME|HOSTNAME)$/.test(keys) && !text.includes('://') && !/PROJECT_ID|ACCOUNT_ID|TENANT_ID|SUBSCRIPTION_ID/.test(keys) || /_AGENT$/.test(keys)) return undefined;
  const address = text.includes('://') || /^[\w-]+(\.[\w-]+)*:\d+/.test(text) || /^(localhost|\d+\.\d+\.\d+\.\d+)/.test(text);
  if (address || /(HOST|DOMAIN|ENDPOINT|SERVER|URL|URI|ORIGIN)S?$/.test(keys)) {
    const place: Place = placeOf(text.split(',')[0] ?? text, own);
    if (place === 'local') return 'an address of this machine';
    if (place === 'public' && env.keys.some(isOwnSite) && /^https?:\/\/[\w-]+(\.[\w-]+)+(\/|:|$)/.test(text)) return 'the address of one deployment of this project';
    if (place === 'private' || place === 'staging' || place === 'hosted' || place === 'own') return `an address of one deployment`;
    if (/^([a-z][a-z0-9+.-]*:\/\/[^/]|[a-z][a-z0-9_-]*:\d{3,5}(,|$))/.test(text) && /^[a-z][a-z0-9_-]*$/.test(hostOf(text)) && hostOf(text) !== 'localhost' && !/^(memory|sqlite|file|data|about|urn|mailto)/.test(text)) return 'the name of one container';
    // Who a mail seems to come from, and a vendor's own address under the vendor's name, are no deployment.
    if (!address && /DOMAIN$/.test(keys) && /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(text)) return /(^|_)(FROM|MAIL|EMAIL|SENDER)(_|$)/.test(keys) || namesVendor(keys, text) ? undefined : 'one fixed domain';
    return !address && /^(postgres|redis|db|mysql|mongo|neo4j|rabbitmq|kafka|minio|database|elasticsearch)$/.test(text) && /HOST$/.test(keys) ? 'the name of one container' : undefined;
  }
  if (/(^|_)BUCKET(_NAME)?$/.test(keys)) return 'one fixed bucket';
  if (/(^|_)(GCP|GCLOUD|GOOGLE_CLOUD|FIREBASE|AWS|AZURE)_(PROJECT|ACCOUNT|TENANT|SUBSCRIPTION)(_ID)?$/.test(keys) && !/^(your|my|test|local|dev|demo|example|none|unknown)\b/i.test(text)) return 'the account of one deployment';
  // The database that the product itself makes is called so everywhere.
  if (/(DATABASE|_DB)$/.test(keys) && /^(neo4j|postgres)$/.test(text) && keys.toLowerCase().includes(text)) return undefined;
  if (/\.(db|sqlite3?|duckdb)$/.test(text)) return undefined;
  if (/(^| )(DB|DATABASE|POSTGRES|PG|MYSQL|MONGO|NEO4J)_?(NAME|USER|USERNAME|DATABASE|DB)$/.test(keys)) return 'the name that one deployment has';
  return undefined;
}

/** Variables that name this project's own address, not that of a vendor: `NEXT_PUBLIC_SITE_URL`, `APP_URL`, `FRONTEND_ORIGIN`. */
function isOwnSite(key: string): boolean {
  return /^(SITE|APP|APPLICATION|WEB|WEBSITE|WEBAPP|FRONTEND|FRONT_END|CLIENT|PORTAL|DASHBOARD|ADMIN|BACKEND|PUBLIC|CANONICAL|ROOT|BASE)(_BASE|_PUBLIC)?_(URL|URI|ORIGIN|DOMAIN|HOST)$/.test(key.replace(/^(NEXT_PUBLIC|VITE|REACT_APP|EXPO_PUBLIC|NUXT_PUBLIC|PUBLIC)_/, ''));
}

/** Whose the work is: an account, a tenant, a price, a contract. */
const identity = /(^|_)(USER|SESSION|TENANT|ORG|ORGANI[SZ]ATION|ACCOUNT|OPERATOR|CUSTOMER|OWNER|MERCHANT|WALLET|CONTRACT|PRICE|REGISTRY|TEAM|WORKSPACE|COMPANY)_(ID|ADDRESS)$/;

/** A particular one, not a word for any. */
function isIdentity(text: string): boolean {
  return text.length >= 5 && /[\d_-]/.test(text) && !text.includes('://') && !/^(default|local|dev|test|demo|anon\w*|guest|system|your|my|example|public|root|admin|unknown|none|xxx|0+$|<)/i.test(text) && !/^0x0+$/.test(text);
}

function literals(file: FileFacts, own: readonly string[], graph: Graph): readonly Problem[] {
  const covered = file.env.filter((env) => env.default);
  const lists = new Set<string>();
  return file.literals.flatMap((literal) => {
    if ((literal.what !== 'url' && literal.what !== 'host') || literal.guard || covered.some((env) => env.line <= literal.line && env.endLine >= literal.line)) return [];
    const place = placeOf(literal.text, own);
    // One row of a long register of others' addresses.
    if (place === 'hosted' && file.constants.some((each) => each.line <= literal.line && each.endLine >= literal.endLine && (each.value.size ?? 0) > longRegister)) return [];
    const confidence = place === 'local' && companion.test(file.path) && confidenceOf(literal, place) ? 'possible' : confidenceOf(literal, place);
    if (!confidence) return [];
    // A list of allowed origins is one decision, however many lines it has.
    if (literal.use === 'list' && lists.has(literal.into)) return [];
    if (literal.use === 'list') lists.add(literal.into);
    return [problemAt({ file, span: literal, key: `${literal.into} ${literal.text}`, label: literal.into || hostOf(literal.text) }, {
      what: `${hostOf(literal.text)} is written in the code as the address ${literal.use === 'argument' ? `that ${literal.into} is given` : literal.into ? `in ${literal.into}` : 'to use'}.`, why,
      fix: 'Take the address from the environment, without a default.', severity: 'medium', confidence,
    }, graph)];
  });
}

/** Rows from which on a list is a register. */
const longRegister = 30;

/** A program beside this one on the machine of its user has the same address everywhere. */
const companion = /(^|[/_-])(desktop|electron|tauri|companion|native|interceptors|cli)([-_]?\w*)\//i;

const notATarget = /(^|\.)(NextRequest|log|info|warn|error|debug|print|startsWith|endsWith|startswith|endswith|removeprefix|getaddrinfo|gethostbyname|includes|test|match|replace|replaceAll|split|indexOf|equal|is|describe|it|expect|Error|exception|register|addServer|setDescription|set_description|example|openapi)$|^(console|logger)\.|Error$|^cors/;
const addressName = /(url|uri|host|endpoint|base|origin|api|server|backend|gateway|service|target|domain|address|connection|dsn|broker|redis|database|db)/i;

/** The address that a vendor's own product always has on the machine of its user, offered in a list; who a token is for; what is let in. */
function isPreset(literal: LiteralFact): boolean {
  // An agent that collects metrics, and what reloads a page while it is written, stand on the machine that they are for.
  return /:(11434|1234|8125|8126|4317|4318|6831|35729)(\/|$)/.test(literal.text) || (/domain$/i.test(literal.into) && literal.text === 'localhost') || /audience|^(localhost|internal|local)$/i.test(literal.into) || /(allowed|trusted|safe|internal|local|blocked|denied|private|loopback)_?(hosts?|origins?|networks?|ips?|domains?)?\.(append|add|push|extend|insert)$/i.test(literal.into)
    || /^(ipaddress\.)?(ip_network|ip_address|IPv[46]\w*|(ip|cidr|inet)_?[tT2]\w*)$/.test(literal.into);
}

function confidenceOf(literal: LiteralFact, place: Place): 'likely' | 'possible' | undefined {
  if (place === 'public' || place === 'example' || isPreset(literal)) return undefined;
  if (literal.use === 'comparison' || literal.use === 'base' || literal.use === 'text') return undefined;
  if (literal.use === 'list') return /(^|[._])(allow(ed)?_?|cors_?|backend_cors_)?origins?$/i.test(literal.into) ? 'likely' : undefined;
  if (notATarget.test(literal.into) || /(^|_)ip(_?addr(ess)?)?$|placeholder|example|hint$/i.test(literal.into)) return undefined;
  if (literal.what === 'host' && place === 'private' && !/\d/.test(literal.text) && !addressName.test(literal.into)) return undefined;
  // Where a server listens is its own affair; a loopback address with a computed port is that of a server started here.
  if (/(listen|bind|serve|uvicorn\.run|(^|\.)run|[oO]ption|[aA]rgument|(^|\.)(prompt|ask|input)|createServer|addOption)$/.test(literal.call ?? literal.into) || /(listen|bind)/i.test(literal.into)) return undefined;
  // A bare name is an address only where it is called one.
  if (literal.what === 'host' && place === 'local' && !/:\d/.test(literal.text) && literal.use !== 'argument' && !addressName.test(literal.into)) return undefined;
  if (literal.open && place === 'local') return 'possible';
  if (/^(127\.0\.0\.1|(https?:\/\/)127\.0\.0\.1\/?)$/.test(literal.text)) return 'possible';
  // Without a port it is the base that relative addresses are parsed against.
  if (/^https?:\/\/localhost\/?$/.test(literal.text)) return undefined;
  if ((place === 'staging' && (literal.use === 'property' || literal.use === 'default' || literal.use === 'returned')) || (literal.use === 'default' && literal.parameter)) return 'possible';
  // The host of a record that has none is that record's affair; an address with a protocol is where something is sent.
  if (literal.use === 'default' && place === 'local' && !/:\/\/|:\d/.test(literal.text)) return 'possible';
  if (/^DEFAULT/.test(literal.into)) return 'possible';
  // A test network that is called one is chosen, not forgotten.
  if (place === 'staging' && /(^|_|[a-z])(test_?net|sandbox|staging|paper|devnet|pre_?prod|preview|uat)/i.test(literal.into)) return 'possible';
  if (literal.use === 'attribute') return place === 'own' ? undefined : place === 'hosted' ? 'possible' : /^(href|src|action|url|apiUrl|endpoint|baseUrl)$/i.test(literal.into) ? 'likely' : undefined;
  if (place === 'own' && /:\/\/(version|telemetry|updates?|usage|stats)\./.test(literal.text)) return undefined;
  if (place === 'own') return literal.use === 'argument' && /fetch|axios|request|\.(get|post)$/.test(literal.into) ? 'likely' : undefined;
  // What a person left blank in a form of settings is no variable that somebody forgot.
  if (/\.(get|setdefault|pop)$/.test(literal.into) && literal.use === 'argument' && !/(client|session|requests|httpx|http|axios|api)\.get$/i.test(literal.into)) return 'possible';
  if (literal.use === 'argument') return 'likely';
  return addressName.test(literal.into) || place === 'local' || place === 'private' ? 'likely' : 'possible';
}

/** Words that name the project: those of the package at the root, without what is common to all. */
function ownWords(tree: SourceTree): readonly string[] {
  const names = tree.config.filter((each) => each.path === 'package.json').flatMap((each) => (each.name ?? '').split(/[/@]/));
  return [...new Set(names.map((name) => name.toLowerCase().replace(/[^a-z0-9]/g, '').replace(/(frontend|backend|client|server|web|app|api|monorepo|root)$/g, '')))].filter((name) => name.length >= 5);
}
