import type { ConfigFact, EnvFact, FileFacts, SourceTree, VariableFact } from '../facts.ts';
import { productionOf } from '../finding.ts';
import type { Graph } from '../graph.ts';

/** A declaration of a variable beside the code, and the file that it stands in. */
export interface Declared extends VariableFact {
  readonly config: ConfigFact;
}

/** What platforms, images and libraries give or read by themselves. */
const foreign = /^(PORT|HOST|HOSTNAME|HOME|PATH|PWD|USER|SHELL|LANG|TZ|CI|TERM|TMPDIR|NODE_ENV|NODE_OPTIONS|PYTHON\w*|PIP_\w+|UV_\w+|POETRY_\w+|VIRTUAL_ENV|LC_\w+|GITHUB_\w+|GITLAB_\w+|VERCEL\w*|NETLIFY\w*|RAILWAY_\w+|RENDER\w*|FLY_\w+|HEROKU_\w+|DYNO|K_SERVICE|KUBERNETES_\w+|AWS_(REGION|DEFAULT_REGION|EXECUTION_ENV|LAMBDA_\w+)|GOOGLE_APPLICATION_CREDENTIALS|OTEL_\w+|SENTRY_\w+|DD_\w+|NEXT_(RUNTIME|PHASE|TELEMETRY\w*)|PRISMA_\w+|WATCHPACK_\w+|CHOKIDAR_\w+|DOCKER_\w+|COMPOSE_\w+|BUILDKIT_\w+|TARGET\w+|DEBIAN_FRONTEND|YARN_\w+|NPM_\w+|PNPM_\w+|CELERY_\w+|GUNICORN_\w+|UVICORN_\w+|WEB_CONCURRENCY|FLASK_\w+|DJANGO_SETTINGS_MODULE|HF_\w+|CUDA_\w+|NVIDIA_\w+|LD_\w+|SSL_CERT\w*|HTTPS?_PROXY|NO_PROXY|DOTNET_\w+|JAVA_\w+)$/;

export function isForeign(key: string): boolean {
  return foreign.test(key);
}

/** Variables that are declared for what is built from this source, or documented in an example. */
export function declaredIn(tree: SourceTree): readonly Declared[] {
  return tree.config.flatMap((config) => (config.variables ?? []).filter((each) => config.kind === 'env' || each.built === true).map((each) => ({ ...each, config })));
}

/** Everything that any file, also a test or a script, calls by such a name. */
export function mentioned(tree: SourceTree): ReadonlySet<string> {
  const names = new Set<string>();
  for (const file of tree.files) {
    for (const each of file.mentions ?? []) names.add(each);
    for (const env of file.env) for (const key of env.keys) names.add(key.toUpperCase());
  }
  return names;
}

/** Variables by name, with the file and the place of the first read. */
export type Read = ReadonlyMap<string, { readonly file: FileFacts; readonly env: EnvFact }>;

/** Variables that production code reads. */
export function readIn(tree: SourceTree, graph: Graph): Read {
  const found = new Map<string, { readonly file: FileFacts; readonly env: EnvFact }>();
  for (const file of productionOf(tree.files, graph)) {
    // Where one variable stands in for another, either name will do.
    for (const env of file.env) for (const key of env.keys.length === 1 ? env.keys : []) if (!found.has(key)) found.set(key, { file, env });
  }
  return found;
}

/** Endings by which people call one thing two ways. */
const sameThing = [['URL', 'URI', 'DSN', 'ENDPOINT', 'ADDRESS', 'HOST', 'ADDR', 'CONNECTION_STRING'], ['PASSWORD', 'PASS', 'PWD', 'PASSWD'], ['USER', 'USERNAME'], ['DB', 'DATABASE', 'NAME', 'DB_NAME'], ['KEY', 'API_KEY', 'APIKEY', 'TOKEN', 'SECRET'], ['ORIGIN', 'ORIGINS'], ['BUCKET', 'BUCKET_NAME']];

/** `REDIS_URI` beside `REDIS_URL`: the same words with another ending, in another order, or one slip of the pen apart. */
export function isSlip(one: string, other: string): boolean {
  if (one === other) return false;
  const [a, b] = [one.split('_'), other.split('_')];
  if (a.length > 1 && a.length === b.length && [...a].sort().join() === [...b].sort().join()) return true;
  for (const words of sameThing) {
    const [left, right] = [endingOf(one, words), endingOf(other, words)];
    if (left !== undefined && right !== undefined && left === right && left !== '') return true;
  }
  // One word of them is written otherwise, and long enough that it is no other word.
  const apart = a.length === b.length ? a.flatMap((word, index) => (word === b[index] ? [] : [[word, b[index] ?? ''] as const])) : [];
  return apart.length === 1 && apart.every(([left, right]) => left.length >= 5 && right.length >= 5 && !/\d$/.test(left + right) && distance(left, right) === 1);
}

/** What stands before one of the endings; undefined where the name has none of them. */
function endingOf(key: string, words: readonly string[]): string | undefined {
  const word = words.filter((each) => key.endsWith(`_${each}`)).sort((a, b) => b.length - a.length)[0];
  return word === undefined ? undefined : key.slice(0, -word.length - 1);
}

/** Letters to put in, take out or change, up to two. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 1) return 2;
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  const [x, y] = [a.slice(at), b.slice(at)];
  if (x === y) return 0;
  return x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1) ? 1 : 2;
}
