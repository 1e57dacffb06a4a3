import type { ConfigFact, VariableFact } from '../../facts.ts';

type Service = Readonly<Record<string, unknown>> | null;
type Development = NonNullable<ConfigFact['development']>;

const name = /^[A-Z][A-Z0-9_]{2,}$/;
/** Ways of starting that watch the source, or that say that this is no production. */
const watching = /(^|\s)(--reload|--debug|nodemon|ts-node-dev|tsx watch|next dev|vite( --host)?$|(npm|pnpm|yarn|bun)( run)? dev|flask (--debug )?run --debug|manage\.py runserver)(\s|$)/;
const asDevelopment = /^(NODE_ENV|FLASK_ENV|APP_ENV|RAILS_ENV|ENVIRONMENT)$/;
const asDebug = /^(FLASK_DEBUG|DEBUG|DJANGO_DEBUG|APP_DEBUG)$/;

/** Names of a `.env` file or its example, with a comment mark before what is optional; never a value. */
export function envFact(path: string, text: string): ConfigFact {
  const variables = text.split('\n').flatMap((line, index): VariableFact[] => {
    const key = /^\s*(?:#\s*)?(?:export\s+)?([A-Z][A-Z0-9_]{2,})\s*=/.exec(line)?.[1];
    return key === undefined ? [] : [{ key, line: index + 1 }];
  });
  return { path, kind: 'env', starts: [], ...(variables.length > 0 && { variables }) };
}

/** `ENV KEY=…` and `ARG KEY`. */
export function variablesOfDockerfile(text: string): readonly VariableFact[] {
  return text.split('\n').flatMap((line, index) => {
    const given = /^\s*(?:ENV|ARG)\s+(.+)$/i.exec(line)?.[1] ?? '';
    const keys = given.includes('=') ? [...given.matchAll(/(?:^|\s)([A-Z][A-Z0-9_]{2,})=/g)].map((match) => match[1] ?? '') : [given.split(/\s/)[0] ?? ''];
    return keys.filter((key) => name.test(key)).map((key): VariableFact => ({ key, line: index + 1, built: true }));
  });
}

/** What the last stage of a container file starts or sets for development. */
export function developmentIn(text: string): Development {
  const lines = text.split('\n');
  const last = lines.findLastIndex((line) => /^\s*FROM\s/i.test(line));
  return lines.flatMap((line, index) => {
    if (index < last) return [];
    const start = /^\s*(?:CMD|ENTRYPOINT)\s+(.+)$/i.exec(line)?.[1]?.replace(/[[\]",]+/g, ' ').replace(/\s+/g, ' ').trim();
    if (start !== undefined) return watching.test(start) ? [{ text: start.slice(0, 100), line: index + 1 }] : [];
    return [...(/^\s*ENV\s+(.+)$/i.exec(line)?.[1] ?? '').matchAll(/([A-Z_]+)[= ]["']?(\w+)/g)].flatMap(([, key = '', value = '']) => (isDevelopment(key, value) ? [{ text: `${key}=${value}`, line: index + 1 }] : []));
  });
}

function isDevelopment(key: string, value: string): boolean {
  return (asDevelopment.test(key) && /^dev(elopment)?$/i.test(value)) || (asDebug.test(key) && /^(1|true|yes|on)$/i.test(value));
}

/** The line on which a page is built, unless something writes its variables in later. */
export function buildsPage(text: string): number | undefined {
  if (/envsubst|sed -i|__ENV|runtime-env|docker-entrypoint\.sh|inject/i.test(text) || /COPY[^\n]*\.env/.test(text)) return undefined;
  const at = text.split('\n').findIndex((line) => /^\s*RUN\s.*\b(next build|vite build|react-scripts build|(npm|pnpm|yarn|bun)( run)? build)\b/.test(line));
  return at === -1 ? undefined : at + 1;
}

/** Variables of the services of a compose file, and what starts for development although its source lies in the image. */
export function variablesOfServices(services: Readonly<Record<string, Service>>, text: string): { readonly variables: readonly VariableFact[]; readonly development: Development } {
  const lines = text.split('\n');
  const lineOf = (word: string): number => Math.max(1, lines.findIndex((line) => line.includes(word)) + 1);
  const variables: VariableFact[] = [];
  const development: { text: string; line: number }[] = [];
  for (const [service, definition] of Object.entries(services)) {
    const built = definition?.build !== undefined;
    // Where the source is mounted over the image, somebody develops.
    const mounted = [definition?.volumes].flat().some((each) => typeof each === 'string' && /^\.{1,2}(\/[\w./-]*)?:\/(app|src|code|usr\/src|workspace|backend|frontend|srv)/.test(each)) || /target['"]?:\s*['"]?dev/.test(JSON.stringify(definition?.build ?? ''));
    for (const [key, value] of pairsOf(definition?.environment)) {
      if (!name.test(key)) continue;
      variables.push({ key, line: lineOf(key), service, ...(built && { built: true as const }) });
      if (built && !mounted && isDevelopment(key, value)) development.push({ text: `${key}=${value}`, line: lineOf(key) });
    }
    const command = Array.isArray(definition?.command) ? definition.command.join(' ') : typeof definition?.command === 'string' ? definition.command : '';
    if (built && !mounted && watching.test(command)) development.push({ text: command.slice(0, 100), line: lineOf(/--reload|--debug|nodemon|dev|runserver/.exec(command)?.[0] ?? 'command') });
  }
  return { variables, development };
}

function pairsOf(environment: unknown): readonly (readonly [string, string])[] {
  if (Array.isArray(environment)) return environment.filter((each): each is string => typeof each === 'string').map((each) => (each.includes('=') ? [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)] as const : [each, ''] as const));
  return typeof environment === 'object' && environment !== null ? Object.entries(environment).map(([key, value]) => [key, String(value ?? '')] as const) : [];
}
