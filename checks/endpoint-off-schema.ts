import { causeText } from '../core/fault.ts';
import { defineCheck } from '../core/define.ts';
import type { Json, Problem } from '../core/types.ts';
import { answeredOf, type Asked } from './endpoints/judged.ts';
import { curl } from './endpoints/reproduce.ts';
import { endpointAnswers } from './evidence/endpoints.ts';
import { responseFor } from './openapi/operations.ts';
import { matcherFor, type Matcher, type Mismatch } from './openapi/schema.ts';

export default defineCheck({
  info: { id: 'endpoint-off-schema', family: 'check', category: 'Endpoints', title: 'Every answer has the shape that the OpenAPI document declares' },
  aliases: [],
  explain: {
    means: 'The answer’s body does not match the schema that the OpenAPI document gives for that status and content type.',
    why: 'Clients, generated ones above all, take the document at its word: a missing or differently typed field breaks them.',
    fix: 'Make the handler answer what is declared, or declare what it answers; generating the document from the handler’s own schema keeps both the same.',
    examples: [{ wrong: 'declared total: number, answered {"total": "12"}', right: 'declared total: number, answered {"total": 12}' }],
  },
  needs: [endpointAnswers],
  judge(seen) {
    const documents = seen.all(endpointAnswers).map((evidence) => evidence.body);
    if (documents.every((each) => each.document === undefined && each.unreadable === undefined)) return { inapplicable: 'the platform names no OpenAPI document (api.openapi)' };
    const answered = answeredOf(seen);
    const sources = [...new Set(answered.map(({ from }) => from.document))];
    const matchers = new Map(sources.flatMap((document) => (document === undefined ? [] : [[document, matcherFor(document)] as const])));
    const results = answered.map((asked) => judged(asked, matchers));
    const examined = results.filter((result) => 'problems' in result).length;
    return {
      examined, unit: examined === 1 ? 'endpoint' : 'endpoints',
      problems: results.flatMap((result) => ('problems' in result ? result.problems : [])),
      note: `${examined} of ${results.length} answers have a declared schema`,
      unproven: [
        ...documents.flatMap(({ source, unreadable }) => (unreadable === undefined ? [] : [`${source}: ${unreadable}`])),
        ...results.flatMap((result) => ('unproven' in result ? [result.unproven] : [])),
      ],
    };
  },
});

type Result = { readonly problems: readonly Problem[] } | { readonly unproven: string } | { readonly undeclared: true };

function judged(asked: Asked, matchers: ReadonlyMap<Json, (schema: Json) => Matcher>): Result {
  const { endpoint, operation, from } = asked;
  const [first] = endpoint.calls;
  const schema = first && schemaFor(responseFor(operation, first.status)?.content ?? {}, first.contentType ?? '');
  const make = from.document === undefined ? undefined : matchers.get(from.document);
  // The answer to HEAD has no body to judge.
  if (schema === undefined || !make || endpoint.body === undefined || endpoint.method === 'HEAD') return { undeclared: true };
  const name = `${endpoint.method} ${endpoint.path}`;
  if (endpoint.bodyCut) return { unproven: `${name}: the answer is too large to be kept whole` };
  let matches: Matcher;
  try {
    matches = make(schema);
  } catch (error) {
    return { unproven: `${name}: the declared schema cannot be used (${causeText(error)})` };
  }
  const mismatches = mismatchesOf(endpoint.body, matches);
  return { problems: mismatches.length > 0 ? [problem(asked, mismatches)] : [] };
}

/** The schema of JSON content only; an empty one declares nothing. */
function schemaFor(content: Readonly<Record<string, Json | undefined>>, contentType: string): Json | undefined {
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  if (!/[/+]json$/.test(type)) return undefined;
  const schema = content[type] ?? Object.entries(content).find(([declared]) => (declared.split(';')[0] ?? '').trim() === type || declared === '*/*' || declared === 'application/*')?.[1];
  return schema !== undefined && schema !== null && typeof schema === 'object' && Object.keys(schema).length > 0 ? schema : undefined;
}

function mismatchesOf(body: string, matches: Matcher): readonly Mismatch[] {
  let value: Json;
  try {
    value = JSON.parse(body) as Json;
  } catch {
    return [{ at: '', expected: 'must be JSON', found: JSON.stringify(body.slice(0, 100)) }];
  }
  return matches(value);
}

function problem({ endpoint, from }: Asked, mismatches: readonly Mismatch[]): Problem {
  const name = `${endpoint.method} ${endpoint.path}`;
  return {
    key: name, subject: name, severity: 'medium', confidence: 'certain',
    what: `${name} answers something else than its OpenAPI document declares.`,
    why: 'A client that was written or generated from the document fails on it, or shows nothing.',
    fix: 'Make handler and document agree; let the document be generated from what the handler validates.',
    expected: mismatches.map((each) => `${each.at || 'the answer'} ${each.expected}`).join('; '),
    found: mismatches.map((each) => each.found).join('; '),
    reproduce: [curl(from.origin, endpoint.method, endpoint.url ?? endpoint.path, { token: endpoint.role !== undefined })],
  };
}
