import { defineCheck } from '../core/define.ts';
import type { Judgement } from '../core/types.ts';
import { proofData, proofOutages } from '../core/proof/kinds.ts';
import { sourceFacts } from '../core/proof/routes.ts';
import { judgeProofs, problemsOf } from './proof/judged.ts';

export default defineCheck({
  info: { id: 'health-unmoved', family: 'proof', category: 'Error handling', title: 'Readiness turns when a store is out, and back again' },
  aliases: [],
  explain: {
    means: 'While a store that the platform needs was out, its readiness address went on saying that all is well, or it did not turn good again; or liveness turned bad for a store’s sake.',
    why: 'Orchestrators send users to a process that cannot serve them, or restart one that only has to wait.',
    fix: 'Let readiness ask each store with a short limit and answer 503; keep liveness free of stores.',
    examples: [{ wrong: 'PostgreSQL is stopped: GET /health/ready → 200 {"status":"ok"}', right: 'PostgreSQL is stopped: GET /health/ready → 503' }],
  },
  needs: [proofOutages],
  also: [proofData, sourceFacts],
  judge: (seen, circumstances) => judgeProofs(seen, circumstances, ({ proofs }): Judgement => {
    const outages = seen.all(proofOutages).flatMap(({ body }) => body.outages);
    const addresses = new Set(outages.flatMap((each) => each.health.map(({ url }) => url)));
    if (addresses.size === 0) return { inapplicable: 'the configuration names no health address (api.health)' };
    return {
      examined: addresses.size, unit: 'health addresses', note: `${outages.length} outages`,
      problems: problemsOf(proofs, {
        'health-lie': { severity: 'high', why: 'Traffic goes to a process that cannot serve it, and nobody is woken.', fix: 'Ask each store in the readiness handler and answer 503 when one fails.' },
      }),
    };
  }),
});
