import type { DeclaredStore, StoreKind } from '../core/types.ts';
import type { BootRequest, StoreAddress } from './driver.ts';
import type { Model, ServiceModel } from './model/types.ts';
import { shellWords } from './model/words.ts';

/** The port on which each kind of store answers inside its container. */
export const storePort: Readonly<Record<StoreKind, number>> = { postgres: 5432, redis: 6379, neo4j: 7687 };

const images: readonly (readonly [RegExp, StoreKind])[] = [
  [/^(postgres|postgresql|postgis|pgvector|timescaledb(-ha)?)$/, 'postgres'],
  [/^(redis|redis-stack|redis-stack-server|valkey|keydb)$/, 'redis'],
  [/^neo4j$/, 'neo4j'],
];

/** Which kind of store a service is: as declared, else by the last part of its image's name; undefined for anything else. */
export function storeKind(service: ServiceModel, declared: Readonly<Record<string, StoreKind>>): StoreKind | undefined {
  if (Object.hasOwn(declared, service.name)) return declared[service.name];
  const name = service.image?.split('/').at(-1)?.split(/[:@]/)[0] ?? '';
  return images.find(([pattern]) => pattern.test(name))?.[1];
}

/** Every store of the model. One that the profile leaves out, or that this machine cannot have, says so. */
export function declaredStores(model: Model, request: Pick<BootRequest, 'stores' | 'without'>, lacking: Readonly<Record<string, string>> = {}): readonly DeclaredStore[] {
  return Object.values(model.services).flatMap((service): readonly DeclaredStore[] => {
    const kind = storeKind(service, request.stores);
    if (!kind) return [];
    const missing = Object.hasOwn(request.without, service.name) ? 'profile' : Object.hasOwn(lacking, service.name) ? 'machine' : undefined;
    return [{ name: service.name, kind, ...(missing && { missing }) }];
  });
}

/** User, password and database that a store's own service is given, by the contract of its official image. */
export function credentials(service: ServiceModel, kind: StoreKind): Pick<StoreAddress, 'user' | 'password' | 'database'> {
  const env = service.environment;
  if (kind === 'postgres') {
    const user = env.POSTGRES_USER || env.POSTGRESQL_USERNAME || 'postgres';
    return { user, password: env.POSTGRES_PASSWORD ?? env.POSTGRESQL_PASSWORD ?? '', database: env.POSTGRES_DB || env.POSTGRESQL_DATABASE || user };
  }
  if (kind === 'redis') return { user: '', password: redisPassword(service), database: '0' };
  const auth = env.NEO4J_AUTH ?? '';
  const slash = auth.indexOf('/');
  return slash === -1 ? { user: '', password: '', database: 'neo4j' } : { user: auth.slice(0, slash), password: auth.slice(slash + 1), database: 'neo4j' };
}

function redisPassword(service: ServiceModel): string {
  const words = commandWords(service);
  const at = words.indexOf('--requirepass');
  return (at === -1 ? undefined : words[at + 1]) ?? service.environment.REDIS_PASSWORD ?? '';
}

/** The words of a service's command, with those inside `sh -c '…'`, and the variables of its own environment replaced. */
export function commandWords(service: ServiceModel): readonly string[] {
  const words = [...(service.entrypoint ?? []), ...(service.command ?? [])];
  const shell = words.findIndex((word) => /^-[a-z]*c$/.test(word));
  const script = shell > 0 && /(^|\/)(ba|da|a)?sh$/.test(words[shell - 1] ?? '') ? words[shell + 1] : undefined;
  const split = script === undefined ? words : shellWords(script);
  return split.map((word) => word.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, long: string | undefined, short: string | undefined) => service.environment[long ?? short ?? ''] ?? ''));
}
