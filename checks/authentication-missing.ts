import { defineCheck } from '../core/define.ts';
import type { Judgement, Problem } from '../core/types.ts';
import { curl } from './endpoints/reproduce.ts';
import { accessAnswers, type AccessAnswers, type GuardedEndpoint, type Stranger, type StrangerCall } from './evidence/access.ts';

export default defineCheck({
  info: { id: 'authentication-missing', family: 'check', category: 'Security', title: 'Every endpoint that needs a token refuses those who have none, a false one, or too small a role' },
  aliases: [],
  explain: {
    means: 'An endpoint that is not declared open answered somebody without a token, with nonsense for a token, with a token signed by another or a well-known key or not signed at all, or with a role below the one that it names.',
    why: 'Whoever reaches the address reads or changes what is not theirs.',
    fix: 'Put the guard before everything else on the router, not on single handlers; verify the signature with one fixed algorithm and a key from the environment. What is meant to be open is declared under api.open.',
    examples: [{ wrong: 'GET /api/customers without a token → 200', right: 'GET /api/customers without a token → 401' }],
  },
  needs: [accessAnswers],
  judge(seen, { stack }): Judgement {
    const bodies = seen.all(accessAnswers).map((evidence) => evidence.body);
    const results = bodies.flatMap((body) => body.endpoints.map((endpoint) => judged(body, endpoint)));
    const examined = results.filter((result) => result.unproven === undefined || result.problems.length > 0).length;
    const writesUnasked = bodies.some((body) => body.writes) ? 0 : (bodies[0]?.others ?? 0);
    const open = bodies.flatMap((body) => body.open);
    return {
      examined, unit: examined === 1 ? 'guarded endpoint' : 'guarded endpoints',
      problems: results.flatMap((result) => result.problems),
      note: [
        ...(open.length > 0 ? [`open by declaration: ${open.join(', ')}`] : []),
        ...(bodies.some((body) => body.token === 'opaque') ? ['the token has no form from which signed ones could be forged'] : []),
        ...(writesUnasked > 0 && stack?.driver === 'attached' ? [`${writesUnasked} endpoints that write were not asked: the stack is not ours`] : []),
      ].join('; '),
      unproven: [
        ...bodies.flatMap((body) => body.unasked.map(({ endpoint, reason }) => `${endpoint}: ${reason}`)),
        ...results.flatMap(({ unproven }) => unproven ?? []),
        ...(writesUnasked > 0 && stack?.driver !== 'attached' ? [`${writesUnasked} endpoints that write were not asked`] : []),
      ],
    };
  },
});

/** Of one stranger's call: what follows from its status. */
type Heard = 'refused' | 'let in' | 'crashed' | 'unclear';

function heard(endpoint: GuardedEndpoint, { status, broke }: StrangerCall): Heard {
  if (status === undefined || broke !== undefined) return 'unclear';
  // “Not part of this profile”, said to a stranger as to a permitted caller, comes from behind the guard.
  if (status === 501 && endpoint.permitted === 501) return 'let in';
  if (status >= 500) return 'crashed';
  if (status < 300) return 'let in';
  // A redirection leads to a page for logging in; at an address that serves those who may ask, any other 4xx is a refusal as well.
  if (status < 400 || status === 401 || status === 403) return 'refused';
  const served = endpoint.permitted !== undefined && endpoint.permitted < 300;
  return served && status !== 429 ? 'refused' : 'unclear';
}

function judged(body: AccessAnswers, endpoint: GuardedEndpoint): { readonly problems: readonly Problem[]; readonly unproven?: string } {
  const name = `${endpoint.method} ${endpoint.path}`;
  const of = (wanted: Heard): readonly StrangerCall[] => endpoint.calls.filter((call) => heard(endpoint, call) === wanted);
  const unclear = of('unclear')[0];
  const letIn = of('let in');
  // Who needs no token needs no false one either: the plainest way in is the finding.
  const plainest = letIn.filter((call) => call.stranger === letIn[0]?.stranger || letIn[0]?.stranger !== 'nobody');
  return {
    problems: [...plainest.map((call) => letInProblem(body, endpoint, call)), ...of('crashed').slice(0, 1).map((call) => crashProblem(body, endpoint, call))],
    ...(unclear && { unproven: `${name}: ${who[unclear.stranger]} was answered ${unclear.status ?? unclear.broke}${endpoint.madeUp.length > 0 ? `, perhaps about ${endpoint.madeUp.join(' and ')}, which assay made up` : ''}` }),
  };
}

function letInProblem(body: AccessAnswers, endpoint: GuardedEndpoint, call: StrangerCall): Problem {
  const name = `${endpoint.method} ${endpoint.path}`;
  const caller = call.role === undefined ? who[call.stranger] : `the role ${call.role}`;
  return {
    key: `${name}:${call.stranger}`, subject: name, severity: 'critical', confidence: 'certain',
    what: `${name} lets in ${caller}.`,
    why: call.stranger === 'lower-role' ? `What only ${endpoint.role} may see or do is open to everybody who can log in.` : 'Whoever reaches the address reads or changes what is not theirs.',
    fix: fixes[call.stranger],
    expected: call.stranger === 'lower-role' ? '403' : '401 or 403', found: String(call.status),
    reproduce: [curl(body.origin, endpoint.method, endpoint.url, { token: call.stranger !== 'nobody' })],
  };
}

function crashProblem(body: AccessAnswers, endpoint: GuardedEndpoint, call: StrangerCall): Problem {
  const name = `${endpoint.method} ${endpoint.path}`;
  return {
    key: `${name}:crash`, subject: name, severity: 'medium', confidence: 'certain',
    what: `${name} fails with ${call.status} when ${who[call.stranger]} asks.`,
    why: 'A guard that fails by accident may as well let in by accident, and every stranger fills the error log.',
    fix: 'Treat a token that cannot be read as no token: answer 401.',
    expected: '401 or 403', found: String(call.status),
    reproduce: [curl(body.origin, endpoint.method, endpoint.url, { token: call.stranger !== 'nobody' })],
  };
}

const who: Readonly<Record<Stranger, string>> = {
  'nobody': 'somebody without a token',
  'nonsense': 'somebody with “not-a-token” for a token',
  'other-key': 'somebody with a token that another key signed',
  'unsigned': 'somebody with a token that is not signed (alg: none)',
  'known-key': 'somebody with a token signed by a well-known key (“secret”, “changeme” and the like)',
  'lower-role': 'somebody of a lower role',
};
const fixes: Readonly<Record<Stranger, string>> = {
  'nobody': 'Put the guard before the handler; or, if it is meant to be open, declare it under api.open.',
  'nonsense': 'Verify the token, do not only look whether there is one.',
  'other-key': 'Verify the signature with the platform’s own key before anything in the token is believed.',
  'unsigned': 'Fix the algorithm when verifying, so that the token cannot choose it.',
  'known-key': 'Take the signing key from the environment, without a default, and make it long and random.',
  'lower-role': 'Compare the caller’s role with what the handler is for, on the server, before anything is done.',
};
