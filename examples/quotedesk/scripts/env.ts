/** Writes .env with freshly generated credentials. An existing file is never overwritten: its secrets are in use. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const target = fileURLToPath(new URL('../.env', import.meta.url));
const secret = (bytes = 24): string => randomBytes(bytes).toString('hex');

function content(): string {
  const postgres = secret();
  const redis = secret();
  const neo4j = secret();
  return [
    '# Written by npm run env; the meaning of each name is in .env.example.',
    `POSTGRES_PASSWORD=${postgres}`,
    `REDIS_PASSWORD=${redis}`,
    `NEO4J_PASSWORD=${neo4j}`,
    `JWT_SECRET=${secret(36)}`,
    'ADMIN_EMAIL=admin@quotedesk.example',
    `ADMIN_PASSWORD=${secret(15)}`,
    'CLERK_EMAIL=clerk@quotedesk.example',
    `CLERK_PASSWORD=${secret(15)}`,
    '',
    '# For services started without containers (stores published by compose.dev.yml).',
    `DATABASE_URL=postgres://quotedesk:${postgres}@127.0.0.1:5432/quotedesk`,
    `REDIS_URL=redis://:${redis}@127.0.0.1:6379`,
    'NEO4J_URL=bolt://127.0.0.1:7687',
    'NEO4J_USER=neo4j',
    'WEB_ORIGIN=http://localhost:4000',
    '',
    '# Where npm run seed loads the documents.',
    'API_URL=http://localhost:4010',
    '',
  ].join('\n');
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

try {
  writeFileSync(target, content(), { mode: 0o600, flag: 'wx' });
  process.stdout.write(`wrote ${target}\n`);
} catch (error) {
  if (!isExisting(error)) {
    throw error;
  }
  process.stderr.write(`${target} exists already: delete it first if its credentials are not in use\n`);
  process.exitCode = 1;
}
