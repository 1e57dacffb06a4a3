import { defineProbe } from '../../core/define.ts';
import { accessAnswers, type AccessAnswers, type GuardedEndpoint } from '../evidence/access.ts';
import { isJwt } from './http/forge.ts';
import { rolesOf } from './http/session.ts';
import { asStrangers, withKnownKeys } from './http/strangers.ts';
import { surveyOf } from './http/survey.ts';

/** Asks every endpoint that reads and needs a token as those who may not. */
export default defineProbe<AccessAnswers>({
  id: 'access-answers',
  kind: accessAnswers,
  access: 'observe',
  timeoutMs: 300_000,
  without: (platform) => (!platform.api ? 'the configuration names no api' : !platform.api.login ? 'the configuration names no login (api.login), so nothing needs a token' : undefined),
  async collect(ports, signal) {
    const { api, origin, reading, writing } = await surveyOf(ports, signal);
    const token = await ports.token(rolesOf(ports)[0] ?? '');
    const guarded = reading.filter(({ endpoint }) => !endpoint.open && !endpoint.declaredOpen);
    const endpoints: GuardedEndpoint[] = [];
    for (const { endpoint, result } of guarded) {
      if (!('sample' in result)) continue;
      const { method, path, role } = endpoint;
      const target = { method, url: origin + result.sample.url, ...(role !== undefined && { role }), ...(endpoint.body !== undefined && { body: { contentType: 'application/json', text: JSON.stringify(endpoint.body) } }) };
      const permitted = 'answer' in result ? result.answer.status : undefined;
      const first = !endpoints.some((each) => (each.permitted ?? 500) < 300);
      const calls = await asStrangers(ports, target, token, signal);
      // The key is the same for all endpoints, so one that works is enough to try the well-known ones.
      const known = first && permitted !== undefined && permitted < 300 ? await withKnownKeys(ports, target, token, signal) : [];
      endpoints.push({
        method, path, url: result.sample.url, madeUp: result.sample.guessed, calls: [...calls, ...known],
        ...(role !== undefined && { role }), ...(permitted !== undefined && { permitted }),
      });
      ports.progress(endpoints.length, guarded.length, `${method} ${path}`);
    }
    return {
      subject: api.service,
      body: {
        service: api.service, origin, writes: false, token: isJwt(token) ? 'jwt' : 'opaque', endpoints,
        others: writing.filter((each) => !each.open && !each.declaredOpen).length,
        open: [...reading.map(({ endpoint }) => endpoint), ...writing].filter((each) => each.open || each.declaredOpen).map(({ method, path }) => `${method} ${path}`),
        unasked: guarded.flatMap(({ endpoint, result }) => ('missing' in result ? [{ endpoint: `${endpoint.method} ${endpoint.path}`, reason: result.missing }] : [])),
      },
    };
  },
});
