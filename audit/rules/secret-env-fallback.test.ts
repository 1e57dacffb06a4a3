import { describe, expect, it } from 'vitest';
import { problemsIn } from '../cases.ts';
import rule from './secret-env-fallback.ts';

const fires: Readonly<Record<string, string | Record<string, string>>> = {
  'a constant after ??': "export const config = { jwtSecret: process.env.JWT_SECRET ?? 'development-secret' };",
  'a constant after ||': "export const key = process.env.API_KEY || 'abc123';",
  'the last of several variables': "const secret = process.env.NEXTAUTH_SECRET ?? process.env.AUTH_SECRET ?? 'change-me'; sign(secret);",
  'a named constant': "const DEFAULT = 'hunter2'; export const s = process.env.SESSION_SECRET || DEFAULT;",
  'a helper with a default': "const optional = (key: string, fallback: string) => process.env[key] ?? fallback; export const pw = optional('DB_PASSWORD', 'postgres');",
  'a ternary': "export const s = process.env.COOKIE_SECRET ? process.env.COOKIE_SECRET : 'keyboard cat';",
  'a destructured default': "const { JWT_SECRET = 'secret' } = process.env; use(JWT_SECRET);",
  'a schema default': "export const schema = z.object({ JWT_SECRET: z.string().min(1).default('secret') });",
  'a random key': "import { randomBytes } from 'node:crypto'; export const s = process.env.JWT_SECRET ?? randomBytes(32).toString('hex');",
};
const quiet: Readonly<Record<string, string | Record<string, string>>> = {
  'no default': 'export const s = process.env.JWT_SECRET;',
  'a blank that fails when used': "export const s = process.env.SMTP_PASSWORD ?? '';",
  'an obvious blank': "export const s = process.env.API_KEY ?? '<your key>';",
  'a lifetime': "export const ttl = process.env.JWT_TOKEN_TTL ?? '24h';",
  'a name of a secret': "export const n = process.env.SECRET_NAME ?? 'platform';",
  'another variable': 'export const s = process.env.JWT_SECRET ?? process.env.AUTH_SECRET;',
  'a throw': "export const s = process.env.JWT_SECRET ?? fail('JWT_SECRET is not set');",
  'only outside production': "export const s = process.env.NODE_ENV !== 'production' ? process.env.JWT_SECRET ?? 'dev' : required('JWT_SECRET');",
  'after an exit in production': "if (process.env.NODE_ENV === 'production') { throw new Error('no'); }\nexport const s = process.env.JWT_SECRET ?? 'dev-secret';",
  'a test': { 'src/auth.test.ts': "const s = process.env.JWT_SECRET ?? 'test';" },
  'a message': "export const text = error.message || 'No password given';",
};

const compose = (value: string, name = 'compose.yml'): Record<string, string> => ({ [name]: `services:\n  api:\n    build: .\n    environment:\n      JWT_SECRET: ${value}\n` });

describe('secret-env-fallback', () => {
  it('reads compose files that deploy', () => {
    expect(problemsIn(rule, compose('${JWT_SECRET:-signing-secret-01}')).map((each) => each.location)).toEqual([{ uri: 'compose.yml', line: 5, endLine: 5 }]);
    expect(problemsIn(rule, compose('${JWT_SECRET:?set it}'))).toEqual([]);
    expect(problemsIn(rule, compose('${JWT_SECRET}'))).toEqual([]);
    expect(problemsIn(rule, compose('${JWT_SECRET:-dev}', 'compose.dev.yml'))).toEqual([]);
  });

  for (const [name, code] of Object.entries(fires)) it(`fires on ${name}`, () => expect(problemsIn(rule, code)).toHaveLength(1));
  for (const [name, code] of Object.entries(quiet)) it(`stays quiet on ${name}`, () => expect(problemsIn(rule, code)).toEqual([]));

  it('does not print the secret', () => {
    const printed = JSON.stringify(problemsIn(rule, "export const password = process.env.DB_PASSWORD ?? 'Sup3rS3cret';"));
    expect(printed).not.toContain('Sup3rS3cret');
    expect(printed).toContain('DB_PASSWORD');
  });

  it('says possible where a start-up check refuses the default', () => {
    const code = "const D = 'dev'; const JWT_SECRET = process.env.JWT_SECRET || D; if (process.env.NODE_ENV === 'production' && JWT_SECRET === D) { throw new Error('set it'); }";
    expect(problemsIn(rule, code)[0]?.confidence).toBe('possible');
  });

  it('keeps the severity where nothing leads to the file: the secret is out all the same', () => {
    const files = { 'package.json': '{"name":"x","main":"src/main.ts"}', 'src/main.ts': 'export {};', 'src/old.ts': "export const s = process.env.JWT_SECRET ?? 'x1';" };
    expect(problemsIn(rule, files)[0]?.severity).toBe('high');
  });
});
