import type { Circumstances, Seen } from '../../core/define.ts';
import type { Judgement, Problem } from '../../core/types.ts';
import { endpointAnswers, type AskedEndpoint, type EndpointAnswers } from '../evidence/endpoints.ts';
import { operationsOf, type Operation } from '../openapi/operations.ts';
import { isSuccess } from '../../core/status.ts';

/** One endpoint that was asked, with what its platform declares of it. */
export interface Asked {
  readonly endpoint: AskedEndpoint;
  readonly operation: Operation | undefined;
  readonly from: EndpointAnswers;
}
export type EndpointResult = { readonly problems: readonly Problem[] } | { readonly unproven: string };

/** Every endpoint that was looked for, with its declaration. */
export function askedOf(seen: Seen): readonly Asked[] {
  return seen.all(endpointAnswers).flatMap(({ body: from }) => {
    const operations = from.document === undefined ? [] : operationsOf(from.document);
    return from.endpoints.map((endpoint) => ({ endpoint, from, operation: operations.find((each) => each.method === endpoint.method && each.path === endpoint.path) }));
  });
}

/** Those that answered with success the first time; what did not is the matter of `endpoint-broken` alone. */
export function answeredOf(seen: Seen): readonly Asked[] {
  return askedOf(seen).filter(({ endpoint }) => isSuccess(endpoint.calls[0]?.status ?? 0));
}

/** Puts the judgement of single endpoints together: what could not be asked is unproven, what answers 501 for a store that is left out is shown. */
export function judgeEndpoints(seen: Seen, circumstances: Circumstances, judge: (asked: Asked) => EndpointResult): Judgement {
  const bodies = seen.all(endpointAnswers).map((evidence) => evidence.body);
  const all = askedOf(seen);
  const results = all.map((asked) => ({ name: `${asked.endpoint.method} ${asked.endpoint.path}`, result: before(asked, circumstances) ?? judge(asked) }));
  const problems = results.flatMap(({ result }) => ('problems' in result ? result.problems : []));
  const examined = results.filter(({ result }) => 'problems' in result).length;
  const writes = bodies.reduce((sum, body) => sum + body.writes.length, 0);
  const leftOut = results.flatMap(({ name, result }) => ('leftOut' in result ? [`${name}: ${result.leftOut}`] : []));
  return {
    examined, unit: examined === 1 ? 'endpoint' : 'endpoints', problems,
    note: [`${examined} of ${all.length} endpoints that read`, ...(writes > 0 ? [`${writes} that write are not asked here`] : []), ...leftOut].join('; '),
    unproven: [
      ...bodies.flatMap(({ unreadable, source }) => (unreadable === undefined ? [] : [`${source}: ${unreadable}`])),
      ...results.flatMap(({ name, result }) => ('unproven' in result ? [`${name}: ${result.unproven}`] : [])),
    ],
  };
}

/** What no judgement of the endpoint itself can follow from. */
function before({ endpoint }: Asked, { stack }: Circumstances): { readonly unproven: string } | { readonly leftOut: string } | undefined {
  if (endpoint.unproven !== undefined) return { unproven: endpoint.unproven };
  const status = endpoint.calls[0]?.status;
  if (status === 429) return { unproven: 'it answered 429 (too many requests) and did not say when to come back soon' };
  if ((status === 400 || status === 422) && endpoint.guessed.length > 0) return { unproven: `it refused made-up values for ${endpoint.guessed.join(', ')}; give an example in the document or a sample in the configuration` };
  if (status === 401 && endpoint.role === undefined) return { unproven: 'it wants a token, and the configuration has no login (api.login)' };
  const missing = stack?.stores.filter((store) => store.missing) ?? [];
  if (status !== 501 || missing.length === 0) return undefined;
  const names = missing.map((store) => store.name).join(', ');
  return missing.every((store) => store.missing === 'profile') ? { leftOut: `501, as the profile leaves ${names} out` } : { unproven: `it answers 501 without ${names}` };
}
