import { expect, it } from 'vitest';
import { problemsIn } from '../cases.ts';
import { proveRule, py } from '../testing/prove.ts';
import rule from './credentials-in-url.ts';

proveRule(rule, {
  fires: {
    'a literal': "export const pool = new Pool({ connectionString: 'postgres://app:Sup3rS3cret@db.acme.io/app' });",
    'a default': "export const url = process.env.DATABASE_URL ?? 'postgres://postgres:postgres@localhost:5432/app';",
    'another scheme': "export const mq = connect('amqp://worker:hunter22@mq.acme.io');",
    'Python': py('engine = create_engine("postgresql://app:Sup3rS3cret@db/app")\n'),
  },
  quiet: {
    'no password': "export const url = 'postgres://db.acme.io/app';",
    'a template': 'export const url = `postgres://${user}:${password}@${host}/app`;',
    'a documented placeholder': "export const hint = 'postgres://user:password@host/db';",
    'a comparison': "if (url === 'postgres://a:b1234@c/d') { throw new Error('default'); }",
    'a test': { 'src/x.test.ts': "const u = 'postgres://app:Sup3rS3cret@db/app';" },
    'development only': "export const u = process.env.NODE_ENV === 'development' ? 'postgres://app:app123@db/app' : required('DATABASE_URL');",
    'a mail address': "export const to = 'mailto:a@b.example';",
  },
});

it('does not print the password', () => {
  expect(JSON.stringify(problemsIn(rule, "connect('postgres://app:Sup3rS3cret@db.acme.io/app');"))).not.toContain('Sup3rS3cret');
});
