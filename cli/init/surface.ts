import type { ServiceModel } from '../../stack/model/types.ts';
import { inside, type SourceFile } from './sources.ts';

/** A service with code, as far as its files tell what it is. */
export interface Candidate {
  readonly model: ServiceModel;
  readonly folders: readonly string[];
  readonly files: readonly SourceFile[];
}
export interface ApiFound {
  readonly service: string;
  /** A path on the service, or a file of the platform. */
  readonly openapi?: string;
  readonly health: { readonly live?: string; readonly ready?: string };
  /** Paths without parameters that the code serves to GET; looked for when there is no document. */
  readonly gets: readonly string[];
  /** A route that looks like signing in. */
  readonly login?: string;
}
export interface WebFound {
  readonly service: string;
}

const serverMarks = /\b(fastify|express|hono|koa|@nestjs\/core|restify|FastAPI|APIRouter|Flask|Starlette|Django|django|aiohttp\.web|createServer|http\.ListenAndServe|gin\.|SpringApplication)\b/;
const pageMarks = /\b(react-dom|createRoot|from ['"]vue['"]|svelte|next\/|solid-js|@angular\/core|document\.getElementById)\b/;
const mostGets = 50;

/** The service that answers as the API: the one that declares its endpoints, else the published server whose name says so. */
export function findApi(candidates: readonly Candidate[], documents: readonly string[]): ApiFound | undefined {
  const ranked = candidates.map((each) => ({ each, score: apiScore(each) })).filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
  const best = ranked[0]?.each;
  if (!best) return undefined;
  const openapi = served(best.files) ?? documents.find((path) => inside(path, best.folders)) ?? documents[0];
  return {
    service: best.model.name, health: health(best), gets: openapi === undefined ? gets(best.files) : [],
    ...(openapi !== undefined && { openapi }), ...optional('login', signIn(best.files)),
  };
}

function apiScore({ model, files, folders }: Candidate): number {
  const named = /^(api|backend|server|app|gateway|rest)([-_]|$)|[-_](api|backend|server)$/i.test(model.name) ? 3 : 0;
  const serves = files.some((file) => serverMarks.test(file.text)) ? 2 : 0;
  // A server that is called `web` and has no page of a framework's is one all the same.
  const isServer = serves > 0 && /^web$/i.test(model.name) && !files.some((file) => pageMarks.test(file.text));
  const web = /web|front|ui$|page|site|worker|migrat|seed/i.test(model.name) && !isServer ? -3 : 0;
  const published = model.ports.some((port) => port.published !== undefined) ? 1 : model.ports.length > 0 ? 0 : -1;
  return folders.length === 0 ? 0 : named + web + serves + published + (served(files) === undefined ? 0 : 3);
}

/** Where the document is served: a path that the code spells out, else what the framework does by itself. */
function served(files: readonly SourceFile[]): string | undefined {
  const all = files.map((file) => file.text);
  const spelt = firstMatch(all, /['"`](\/[\w/-]*(?:openapi|swagger|api-docs)[\w-]*\.(?:json|ya?ml))['"`]/);
  if (spelt !== undefined) return spelt;
  if (all.some((text) => /\bFastAPI\s*\(/.test(text) && !/openapi_url\s*=\s*None/.test(text))) return firstMatch(all, /openapi_url\s*=\s*['"](\/[^'"]+)['"]/) ?? '/openapi.json';
  if (all.some((text) => text.includes('@fastify/swagger-ui'))) return `${firstMatch(all, /routePrefix\s*:\s*['"`](\/[\w/-]*)['"`]/) ?? '/documentation'}/json`;
  const drf = firstMatch(all, /path\(\s*r?['"]\^?([\w/-]+)['"]\s*,\s*Spectacular(?:JSON)?API(?:View)?\b/);
  if (drf !== undefined) return `/${drf}`;
  const nest = firstMatch(all, /SwaggerModule\.setup\(\s*['"`]\/?([\w/-]+)['"`]/);
  return nest === undefined ? undefined : `/${nest}-json`;
}

/** Health routes of the container's own check and of the code. One that does not say what it means is taken for liveness. */
function health({ model, files }: Candidate): ApiFound['health'] {
  const own = [...(model.healthcheck ?? []).join(' ').matchAll(/https?:\/\/[\w.[\]:]+(\/[\w/.-]*)/g)].map((found) => found[1] ?? '/').filter((path) => path !== '/');
  const spelt = files.flatMap((file) => [...file.text.matchAll(/['"`](\/(?:[\w-]+\/)*(?:health|healthz|livez|readyz|live|ready|liveness|readiness)(?:\/(?:live|ready|liveness|readiness))?)['"`]/g)].map((found) => found[1] ?? ''));
  const all = [...new Set([...own, ...spelt])];
  const ready = all.find((path) => /read(y|iness|yz)/.test(path));
  const live = all.find((path) => /live/.test(path)) ?? all.find((path) => path !== ready);
  return { ...optional('live', live), ...optional('ready', ready) };
}

/** What is registered on a router lies below wherever it is mounted: that is left to the proof, which follows the mounts. */
function gets(files: readonly SourceFile[]): readonly string[] {
  const found = files.flatMap((file) => [...file.text.matchAll(/(?:(?<!\w)(?!\w*rout)\w+\.get\(\s*|\b(?:req|request)\.url\s*===?\s*)['"`](\/[\w/.-]*)['"`]/gi)].map((match) => match[1] ?? ''));
  return [...new Set(found)].filter((path) => path !== '/').slice(0, mostGets);
}

function signIn(files: readonly SourceFile[]): string | undefined {
  return firstMatch(files.map((file) => file.text), /['"`](\/(?:[\w-]+\/)*(?:login|log-in|signin|sign-in|token|sessions?))['"`]/);
}

/** The service that serves the page. */
export function findWeb(candidates: readonly Candidate[], api: string | undefined): WebFound | undefined {
  const score = ({ model, files }: Candidate): number =>
    (/web|front|(^|[-_])ui$|client|page|site|app$/i.test(model.name) ? 2 : 0) + (files.some((file) => pageMarks.test(file.text)) ? 2 : 0) + (model.ports.some((port) => port.published !== undefined) ? 1 : -2);
  const best = candidates.filter((each) => each.model.name !== api && each.folders.length > 0).map((each) => ({ each, score: score(each) })).filter((one) => one.score >= 3).sort((a, b) => b.score - a.score)[0]?.each;
  return best && { service: best.model.name };
}

function firstMatch(texts: readonly string[], pattern: RegExp): string | undefined {
  for (const text of texts) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

function optional<K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: string });
}
