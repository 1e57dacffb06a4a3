import type { Finding, Problem } from '../../core/types.ts';

type Planted = Problem & Pick<Finding, 'waiver' | 'known'>;

/** One problem of each kind, as the parts of assay would word it. */
export const problems = {
  invented: {
    key: 'GET /api/metrics satisfaction',
    severity: 'critical',
    confidence: 'certain',
    subject: 'GET /api/metrics',
    what: 'GET /api/metrics answers satisfaction: 94.5, and nothing supplied it',
    why: 'No store returned it, it did not change when every row did, and it was still there with PostgreSQL down.',
    fix: 'Compute it from a table, or leave it out of the answer.',
    location: { uri: 'api/src/metrics.ts', line: 41, column: 10 },
    frame: {
      firstLine: 38,
      mark: 41,
      lines: [
        '  const counts = await countAll(pool);',
        '  // The page wants a score too.',
        '',
        '  return { ...counts, satisfaction: 94.5 };',
        '}',
      ],
    },
    expected: 'a value that a store returned, or one derived from it',
    found: 'satisfaction: 94.5 from a literal',
    reproduce: ['curl -s localhost:4010/api/metrics | jq .satisfaction'],
  },
  fabricated: {
    key: 'recentDocuments catch',
    severity: 'high',
    confidence: 'certain',
    what: 'A failed query for recent documents is answered with an empty list',
    why: 'The caller cannot tell “no documents” from “the database is down”; the page shows an empty desk with status 200.',
    fix: 'Let the error reach the error handler, which answers 503 with a cause.',
    location: { uri: 'api/src/documents.ts', line: 77, column: 5 },
    frame: {
      firstLine: 74,
      mark: 77,
      lines: [
        '    const { rows } = await pool.query(recent, [limit]);',
        '    return rows.map(toDocument);',
        '  } catch (error) {',
        '    return [];',
        '  }',
        '}',
      ],
    },
    path: [
      { role: 'entry', label: 'GET /api/documents/recent', uri: 'api/src/routes.ts', line: 22 },
      { role: 'via', label: 'recentDocuments(pool, 20)', uri: 'api/src/documents.ts', line: 71 },
      { role: 'place', label: 'catch → []', uri: 'api/src/documents.ts', line: 77 },
      { role: 'egress', label: 'reply.send(list)', uri: 'api/src/routes.ts', line: 24 },
    ],
  },
  secret: {
    key: 'JWT_SECRET default',
    severity: 'critical',
    confidence: 'likely',
    what: 'JWT_SECRET has a default that works',
    why: 'A stack that forgets the variable signs its tokens with a word that stands in the repository.',
    fix: 'Refuse to start without it.',
    location: { uri: 'api/src/config.ts', line: 12 },
    frame: {
      firstLine: 11,
      mark: 12,
      lines: ['export const config = {', "  jwtSecret: process.env.JWT_SECRET ?? '••••••••',", '  port: Number(process.env.PORT ?? 4010),'],
    },
  },
  flow: {
    key: 'dashboard satisfaction',
    severity: 'high',
    confidence: 'certain',
    subject: 'the dashboard',
    what: 'The dashboard shows a satisfaction of 94.5 % that no table holds',
    why: 'A user takes it for a measurement.',
    fix: 'Take the tile away until something measures it.',
    expected: '–',
    found: '94.5 %',
  },
  slow: {
    key: 'browse-quotes p99',
    severity: 'medium',
    confidence: 'certain',
    subject: 'GET /api/quotes',
    what: 'The 99th percentile of GET /api/quotes is 412 ms; the budget is 250 ms',
    why: 'One user in a hundred waits more than a quarter of a second for each list.',
    fix: 'Index quotes.customer_id, or raise load.browse-quotes.p99Ms with a reason.',
    expected: 'p99 ≤ 250 ms',
    found: 'p99 412 ms',
    reproduce: ['assay load browse-quotes --keep'],
  },
  waived: {
    key: 'smtp host',
    severity: 'medium',
    confidence: 'certain',
    what: 'The mail relay’s address is fixed in code',
    why: 'Another deployment would send its mail through this one.',
    fix: 'Read SMTP_HOST.',
    location: { uri: 'api/src/mail.ts', line: 9 },
    waiver: {
      check: 'hardcoded-address',
      path: 'api/src/mail.ts',
      reason: 'One relay for all sites until the move in January',
      owner: 'm.lindqvist',
      expires: '2027-01-31',
    },
  },
  known: {
    key: 'swallowed cache',
    severity: 'low',
    confidence: 'likely',
    what: 'A failed cache write disappears',
    why: 'Nobody learns that the cache is gone.',
    fix: 'Log it with its cause.',
    location: { uri: 'api/src/cache.ts', line: 33 },
    known: true,
  },
  possible: {
    key: 'random id',
    severity: 'medium',
    confidence: 'possible',
    what: 'Math.random() may reach the field “score” of an answer',
    why: 'A random number is not a measurement.',
    fix: 'Say where the score comes from.',
    location: { uri: 'api/src/ranking.ts', line: 18 },
    frame: {
      firstLine: 17,
      mark: 18,
      lines: [
        '  // Ties are broken so that no supplier is always first.',
        '  const jitter = Math.random() * 1e-6;',
        '  return base + jitter;',
      ],
    },
  },
} as const satisfies Record<string, Planted>;

const markup = '<script>alert(document.domain)</script><img src=x onerror=alert(1)>"\'&`]]>--><!--${7*7}';
const sideways = 'safe\u202Egnp.exe\u202C \u2066admin\u2069\u200B \x1b[31mred\x1b[0m\u0007 %0A::error::owned';

/** What a hostile platform would answer and log. */
export const hostile: Planted = {
  key: 'hostile',
  severity: 'critical',
  confidence: 'certain',
  subject: markup,
  what: `${markup} ${sideways}`,
  why: `${sideways}\nsecond line | table | [link](javascript:alert(1)) **bold** \ud800 lone`,
  fix: markup,
  location: { uri: `src/"><b>${'x'.repeat(20)}.ts`, line: 1 },
  frame: { firstLine: 1, mark: 2, lines: [markup, `const long = "${'A'.repeat(1_000_000)}"; ${sideways}`, '``` ~~~ </pre></code>'] },
  path: [
    { role: 'entry', label: markup, uri: 'javascript:alert(1)', line: 1 },
    { role: 'place', label: sideways, uri: '../../etc/passwd', line: 2 },
  ],
  expected: sideways,
  found: 'B'.repeat(200_000),
  reproduce: [`curl '${markup}'`, sideways],
};
