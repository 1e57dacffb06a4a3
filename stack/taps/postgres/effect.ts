import type { Effect } from '../../../core/tap.ts';

const byWord: Readonly<Record<string, Effect>> = {
  SELECT: 'read', TABLE: 'read', VALUES: 'read', FETCH: 'read', DECLARE: 'read', EXPLAIN: 'read', EXECUTE: 'read', WITH: 'read', COPY: 'read',
  BEGIN: 'transaction', START: 'transaction', COMMIT: 'transaction', END: 'transaction', ROLLBACK: 'transaction', ABORT: 'transaction', SAVEPOINT: 'transaction', RELEASE: 'transaction', LOCK: 'transaction',
  SET: 'session', RESET: 'session', SHOW: 'session', DISCARD: 'session', DEALLOCATE: 'session', PREPARE: 'session', LISTEN: 'session', UNLISTEN: 'session', LOAD: 'session', CHECKPOINT: 'session', CLOSE: 'session', MOVE: 'session', '': 'session',
  NOTIFY: 'message',
};

/** What a statement does, by its first word; whatever is not known to read (DDL, CALL, DO …) may write. */
export function effectOf(statement: string): Effect {
  const word = (first.exec(statement)?.[1] ?? '').toUpperCase();
  const effect = byWord[word] ?? 'write';
  if (word === 'SELECT') return select(statement);
  if (word === 'WITH') return writing.test(withoutLiterals(statement)) ? 'write' : 'read';
  if (word === 'COPY') return /\)\s*TO\b|\bTO\s+(?:STDOUT|PROGRAM|')/i.test(withoutLiterals(statement)) ? 'read' : 'write';
  if (word === 'PREPARE') return /^\s*PREPARE\s+TRANSACTION/i.test(statement) ? 'transaction' : effect;
  return effect;
}

/** EXECUTE, and functions that the text does not show, are told by the server's tag. */
export function effectWithTag(effect: Effect, tag: string | undefined): Effect {
  return effect === 'read' && tag !== undefined && !tag.startsWith('SELECT') && /^(INSERT|UPDATE|DELETE|MERGE) /.test(tag) ? 'write' : effect;
}

/** The first word behind spaces, comments and parentheses. */
const first = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/|\()*([A-Za-z]*)/;

/** Most statements of a platform are told by two quick looks; only the others are looked at closely. */
function select(statement: string): Effect {
  if (/\binto\b|pg_notify/i.test(statement)) {
    const bare = withoutLiterals(statement);
    if (/\bpg_notify\s*\(/i.test(bare)) return 'message';
    if (/\bINTO\s+(?:TEMP|TEMPORARY|UNLOGGED|TABLE)?\s*[\w"]/i.test(bare)) return 'write';
  }
  if (/\bfrom\b/i.test(statement)) return 'read';
  return ping.test(withoutLiterals(statement).trim()) ? 'session' : 'read';
}

/** `FOR UPDATE`, `FOR NO KEY UPDATE` and `DO UPDATE` are no updates of their own. */
const writing = /\b(?:INSERT\s+INTO|DELETE\s+FROM|MERGE\s+INTO)\b|(?<!\bFOR\s+|\bKEY\s+)\bUPDATE\s+(?:ONLY\s+)?[\w".]+\s[\s\S]*?\bSET\b/i;
/** A literal, or what tells of the session and the server only. */
const item = String.raw`(?:\d+|''|NULL|TRUE|FALSE|(?:pg_catalog\.)?version\s*\(\s*\)|current_user|session_user|current_catalog|(?:pg_catalog\.)?(?:set_config|current_setting|pg_backend_pid|pg_is_in_recovery|current_schemas?|current_database|txid_current|pg_(?:try_)?advisory_\w+)\s*\([^()]*\)|current_schema)(?:\s+AS\s+[\w"?]+)?`;
const ping = new RegExp(String.raw`^SELECT\s+${item}(?:\s*,\s*${item})*\s*;?\s*$`, 'i');

/** The text with its strings and comments emptied, so that words in them say nothing. */
function withoutLiterals(text: string): string {
  return text.replace(/'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$/g, (found) => (found.startsWith('\'') || found.startsWith('$') ? '\'\'' : ' '));
}
