import { defineCheck } from '../core/define.ts';
import type { Judgement } from '../core/types.ts';
import { proofData, proofOutages } from '../core/proof/kinds.ts';
import { sourceFacts } from '../core/proof/routes.ts';
import { judgeSuffering, problemsOf } from './proof/judged.ts';

export default defineCheck({
  info: { id: 'outage-mishandled', family: 'proof', category: 'Error handling', title: 'An outage is told as one, in time, and ends with the store’s return' },
  aliases: [],
  explain: {
    means: 'While a store was out, an endpoint blamed its client (401, 403, 404), gave no answer within its budget, told the inside of the platform, or its process died; or it did not serve again within 30 s after the store was back.',
    why: 'A client that is told “not found” deletes, one that is told “not signed in” signs out, one that waits holds a connection; a process that stays broken needs a person at night.',
    fix: 'Answer 503 within a few seconds, with words for users; set limits on every call of a store; let pools connect again by themselves.',
    examples: [{ wrong: 'PostgreSQL refuses connections: POST /api/auth/login with the right password → 401', right: 'PostgreSQL refuses connections: POST /api/auth/login → 503' }],
  },
  needs: [proofOutages],
  also: [proofData, sourceFacts],
  judge: (seen, circumstances) => judgeSuffering(seen, circumstances, (proofs): Judgement => {
    const problems = problemsOf(proofs, {
      'wrong-blame': { severity: 'high', why: 'The client is told a falsehood that it may act on: sign out, delete, create again.', fix: 'Tell “the store cannot be asked” (503) from “there is no such thing” (404) and “you may not” (401, 403).' },
      hang: { severity: 'medium', why: 'Every waiting request holds a connection and a user.', fix: 'Set a limit on connecting to the store and on each statement, below the budget of the answer.' },
      crash: { severity: 'high', why: 'One store’s trouble takes the whole service down.', fix: 'Listen to errors of pools and clients; never let one end the process.' },
      leak: { severity: 'high', why: 'An error tells strangers how the inside is built.', fix: 'Answer with words for users; keep the cause for the log.' },
      'no-recovery': { severity: 'high', why: 'The outage goes on after its cause is gone, until a person restarts the service.', fix: 'Let clients and pools connect again by themselves, and drop broken connections.' },
    });
    return { examined: proofs.length, unit: 'endpoints', problems };
  }),
});
