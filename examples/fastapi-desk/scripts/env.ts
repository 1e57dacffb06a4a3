/** Writes .env with freshly generated credentials. An existing file is never overwritten: its secrets are in use. */
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const target = fileURLToPath(new URL('../.env', import.meta.url));
const secret = (bytes = 24): string => randomBytes(bytes).toString('hex');

const lines = [
  '# Written by scripts/env.ts; the meaning of each name is in .env.example.',
  ...['POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'NEO4J_PASSWORD', 'JWT_SECRET', 'ADMIN_PASSWORD', 'CLERK_PASSWORD'].map((name) => `${name}=${secret()}`),
  'ADMIN_EMAIL=admin@fastapi-desk.example', 'CLERK_EMAIL=clerk@fastapi-desk.example', 'API_URL=http://localhost:8110', 'CHAT_URL=http://localhost:8120', 'WEB_ORIGIN=http://localhost:8100', '',
];
writeFileSync(target, lines.join('\n'), { mode: 0o600, flag: 'wx' });
process.stdout.write(`wrote ${target}\n`);
