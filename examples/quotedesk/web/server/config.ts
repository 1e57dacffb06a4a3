import * as z from 'zod';

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  HOST: z.string().min(1).default('0.0.0.0'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export type ServerConfig = Readonly<z.infer<typeof schema>>;

/** Throws one line that names what is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ServerConfig {
  const parsed = schema.safeParse(env);
  if (parsed.success) return parsed.data;
  const complaints = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`web: invalid configuration: ${complaints.join('; ')}`);
}
