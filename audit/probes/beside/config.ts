import { parse as parseYaml } from 'yaml';
import { isSecretKey } from '../../extract/secrets.ts';
import { buildsPage, developmentIn, envFact, variablesOfDockerfile, variablesOfServices } from './variables.ts';
import type { ConfigFact } from '../../facts.ts';
import { configKind } from '../kinds.ts';

type Parsed = Readonly<Record<string, unknown>>;

const readers: Readonly<Partial<Record<ConfigFact['kind'], (path: string, text: string) => ConfigFact>>> = {
  package: packageFact,
  tsconfig: tsconfigFact,
  dockerfile: dockerFact,
  compose: composeFact,
  workspace: workspaceFact,
  html: htmlFact,
  env: envFact,
  component: (path) => ({ path, kind: 'component', starts: [] }),
  'python-project': (path, text) => ({ path, kind: 'python-project', starts: text.split('\n').slice(0, 400).filter((line) => /[:=]/.test(line)).map((line) => line.trim().slice(0, 200)) }),
};

/** Reads a file beside the code that says what starts; undefined where it does not parse, which only costs entry points. */
export function configFact(path: string, text: string): ConfigFact | undefined {
  const kind = configKind(path);
  try {
    return kind && readers[kind]?.(path, text);
  } catch {
    // The project's own tools complain about it better than we could.
    return undefined;
  }
}

function packageFact(path: string, text: string): ConfigFact {
  const raw = JSON.parse(text) as Parsed;
  const exports = [raw.main, raw.module, raw.browser, raw.source, ...leaves(raw.exports), ...leaves(raw.bin)].filter(isText);
  const workspaces = Array.isArray(raw.workspaces) ? raw.workspaces : leaves((raw.workspaces as Parsed | undefined)?.packages);
  return {
    path, kind: 'package', starts: leaves(raw.scripts).filter(isText), exports,
    ...(isText(raw.name) && { name: raw.name }), workspaces: workspaces.filter(isText),
    dependencies: ['dependencies', 'devDependencies', 'peerDependencies'].flatMap((key) => Object.keys((raw[key] as Parsed | undefined) ?? {})),
  };
}

function tsconfigFact(path: string, text: string): ConfigFact {
  const raw = JSON.parse(withoutComments(text)) as { readonly compilerOptions?: { readonly paths?: Record<string, string[]>; readonly baseUrl?: string } };
  const { paths, baseUrl } = raw.compilerOptions ?? {};
  return { path, kind: 'tsconfig', starts: [], ...(paths && { paths }), ...(baseUrl !== undefined && { baseUrl }) };
}

function dockerFact(path: string, text: string): ConfigFact {
  const joined = text.replace(/\\\r?\n/g, ' ');
  const variables = variablesOfDockerfile(text);
  const development = developmentIn(text);
  const page = buildsPage(text);
  return {
    path, kind: 'dockerfile', starts: [...joined.matchAll(/^\s*(?:CMD|ENTRYPOINT)\s+(.+)$/gim)].map((match) => (match[1] ?? '').replace(/[[\]",]/g, ' ')),
    ...(variables.length > 0 && { variables }), ...(development.length > 0 && { development }), ...(page !== undefined && { buildsPage: page }),
  };
}

function composeFact(path: string, text: string): ConfigFact {
  const raw = parseYaml(text, { maxAliasCount: 100, merge: true }) as { readonly services?: Record<string, Parsed | null> } | null;
  const starts = Object.values(raw?.services ?? {}).flatMap((service) => [service?.command, service?.entrypoint]).map((each) => (Array.isArray(each) ? each.join(' ') : each)).filter(isText);
  const secrets = secretsOf(raw?.services ?? {}, text);
  const { variables, development } = variablesOfServices(raw?.services ?? {}, text);
  return { path, kind: 'compose', starts, ...(secrets.length > 0 && { secrets }), ...(variables.length > 0 && { variables }), ...(development.length > 0 && { development }) };
}

/** Secrets that a compose file writes down for services that are built from this source; those of ready-made images are a matter of development. */
function secretsOf(services: Readonly<Record<string, Parsed | null>>, text: string): NonNullable<ConfigFact['secrets']> {
  const lines = text.split('\n');
  const seen = new Set<number>();
  // Services that share one anchor share one line, and one finding.
  const once = (line: number): boolean => !seen.has(line) && seen.add(line) !== undefined;
  return Object.entries(services).flatMap(([service, definition]) => {
    // A store with a plugin built into it is a store.
    if (!definition?.build || /(^|[-_])(db|database|postgres(ql)?|mysql|mariadb|mongo(db)?|redis|rabbitmq|minio|clickhouse)([-_]|$)/i.test(service)) return [];
    // Where the source is mounted over the image, somebody develops.
    if ([definition.volumes].flat().some((each) => isText(each) && /^\.{1,2}(\/[\w./-]*)?:\/(app|src|code|usr\/src|workspace|srv)(:|\/|$)/.test(each))) return [];
    const environment = definition.environment;
    const pairs = Array.isArray(environment) ? environment.filter(isText).map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)] as const) : Object.entries((environment as Parsed | undefined) ?? {}).map(([key, value]) => [key, isText(value) ? value : ''] as const);
    return pairs.flatMap(([key, value]) => {
      if (!isSecretKey(key)) return [];
      const fallback = /^\$\{\w+:?-(.+)\}$/.exec(value)?.[1];
      const from = fallback !== undefined ? 'default' as const : value !== '' && !value.includes('$') ? 'literal' as const : undefined;
      const line = lines.findIndex((each) => each.includes(key) && each.includes(fallback ?? value)) + 1;
      return from && once(line) ? [{ service, key, line: Math.max(1, line), from }] : [];
    });
  });
}

function workspaceFact(path: string, text: string): ConfigFact {
  const raw = parseYaml(text) as { readonly packages?: readonly string[] } | null;
  return { path, kind: 'workspace', starts: [], workspaces: (raw?.packages ?? []).filter(isText) };
}

function htmlFact(path: string, text: string): ConfigFact {
  return { path, kind: 'html', starts: [...text.matchAll(/<script[^>]+src=["']([^"']+)["']/gi)].map((match) => match[1] ?? '') };
}

function leaves(of: unknown, depth = 0): unknown[] {
  if (depth > 6) return [];
  if (Array.isArray(of)) return of.flatMap((each) => leaves(each, depth + 1));
  if (typeof of === 'object' && of !== null) return Object.values(of).flatMap((each) => leaves(each, depth + 1));
  return of === undefined ? [] : [of];
}

function isText(of: unknown): of is string {
  return typeof of === 'string';
}

/** tsconfig allows comments and trailing commas; strings are stepped over. */
function withoutComments(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_whole, string: string | undefined) => string ?? '').replace(/,(\s*[}\]])/g, '$1');
}
