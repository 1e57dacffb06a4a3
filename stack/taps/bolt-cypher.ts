import type { Effect } from '../../core/tap.ts';

/** Words, names and comments in which a clause's name means nothing. */
const quoted = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:``|[^`])*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
/** A clause that changes something; not a property, label, parameter or key of that name. */
const writing = /(?<![.:$\w])(?:CREATE|MERGE|SET|DELETE|REMOVE|DROP|ALTER|GRANT|REVOKE|DENY|RENAME)\b(?!\s*[:=])/i;
const ping = /^\s*(?:RETURN\s+(?:\d+|true|null|'')(?:\s+AS\s+\w+)?|CALL\s+(?:db\.ping|dbms\.components)\b.*)\s*;?\s*$/is;

/** What a statement does by its clauses: `RETURN 1` and its like are pings. What a procedure does only the server knows. */
export function effectOfCypher(statement: string): Effect {
  if (ping.test(statement)) return 'session';
  return writing.test(statement.replace(quoted, ' ')) ? 'write' : 'read';
}

/** The server says afterwards what a statement was: `r`, `w`, `rw` or `s` (schema). */
export function effectAsTold(byClauses: Effect, type: unknown): Effect {
  if (byClauses === 'session') return byClauses;
  if (type === 'r') return 'read';
  return type === 'w' || type === 'rw' || type === 's' ? 'write' : byClauses;
}
