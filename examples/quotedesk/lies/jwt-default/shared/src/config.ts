/** Configuration comes from the environment, is checked once at start, and has no default for a secret or a host. */
import { z } from 'zod';

const url = (...schemes: readonly string[]) =>
  z
    .string()
    .refine((value) => schemes.some((scheme) => value.startsWith(`${scheme}://`) && URL.canParse(value)), {
      error: `is not a ${schemes.join(' or ')} URL`,
    });

const origins = z
  .string()
  .transform((list) => list.split(',').map((entry) => entry.trim()))
  .pipe(z.array(url('http', 'https')).min(1));

export const port = (standard: number) => z.coerce.number().int().min(1).max(65535).default(standard);

/** The stores that every service needs. The graph is a group of three: all of them or none. */
export const storeFields = {
  DATABASE_URL: url('postgres', 'postgresql'),
  REDIS_URL: url('redis', 'rediss'),
  NEO4J_URL: url('bolt', 'neo4j', 'bolt+s', 'neo4j+s').optional(),
  NEO4J_USER: z.string().optional(),
  NEO4J_PASSWORD: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
};

/** What every service that listens needs besides its stores. */
export const serverFields = {
  HOST: z.string().default('0.0.0.0'),
  WEB_ORIGIN: origins,
  JWT_SECRET: z.string().min(32).default('quotedesk-local-signing-secret-0001'),
};

export interface GraphConfig {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

interface GraphFields {
  readonly NEO4J_URL?: string | undefined;
  readonly NEO4J_USER?: string | undefined;
  readonly NEO4J_PASSWORD?: string | undefined;
}

/** A graph address without credentials is a mistake; no address at all is the profile without a graph. */
export function graphConfig(fields: GraphFields): GraphConfig | undefined {
  if (fields.NEO4J_URL === undefined) {
    return undefined;
  }
  if (fields.NEO4J_USER === undefined || fields.NEO4J_PASSWORD === undefined) {
    throw new ConfigError('NEO4J_USER and NEO4J_PASSWORD must be set when NEO4J_URL is');
  }
  return { url: fields.NEO4J_URL, user: fields.NEO4J_USER, password: fields.NEO4J_PASSWORD };
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads the variables that a schema names; the message names the first variable that is missing or wrong. */
export function parseConfig<Schema extends z.ZodType>(
  schema: Schema,
  env: NodeJS.ProcessEnv,
): z.output<Schema> {
  // Compose hands over unset optional variables as empty strings: an empty value is no value.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) {
    return parsed.data;
  }
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0] ?? 'the environment');
  throw new ConfigError(
    given[name] === undefined ? `${name} is not set` : `${name} ${issue?.message ?? 'is wrong'}`,
  );
}

/** Start-up guard: one line that names the variable, and exit code 2. */
export function configOrExit<Config>(service: string, read: () => Config): Config {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigError) {
      process.stderr.write(`${service}: ${error.message} (see .env.example)\n`);
      process.exit(2);
    }
    throw error;
  }
}
