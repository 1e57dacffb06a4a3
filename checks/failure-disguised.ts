import { defineCheck, type Seen } from '../core/define.ts';
import type { Judgement } from '../core/types.ts';
import { proofData, proofOutages } from '../core/proof/kinds.ts';
import { sourceFacts } from '../core/proof/routes.ts';
import { judgeSuffering, problemsOf } from './proof/judged.ts';

const fix = 'Let the error reach the handler and answer 503. A degraded answer that is meant so carries a marker, declared in proof.degraded of the configuration.';

export default defineCheck({
  info: { id: 'failure-disguised', family: 'proof', category: 'Fallback data', title: 'While a store is out, no answer pretends otherwise' },
  aliases: [],
  explain: {
    means: 'While a store was out, seen to be out by the harness itself, an endpoint that needs it answered with success: with data from elsewhere, with old data without saying so, or with an empty list although there are rows.',
    why: 'The user sees “no documents” or yesterday’s numbers and believes it; nobody is told that the database is down.',
    fix,
    examples: [{ wrong: 'PostgreSQL refuses connections: GET /api/documents → 200 {"documents":[]}', right: 'PostgreSQL refuses connections: GET /api/documents → 503' }],
  },
  needs: [proofOutages],
  also: [proofData, sourceFacts],
  judge: (seen, circumstances) => judgeSuffering(seen, circumstances, (proofs): Judgement => {
    const problems = problemsOf(proofs, {
      fallback: { severity: 'critical', why: 'Data that do not come from the store are taken for the store’s.', fix },
      'empty-lie': { severity: 'critical', why: 'An error is told as “there is nothing”: users act on it, and nobody is woken.', fix },
      'stale-lie': { severity: 'high', why: 'Old data are taken for the present ones.', fix },
    });
    const suffered = new Set(proofs.flatMap((proof) => proof.outages.map((each) => `${each.store} ${each.kind}`))).size;
    return { examined: proofs.length, unit: 'endpoints', problems, note: `${suffered} outages, ${proofs.length} endpoints that need a store which was out`, unproven: notMade(seen) };
  }),
});

/** An outage that was planned and could not be made shows nothing. */
function notMade(seen: Seen): readonly string[] {
  return seen.all(proofOutages).flatMap(({ body }) => body.notMade.filter(({ impossible }) => !impossible).map(({ store, kind, reason }) => `${store} ${kind}: ${reason}`));
}
