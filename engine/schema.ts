import { z } from 'zod';

const posixPath = z.string().min(1);
const role = z.record(z.string(), z.string());

/** A value that assay makes anew for each run: letters and digits of that length. It reaches the stack and is redacted everywhere else. */
const generated = z.strictObject({ secret: z.number().int().min(8).max(256) });

/** A command run in the platform's folder; skipped when its `unless` path is there and newer than `than`. */
const step = z.strictObject({ command: z.array(z.string()).min(1), unless: posixPath.optional(), than: posixPath.optional() });

const nativeService = z.strictObject({
  /** Replaces the compose file's command; the first word `node` means the Node that runs assay. */
  command: z.array(z.string()).min(1).optional(),
  /** Relative to the platform's folder. */
  cwd: posixPath.optional(),
  /** Runs once before the service starts, with the service's build arguments and environment. */
  build: z.array(z.string()).min(1).optional(),
});

const stack = z.strictObject({
  compose: posixPath.optional(),
  /** What the compose file's `${VARIABLE}`s stand for. */
  environment: z.record(z.string(), z.union([z.string(), generated])).default({}),
  /** A named profile leaves services out; their demands are shown as `not demanded`. */
  profiles: z.record(z.string(), z.strictObject({ without: z.array(z.string()).default([]) })).default({}),
  allow: z.array(z.enum(['privileged', 'engine-socket', 'host-mounts', 'host-network', 'host-pid'])).default([]),
  /** The image with Node 24 that the taps before the stores are built from, where the engine cannot pull the usual one. */
  tapImage: z.string().min(1).optional(),
  bootSeconds: z.number().int().min(1).max(3600).default(240),
  /** Loads data once the stack is up: an empty platform proves nothing. `${origin:SERVICE}` and `${VARIABLE}` stand for addresses and `environment`. */
  seed: z.strictObject({ steps: z.array(step).min(1), environment: z.record(z.string(), z.string()).default({}) }).optional(),
  native: z.strictObject({
    /** Run in order before anything starts. */
    prepare: z.array(step).default([]),
    services: z.record(z.string(), nativeService).default({}),
  }).optional(),
  attached: z.strictObject({
    /** Service name → `http://host:port`. */
    services: z.record(z.string(), z.url()),
    /** Store name → DSN. */
    stores: z.record(z.string(), z.string()).default({}),
    allow: z.array(z.enum(['mutate', 'outage'])).default([]),
  }).optional(),
});

const endpoint = z.strictObject({
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path: z.string().startsWith('/'),
  sample: z.string().startsWith('/').optional(),
  role: z.string().optional(),
  status: z.number().int().optional(),
  /** For an operation that only reads although it is posted, such as a search: what to send. */
  body: z.json().exactOptional(),
});

const api = z.strictObject({
  service: z.string(),
  /** A path on the service, or a file in the platform's folder. */
  openapi: z.string().optional(),
  health: z.strictObject({ live: z.string().optional(), ready: z.string().optional() }).default({}),
  login: z.strictObject({
    method: z.string().default('POST'),
    /** Left out where nobody signs in: each role then has its key as `token`. */
    path: z.string().startsWith('/').exactOptional(),
    /** Where the token stands in the answer: `token`, `data.access_token`. Left out where the session is a cookie. */
    tokenPath: z.string().exactOptional(),
    /** How the credentials are sent: `form` as OAuth 2's password flow and sign-in pages want them. */
    as: z.enum(['json', 'form']).exactOptional(),
    /** The header that carries the token: `X-API-Key: ${token}`. Without it `Authorization: Bearer ${token}`. */
    header: z.string().regex(/^[\w-]+:.*\$\{token\}/).exactOptional(),
    /** Role → the body to send, the least role first: an endpoint with a role must refuse those before it. `${NAME}` stands for a value of `stack.environment`. */
    roles: z.record(z.string(), role),
  }).optional(),
  open: z.array(z.string()).default([]),
  latencyBudgetMs: z.number().positive().default(500),
  endpoints: z.array(endpoint).default([]),
});

const websocket = z.strictObject({
  /** Compose services that serve it; with two, what is said at the first must be heard at the second. */
  services: z.array(z.string()).min(1).max(2),
  path: z.string().startsWith('/'),
  role: z.string().exactOptional(),
  /** Subprotocols to offer; `${token}` stands for the token. */
  protocols: z.array(z.string()).default([]),
  headers: z.record(z.string(), z.string()).default({}),
  /** The service's variable that names the origins it accepts. */
  originVariable: z.string().exactOptional(),
  /** What to say: `${text}` stands for a text that only assay knows, `${id}` for a new UUID. */
  message: z.json().exactOptional(),
  /** A statement that finds the text ($1) in a store, and one that takes it out again. */
  stored: z.strictObject({ store: z.string(), query: z.string(), remove: z.string().exactOptional() }).exactOptional(),
});

const mcp = z.strictObject({
  service: z.string(),
  path: z.string().startsWith('/').default('/mcp'),
  role: z.string().exactOptional(),
  originVariable: z.string().exactOptional(),
  /** In a text of the arguments, `${GET /path a.0.b}` stands for what the API answers there at that place. */
  calls: z.array(z.strictObject({
    tool: z.string(), arguments: z.record(z.string(), z.json()).default({}),
    /** Stores without which the tool cannot work. */
    stores: z.array(z.string()).exactOptional(),
  })).default([]),
});

const queue = z.strictObject({
  name: z.string().min(1),
  store: z.string(),
  kind: z.literal('bullmq').default('bullmq'),
  prefix: z.string().default('bull'),
  /** Beyond these the queue counts as stuck. */
  oldestSeconds: z.number().positive().default(60),
  depth: z.number().int().nonnegative().default(1000),
  deadLetters: z.number().int().nonnegative().default(0),
});

const threshold = z.strictObject({
  durationSeconds: z.number().positive().max(600).default(5),
  connections: z.number().int().min(1).max(1000).default(8),
  p99Ms: z.number().positive().default(500),
  minRate: z.number().nonnegative().default(10),
  maxErrorRatio: z.number().min(0).max(1).default(0),
});

const target = z.string().min(3);
const because = z.string().min(10);

/** An HTTP API of somebody else that the platform calls: the variable that holds its address, of these services, else of all that are given it. */
const outside = z.strictObject({ name: z.string().regex(/^[\w][\w .-]*$/), env: z.string().regex(/^\w+$/), services: z.array(z.string()).min(1).exactOptional() });

/** What the live proof cannot find out by itself, and the honest exceptions. */
const proof = z.strictObject({
  thirdParties: z.array(outside).refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'names of third parties must differ').default([]),
  /** Requests that write: `${text}`, `${id}`, `${number}` and `${GET /path a.0.b}` are filled in. */
  samples: z.array(z.strictObject({
    method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']),
    path: z.string().startsWith('/'),
    url: z.string().startsWith('/').exactOptional(),
    role: z.string().exactOptional(),
    body: z.json().exactOptional(),
    form: z.record(z.string(), z.union([z.string(), z.strictObject({ filename: z.string(), type: z.string(), text: z.string() })])).exactOptional(),
    /** Where the platform gives the thing back; `${answer:id}` is a field of the answer. */
    readBack: z.string().startsWith('/').exactOptional(),
    /** What a worker makes of it: at `url` the value at the pointer `at` becomes `becomes`; the values at `same` are the same for each such request. Also after an outage. */
    settles: z.strictObject({ url: z.string().startsWith('/'), at: z.string().startsWith('/'), becomes: z.json(), same: z.array(z.string().startsWith('/')).exactOptional() }).exactOptional(),
    endsSession: z.boolean().exactOptional(),
  })).default([]),
  /** What must be there and no user can make, such as a job that failed: done to the store before the proof and undone after it. */
  given: z.array(z.strictObject({ store: z.string(), statement: z.string().min(1), undo: z.string().min(1), reason: because })).default([]),
  constants: z.array(z.strictObject({ target, field: z.string().startsWith('/'), reason: because })).default([]),
  degraded: z.array(z.strictObject({ target, marker: z.string().startsWith('/'), value: z.json().exactOptional(), reason: because })).default([]),
  storeless: z.array(z.strictObject({ target, reason: because })).default([]),
  /** Endpoints, messages and tools that are not asked: each stays listed, as set aside. */
  aside: z.array(z.strictObject({ target, reason: because })).default([]),
  caches: z.array(z.strictObject({ store: z.string(), prefix: z.string().min(1), ttlSeconds: z.number().positive() })).default([]),
  keep: z.array(z.string().regex(/^[^:]+:.+$/)).default([]),
  budgetMs: z.number().int().min(100).max(60_000).default(10_000),
  /** Kinds of outage that every store suffers. */
  outages: z.array(z.enum(['refuse', 'error', 'read-only', 'cut', 'hang', 'locked', 'stop'])).min(1).default(['refuse', 'error', 'read-only', 'cut', 'hang', 'locked', 'stop']),
});

const waiver = z.strictObject({
  check: z.string(),
  fingerprint: z.string().exactOptional(),
  path: z.string().exactOptional(),
  reason: z.string().min(10),
  owner: z.string().min(1),
  expires: z.iso.date(),
});

/** `assay.config.{ts,js,json,yaml}`. Unknown keys are refused: a misspelt demand would otherwise be silently dropped. */
export const configSchema = z.strictObject({
  name: z.string().min(1).optional(),
  standard: z.string().default('release'),
  profile: z.string().default('default'),
  /** Folder with the platform's own rules, checks, flows and scenarios. */
  units: posixPath.default('assay'),
  source: z.strictObject({
    include: z.array(posixPath).default(['.']),
    exclude: z.array(posixPath).default([]),
    /** Parts of the tree that are not production code, each with the reason, which every report prints. */
    notProduction: z.array(z.strictObject({ path: posixPath, reason: z.string().min(3) })).default([]),
  }).default({ include: ['.'], exclude: [], notProduction: [] }),
  layers: z.array(z.strictObject({
    folder: posixPath, may: z.array(z.string()), reason: z.string().optional(),
  })).default([]),
  stack: stack.optional(),
  /** Compose services that are stores and that assay cannot tell by their image. */
  stores: z.record(z.string(), z.enum(['postgres', 'redis', 'neo4j'])).default({}),
  services: z.record(z.string(), z.strictObject({
    source: z.array(posixPath),
    /** Variables that the code reads and may do without. */
    optional: z.array(z.string()).default([]),
  })).default({}),
  api: api.optional(),
  web: z.strictObject({ service: z.string(), apiServices: z.array(z.string()).default([]), pages: z.array(z.string()).default(['/']) }).optional(),
  websocket: websocket.optional(),
  mcp: mcp.optional(),
  queues: z.array(queue).default([]),
  load: z.record(z.string(), threshold).default({}),
  proof: proof.exactOptional(),
  waivers: z.array(waiver).default([]),
  baseline: posixPath.optional(),
  reporter: z.array(z.string()).default([]),
});

export type Config = z.output<typeof configSchema>;
export type ConfigInput = z.input<typeof configSchema>;
export type StackConfig = NonNullable<Config['stack']>;

/** Gives an `assay.config.ts` its types; returns what it was given. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config;
}
