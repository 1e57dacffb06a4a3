import { defineCheck } from '../core/define.ts';
import type { Judgement, Problem } from '../core/types.ts';
import { curl } from './endpoints/reproduce.ts';
import { healthAnswers, type HealthAnswer, type HealthAnswers, type HealthRound } from './evidence/health.ts';
import { isSuccess } from '../core/status.ts';

export default defineCheck({
  info: { id: 'health-disagrees', family: 'check', category: 'Error handling', title: 'Liveness answers, and readiness says what the stores say' },
  aliases: [],
  explain: {
    means: 'The liveness address does not answer with success; or readiness says something else than the stores, asked directly at the same moment; or a platform with stores has no readiness address.',
    why: 'Orchestrators send traffic where readiness is good. One that does not ask the stores sends users to a process that cannot serve them.',
    fix: 'Let readiness ask each store with a short limit and answer 503 when one of them fails; keep liveness free of stores. A truthful body with status 200 is not enough: probes read the status.',
    examples: [{ wrong: 'GET /health/ready → 200 {"status":"ok"} while PostgreSQL refuses connections', right: 'GET /health/ready → 503 {"stores":{"postgres":{"ok":false}}}' }],
  },
  needs: [healthAnswers],
  judge(seen, { stack }): Judgement {
    const bodies = seen.all(healthAnswers).map((evidence) => evidence.body);
    const hasStores = stack !== undefined && stack.stores.some((store) => store.missing === undefined);
    if (!hasStores && bodies.every((body) => body.livePath === undefined && body.readyPath === undefined)) {
      return { inapplicable: 'the platform has no stores and names no health address (api.health)' };
    }
    const addresses = bodies.flatMap((body) => [body.livePath, body.readyPath].filter((path) => path !== undefined));
    return {
      examined: addresses.length, unit: addresses.length === 1 ? 'health address' : 'health addresses',
      problems: bodies.flatMap((body) => [...liveness(body), ...readiness(body), ...(hasStores ? withoutReadiness(body) : [])]),
    };
  },
});

function liveness(body: HealthAnswers): readonly Problem[] {
  const { livePath } = body;
  const answers = body.rounds.flatMap((round) => round.live ?? []);
  if (livePath === undefined || answers.some(good)) return [];
  return [{
    ...named(body, livePath), key: `GET ${livePath}:dead`, severity: 'high', confidence: 'certain',
    what: `Liveness (${livePath}) does not answer with success.`,
    why: 'An orchestrator kills and restarts such a process again and again.',
    fix: 'Answer 200 as long as the process itself works; leave stores to readiness. Check api.health.live in the configuration.',
    expected: 'a status from 200 to 299', found: answers.map(said).join(', '),
  }];
}

/** Only what held in every round is judged: between two questions a store may have come back. */
function readiness(body: HealthAnswers): readonly Problem[] {
  const { readyPath } = body;
  if (readyPath === undefined) return [];
  const rounds = body.rounds.filter((round): round is HealthRound & { readonly ready: HealthAnswer } => round.ready !== undefined);
  const found = rounds.map((round) => said(round.ready)).join(', ');
  const out = rounds.at(-1)?.stores.filter((store) => !store.ok) ?? [];
  const base = { ...named(body, readyPath), key: `GET ${readyPath}:disagrees`, confidence: 'certain' } as const;
  if (rounds.length > 0 && rounds.every((round) => good(round.ready) && round.stores.some((store) => !store.ok))) {
    return [{
      ...base, severity: 'high',
      what: `Readiness (${readyPath}) says that all is well while ${out.map((store) => store.name).join(' and ')} cannot be used.`,
      why: 'Traffic is sent to a process that cannot serve it, and nobody is woken.',
      fix: 'Ask each store in the readiness handler and answer 503 when one fails.',
      expected: `503, as ${out.map((store) => `${store.name} says: ${store.words ?? 'no'}`).join('; ')}`, found,
    }];
  }
  if (rounds.length > 0 && rounds.every((round) => !good(round.ready) && round.stores.every((store) => store.ok))) {
    return [{
      ...base, severity: 'medium',
      what: `Readiness (${readyPath}) says that the platform is not ready while every store answers.`,
      why: 'No traffic is sent to a process that could serve it; after a while nobody believes the address any more.',
      fix: 'See which part the answer names; if it needs none of the stores, say so in its body and wait for it before the stack counts as up.',
      expected: 'a status from 200 to 299, as every store answers', found: `${found}: ${(rounds.at(-1)?.ready.body ?? '').slice(0, 200)}`,
    }];
  }
  return [];
}

function withoutReadiness(body: HealthAnswers): readonly Problem[] {
  if (body.readyPath !== undefined) return [];
  return [{
    key: 'readiness:none', subject: body.service, severity: 'medium', confidence: 'likely',
    what: 'The platform has stores and names no readiness address.',
    why: 'Nothing outside can tell whether the process reaches its stores, so traffic goes to it when it does not.',
    fix: 'Add an address that asks each store and answers 503 when one fails; name it as api.health.ready in the configuration.',
    expected: 'api.health.ready', found: body.livePath === undefined ? 'no health address at all' : `only liveness (${body.livePath})`,
  }];
}

function named(body: HealthAnswers, path: string): { readonly subject: string; readonly reproduce: readonly string[] } {
  return { subject: `GET ${path}`, reproduce: [curl(body.origin, 'GET', path)] };
}

function good(answer: HealthAnswer): boolean {
  return answer.status !== undefined && isSuccess(answer.status);
}

function said(answer: HealthAnswer): string {
  return answer.status === undefined ? answer.broke ?? 'no answer' : String(answer.status);
}
