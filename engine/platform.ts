import { randomInt } from 'node:crypto';
import { basename } from 'node:path';
import { fault, FaultError } from '../core/fault.ts';
import type { ApiSurface, Platform } from '../core/ports.ts';
import type { LoadedConfig } from './config.ts';
import type { Config, StackConfig } from './schema.ts';

const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';

/** The values that stand for the compose file's variables in this run, and which of them are secrets. */
export interface Credentials {
  readonly values: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/** Makes this run's credentials: generated ones are new each time, from the system's random source. */
export function credentialsOf(stack: StackConfig | undefined): Credentials {
  const values: Record<string, string> = {};
  const secrets: string[] = [];
  for (const [name, value] of Object.entries(stack?.environment ?? {})) {
    const made = typeof value === 'string' ? value : randomText(value.secret);
    values[name] = made;
    if (typeof value !== 'string') secrets.push(made);
  }
  return { values, secrets };
}

function randomText(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** The platform as probes see it: configuration with this run's credentials filled in. */
export function platformOf({ config, root }: LoadedConfig, values: Credentials['values']): Platform {
  return {
    name: config.name ?? basename(root),
    root,
    source: config.source,
    services: config.services,
    load: config.load,
    layers: config.layers,
    ...(config.api && { api: apiOf(config.api, values) }),
    ...(config.web && { web: config.web }),
    ...(config.websocket && { websocket: config.websocket }),
    ...(config.mcp && { mcp: config.mcp }),
    queues: config.queues,
    ...(config.proof && { proof: config.proof }),
  };
}

function apiOf(api: NonNullable<Config['api']>, values: Credentials['values']): ApiSurface {
  const { login, openapi, health, endpoints, ...rest } = api;
  return {
    ...rest,
    health: defined(health),
    endpoints: endpoints.map(defined),
    ...(openapi !== undefined && { openapi }),
    ...(login && { login: { ...login, roles: mapValues(login.roles, (body) => mapValues(body, (text) => filled(text, values))) } }),
  };
}

/** Replaces `${NAME}` by the value of `stack.environment.NAME`. */
function filled(text: string, values: Credentials['values']): string {
  return text.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new FaultError(fault('config-invalid', `api.login uses \${${name}}, which stack.environment does not give`));
    return value;
  });
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Readonly<Record<string, B>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** The same object without keys whose value is undefined. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}
