import type { ConfigInput } from '../../engine/schema.ts';
import type { Survey } from './survey.ts';

/** The configuration that a survey amounts to. Without a compose file the source alone is judged. */
export function configOf({ name, compose, variables, stores, sources, api, web }: Survey): ConfigInput {
  const declared = stores.filter((store) => store.declare);
  return {
    name,
    standard: compose === undefined ? 'weekly' : 'release',
    ...(compose !== undefined && { stack: { compose, ...(variables.length > 0 && { environment: Object.fromEntries(variables.map((each) => [each.name, each.value])) }) } }),
    ...(declared.length > 0 && { stores: Object.fromEntries(declared.map((store) => [store.name, store.kind])) }),
    ...(Object.keys(sources).length > 0 && { services: Object.fromEntries(Object.entries(sources).map(([service, source]) => [service, { source: [...source] }])) }),
    ...(api && { api: {
      service: api.service, ...(api.openapi !== undefined && { openapi: api.openapi }), ...(Object.keys(api.health).length > 0 && { health: api.health }),
      ...(api.gets.length > 0 && { endpoints: api.gets.map((path) => ({ method: 'GET' as const, path })) }),
    } }),
    ...(web && { web: { service: web.service, apiServices: api ? [api.service] : [], pages: ['/'] } }),
  };
}

/** The text of assay.config.ts, with comments where the reader has to say something. */
export function configText(found: Survey): string {
  const asks = new Map(found.variables.flatMap((each) => (each.ask === undefined ? [] : [[each.name, each.ask] as const])));
  const text = printed(configOf(found), 0, asks);
  const signIn = found.api ? loginHint(found.api.login) : undefined;
  return [
    "import { defineConfig } from 'assay';", '',
    '/** How assay boots and judges this platform. Written by assay init from what it found; it is yours now. */',
    `export default defineConfig(${signIn === undefined ? text : text.replace(/\n {2}api: \{\n/, `$&${signIn}`)});`, '',
  ].join('\n');
}

function loginHint(path: string | undefined): string {
  return [
    '    // How to sign in, so that endpoints that need a token can be asked (the least role first):',
    `    // login: { path: '${path ?? '/login'}', tokenPath: 'token', roles: { user: { email: '…', password: '…' } } },`,
    "    // A form: as: 'form'. A session in a cookie: leave tokenPath out. Another header: header: 'X-API-Key: ${token}'.",
    "    // Endpoints that are open to everybody: open: ['GET /…'],", '',
  ].join('\n');
}

const longestLine = 110;

function printed(value: unknown, depth: number, asks: ReadonlyMap<string, string>): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const short = inline(value);
  const asked = !Array.isArray(value) && Object.keys(value).some((key) => asks.has(key));
  if (depth > 1 && !asked && short.length + depth * 2 < longestLine) return short;
  const indent = '  '.repeat(depth + 1);
  const lines = Array.isArray(value)
    ? value.map((each) => `${indent}${printed(each, depth + 1, asks)},`)
    : Object.entries(value).map(([key, each]) => `${indent}${keyed(key)}: ${printed(each, depth + 1, asks)},${asks.has(key) && typeof each === 'string' ? ` // ${asks.get(key)}` : ''}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${lines.join('\n')}\n${'  '.repeat(depth)}${close}`;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{ ${Object.entries(value).map(([key, each]) => `${keyed(key)}: ${inline(each)}`).join(', ')} }`;
  return typeof value === 'string' ? quoted(value) : String(value);
}

function keyed(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key);
}

/** A string of the language whatever is in it: names of files and services are the platform's. */
function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'").replace(/[\u2028\u2029]/g, (each) => `\\u${each.charCodeAt(0).toString(16)}`)}'`;
}
