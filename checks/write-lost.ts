import { defineCheck } from '../core/define.ts';
import type { Judgement } from '../core/types.ts';
import { proofData, proofOutages } from '../core/proof/kinds.ts';
import { sourceFacts } from '../core/proof/routes.ts';
import { counted, judgeProofs, problemsOf } from './proof/judged.ts';

export default defineCheck({
  info: { id: 'write-lost', family: 'proof', category: 'Database connections', title: 'What is acknowledged is stored' },
  aliases: [],
  explain: {
    means: 'The platform acknowledged a write, and a value that was sent is neither in a committed statement that passed the taps nor in the platform’s own answer afterwards; or it was gone after a restart, or after an outage that had been acknowledged through.',
    why: 'The user was told that it is saved.',
    fix: 'Answer after the commit. What cannot be stored now is refused with 503, or kept in a queue that survives.',
    examples: [{ wrong: 'POST /api/documents → 201, and no INSERT reached PostgreSQL', right: 'POST /api/documents → 201 after INSERT … COMMIT' }],
  },
  needs: [proofData],
  also: [proofOutages, sourceFacts],
  judge: (seen, circumstances) => judgeProofs(seen, circumstances, ({ proofs }): Judgement => {
    const writing = proofs.filter(({ target }) => target.writes);
    if (writing.length === 0) return { inapplicable: 'nothing that writes was found' };
    return counted(writing, problemsOf(proofs, {
      'write-lie': { severity: 'critical', why: 'The user was told that it is saved, and it is not.', fix: 'Answer only after the store has committed it.' },
    }));
  }),
});
