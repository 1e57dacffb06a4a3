import type { Ports } from '../../../core/ports.ts';
import type { ServedRoute } from '../../../core/proof/routes.ts';
import type { Listed } from '../../openapi/sample.ts';
import { jsonOf } from '../http/json.ts';
import { askedAlso, type Survey, type Surveyed } from '../http/survey.ts';
import { withQueries } from './asked-for.ts';
import { isEmpty, recordsIn, withQuery } from './vary-asking.ts';
import { isText, realValues } from './vary-records.ts';

/** What showed nothing because nothing was asked for, such as a search, asked for a text that the platform's own answers hold; all others as they are. */
export async function moreTelling(ports: Ports, survey: Survey, reading: readonly Surveyed[], listed: readonly Listed[], routes: readonly ServedRoute[], signal: AbortSignal): Promise<readonly Surveyed[]> {
  const told: Surveyed[] = [];
  for (const each of reading) told.push((await askedFor(ports, survey, each, listed, routes, signal)) ?? each);
  return told;
}

async function askedFor(ports: Ports, survey: Survey, { endpoint, result }: Surveyed, listed: readonly Listed[], routes: readonly ServedRoute[], signal: AbortSignal): Promise<Surveyed | undefined> {
  if (endpoint.method !== 'GET' || endpoint.sample !== undefined || !('answer' in result) || result.answer.status !== 200) return undefined;
  const body = jsonOf(result.answer.body) ?? null;
  if (typeof body !== 'object' || body === null || recordsIn(body) > 0 || !Object.values(body).some((inside) => isEmpty(inside ?? null))) return undefined;
  for (const { name } of withQueries(endpoint, routes).parameters.filter((one) => one.in === 'query' && isText(one))) {
    for (const value of realValues(name, body, listed)) {
      const [again] = await askedAlso(ports, survey, [{ ...endpoint, sample: withQuery(result.sample.url, name, value) }], signal);
      if (again && 'answer' in again.result && again.result.answer.status === 200 && recordsIn(jsonOf(again.result.answer.body) ?? null) > 0) return { endpoint, result: { ...again.result, sample: { ...again.result.sample, values: result.sample.values } } };
    }
  }
  return undefined;
}
