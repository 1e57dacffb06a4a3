import { isPassword } from '../change/names.ts';

/** Why a table is left as it is: what it is for, in words for the report, and whether the snapshot leaves it out too. */
export interface Purpose {
  readonly kind: 'migrations' | 'queue' | 'sessions' | 'credentials' | 'permissions';
  readonly because: string;
  /** What changed there since the snapshot must not be taken back: sign-ins since then, jobs that were done. */
  readonly apart: boolean;
}

/** Judges a table by its name and columns; undefined for an ordinary one, whose rows are data. */
export function purposeOf(schema: string, name: string, columns: readonly { readonly name: string }[]): Purpose | undefined {
  const names = new Set(columns.map((column) => column.name.toLowerCase()));
  if (migrations.test(name) || migrationSchemas.test(schema)) return purposes.migrations;
  if (queueSchemas.test(schema) || queues.test(name) || (names.has('payload') && names.has('attempts') && names.has('queue'))) return purposes.queue;
  if (columns.some((column) => isPassword(column.name))) return purposes.credentials;
  if (sessions.test(name)) return purposes.sessions;
  if (permissions.test(name)) return purposes.permissions;
  return undefined;
}

const purposes = {
  migrations: { kind: 'migrations', because: 'it says which migrations were made', apart: true },
  queue: { kind: 'queue', because: 'a queue of jobs: a job that is put back would run twice', apart: true },
  sessions: { kind: 'sessions', because: 'sessions and tokens: who signed in would be signed out', apart: true },
  credentials: { kind: 'credentials', because: 'it holds the credentials of sign-in', apart: false },
  permissions: { kind: 'permissions', because: 'it says who may do what', apart: false },
} as const satisfies Readonly<Record<Purpose['kind'], Purpose>>;

const migrations = /(^|_)migrations?(_lock|_versions?|_history)?$|^(ar_internal_metadata|alembic_version(_.*)?|flyway_schema_history|schema_versions?|databasechangelog(lock)?|goose_db_version|sequelizemeta|typeorm_metadata|pgmigrations|__efmigrationshistory|atlas_schema_revisions)$/i;
const migrationSchemas = /^(drizzle|atlas_schema_revisions)$/;
const queueSchemas = /^(pgboss|graphile_worker|pgmq|pgq|que|river|oban)$/i;
const queues = /^(river_(job|queue|leader|client)|oban_(jobs|peers)|que_(jobs|lockers|values|scheduler)|solid_queue_|good_jobs?|delayed_jobs|procrastinate_|kombu_|pgqueuer|failed_jobs$|job_batches$|apscheduler_jobs$)/i;
const sessions = /(^|_)(sessions?|(access|refresh|auth|api|device|csrf|verification|reset|invite)_?tokens?|tokens?|api_?keys?|oauth_?\w*|otps?|verifications?|magic_?links?|password_?resets?|credentials?|authenticators?|passkeys?)$/i;
const permissions = /(^|_)(roles?|permissions?|grants?|polic(y|ies)|acls?|privileges?|casbin_rules?|user_roles|role_permissions|access)$/i;
