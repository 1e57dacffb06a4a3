import type { Json } from '../../../core/types.ts';

/** What an error must not tell its reader, each with the name under which it is reported. A pattern asks for what only the inside writes. */
const patterns: readonly (readonly [string, RegExp])[] = [
  ['a connection string', /\b(postgres(ql)?|redis(s)?|bolt|neo4j|mysql|mongodb)(\+\w+)?:\/\/[^\s"'<>]+/i],
  ['SQL', /\b(SELECT\s.{1,200}\sFROM\s|INSERT\s+INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s)/is],
  ['a stack trace', /(^|\n|\\n)\s*at\s+[^\n]{1,200}[(\s][^\s()]+:\d+:\d+\)?|Traceback \(most recent call last\)|\bFile "[^"]+", line \d+/],
  ['an address of the inside', /\b(ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|getaddrinfo)\b[^\n"]{0,100}/],
];
const longest = 160;

/** Each leak in an answer as `what: excerpt`. */
export function leaksOf(body: Json | undefined): readonly string[] {
  if (body === undefined) return [];
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return patterns.flatMap(([name, pattern]) => {
    const found = pattern.exec(text);
    return found ? [`${name}: ${found[0].trim().replace(/:\/\/[^@\s]*@/, '://…@').slice(0, longest)}`] : [];
  });
}
