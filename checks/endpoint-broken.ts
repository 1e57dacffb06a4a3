import { defineCheck } from '../core/define.ts';
import type { Problem } from '../core/types.ts';
import { endpointAnswers } from './evidence/endpoints.ts';
import { judgeEndpoints, type Asked, type EndpointResult } from './endpoints/judged.ts';
import { curl } from './endpoints/reproduce.ts';
import { responseFor, type Operation } from './openapi/operations.ts';
import { starvation } from '../core/starved.ts';
import { isSuccess } from '../core/status.ts';

export default defineCheck({
  info: { id: 'endpoint-broken', family: 'check', category: 'Endpoints', title: 'Every declared endpoint answers with a declared status and content type' },
  aliases: [],
  explain: {
    means: 'An endpoint that the platform declares was asked correctly and answered with an error, with a status that it does not declare, or with another content type.',
    why: 'Clients are written against what is declared. What answers differently does not work for them, whatever the code looks like.',
    fix: 'Ask it with the command of the finding and read the service’s log. Mend the handler; or declare what it really answers.',
    examples: [{ wrong: 'GET /api/quotes → 500', right: 'GET /api/quotes → 200 application/json' }],
  },
  needs: [endpointAnswers],
  judge: (seen, circumstances) => judgeEndpoints(seen, circumstances, judge),
});

function judge(asked: Asked): EndpointResult {
  const { endpoint, operation } = asked;
  const starved = starvation(asked.from.granted);
  if (starved !== undefined && endpoint.broke !== undefined) return { unproven: `it gave no answer (${endpoint.broke}), and ${starved}` };
  if (endpoint.broke !== undefined) return { problems: [problem(asked, 'no-answer', 'high', 'does not answer', 'an answer', endpoint.broke)] };
  const statuses = [...new Set(endpoint.calls.map((call) => call.status))];
  const odd = statuses.find((status) => !expects(endpoint.status, operation, status));
  if (odd !== undefined && odd >= 500 && starved !== undefined) return { unproven: `it answers ${odd}, and ${starved}` };
  if (odd !== undefined) {
    const severity = odd >= 500 || odd < 200 || odd >= 300 ? 'high' : 'medium';
    return { problems: [problem(asked, 'status', severity, `answers ${odd}`, expectedStatus(endpoint.status, operation), `${statuses.join(', then ')}${excerpt(asked, odd)}`)] };
  }
  return { problems: contentType(asked) };
}

/** The configuration decides; else the declared statuses of success; else any success. */
function expects(configured: number | undefined, operation: Operation | undefined, status: number): boolean {
  if (configured !== undefined) return status === configured;
  if (!isSuccess(status)) return false;
  const declared = Object.keys(operation?.responses ?? {}).filter((each) => each.startsWith('2') || each.toLowerCase() === 'default');
  return declared.length === 0 || responseFor(operation, status) !== undefined;
}

function expectedStatus(configured: number | undefined, operation: Operation | undefined): string {
  if (configured !== undefined) return String(configured);
  const declared = Object.keys(operation?.responses ?? {}).filter((each) => each.startsWith('2'));
  return declared.length > 0 ? declared.join(' or ') : 'a status from 200 to 299';
}

function contentType(asked: Asked): readonly Problem[] {
  const [first] = asked.endpoint.calls;
  const declared = Object.keys((first && responseFor(asked.operation, first.status))?.content ?? {});
  if (!first || declared.length === 0 || asked.endpoint.body === '') return [];
  const found = mediaType(first.contentType ?? '');
  if (declared.some((type) => matches(mediaType(type), found))) return [];
  return [problem(asked, 'content-type', 'medium', `answers with another content type than it declares`, declared.join(' or '), first.contentType ?? 'no Content-Type')];
}

function mediaType(header: string): string {
  return (header.split(';')[0] ?? '').trim().toLowerCase();
}

function matches(declared: string, found: string): boolean {
  return declared === '*/*' || declared === found || (declared.endsWith('/*') && found.startsWith(declared.slice(0, -1)));
}

function excerpt({ endpoint }: Asked, status: number): string {
  return status === endpoint.calls[0]?.status && endpoint.body ? `: ${endpoint.body.replaceAll(/\s+/g, ' ').slice(0, 200)}` : '';
}

function problem({ endpoint, from }: Asked, key: string, severity: Problem['severity'], does: string, expected: string, found: string): Problem {
  const name = `${endpoint.method} ${endpoint.path}`;
  return {
    key: `${name}:${key}`, subject: name, severity, confidence: 'certain',
    what: `${name} ${does}.`,
    why: 'Whoever calls it as it is declared gets something else than promised.',
    fix: 'Repeat the call, read the service’s log, and mend the handler or its declaration.',
    expected, found,
    reproduce: [curl(from.origin, endpoint.method, endpoint.url ?? endpoint.path, { token: endpoint.role !== undefined })],
  };
}
