import { defineProbe } from '../../core/define.ts';
import { causeText } from '../../core/fault.ts';
import type { HttpAnswer, HttpInit, Ports } from '../../core/ports.ts';
import { endpointAnswers, type AskedEndpoint, type Call, type EndpointAnswers } from '../evidence/endpoints.ts';
import { bearerFor } from './http/session.ts';
import { sentTo, surveyOf, type Surveyed } from './http/survey.ts';

const callLimitMs = 10_000;
/** The first call meets the endpoint cold; these are measured, as many as fit into the time. */
const measuredCalls = 20;
const measuringLimitMs = 2_000;
/** For all endpoints together; after it each is only asked once. */
const wholeMeasuringLimitMs = 120_000;
const bodyLimit = 256 * 1024;

/** Asks every endpoint that only reads, one after the other, with the token of the first role that is let in. */
export default defineProbe<EndpointAnswers>({
  id: 'endpoint-answers',
  kind: endpointAnswers,
  access: 'observe',
  timeoutMs: 300_000,
  without: (platform) => (platform.api ? undefined : 'the configuration names no api'),
  async collect(ports, signal) {
    const before = await ports.granted();
    const { api, origin, document, reading, writing } = await surveyOf(ports, signal);
    const endpoints: AskedEndpoint[] = [];
    const until = ports.clock.tick() + wholeMeasuringLimitMs;
    for (const each of reading) {
      endpoints.push(await askedMore(ports, origin, each, until, signal));
      ports.progress(endpoints.length, reading.length, `${each.endpoint.method} ${each.endpoint.path}`);
    }
    return {
      subject: api.service,
      body: { service: api.service, origin, ...document, endpoints, writes: writing.map(({ method, path }) => `${method} ${path}`), granted: [before, await ports.granted()] },
    };
  },
});

async function askedMore(ports: Ports, origin: string, { endpoint, result }: Surveyed, until: number, signal: AbortSignal): Promise<AskedEndpoint> {
  const { method, path, status } = endpoint;
  const known = { method, path, ...(status !== undefined && { status }) };
  if ('missing' in result) return { ...known, guessed: [], calls: [], unproven: result.missing };
  const asked = { ...known, url: result.sample.url, guessed: result.sample.guessed };
  if ('broke' in result) return { ...asked, calls: [], broke: result.broke };
  const { answer, role } = result;
  const sent = sentTo(endpoint);
  const body = answer.body.slice(0, bodyLimit);
  const more = answer.status < 400 ? await measured(ports, origin + result.sample.url, { method, ...sent, headers: { ...(await bearerFor(ports, role)), ...sent.headers } }, until, signal) : { calls: [] };
  return {
    ...asked, ...(role !== undefined && { role }), calls: [answer, ...more.calls].map(callOf), body, bodyCut: body.length < answer.body.length,
    ...('broke' in more && { broke: more.broke }),
  };
}

interface Measured {
  readonly calls: readonly HttpAnswer[];
  readonly broke?: string;
}

/** Only what works is measured: an error's time says nothing about the endpoint's. What the platform refuses for being too much is left out. */
async function measured(ports: Ports, url: string, init: HttpInit, until: number, signal: AbortSignal): Promise<Measured> {
  const calls: HttpAnswer[] = [];
  const end = Math.min(until, ports.clock.tick() + measuringLimitMs);
  while (calls.length < measuredCalls && ports.clock.tick() < end) {
    try {
      const answer = await ports.http.request(url, { ...init, timeoutMs: callLimitMs, signal });
      if (answer.status === 429) break;
      calls.push(answer);
      if (answer.status >= 400) break;
    } catch (error) {
      signal.throwIfAborted();
      return { calls, broke: causeText(error) };
    }
  }
  return { calls };
}

function callOf({ status, headers, ms }: HttpAnswer): Call {
  const contentType = headers['content-type'];
  return { status, ms, ...(contentType !== undefined && { contentType }) };
}
