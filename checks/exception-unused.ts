import { defineCheck } from '../core/define.ts';
import type { Judgement, Problem } from '../core/types.ts';
import { proofData, proofOutages } from '../core/proof/kinds.ts';
import { judgeProofs } from './proof/judged.ts';

export default defineCheck({
  info: { id: 'exception-unused', family: 'proof', category: 'Mock data', title: 'Declared exceptions of the live proof apply' },
  aliases: [],
  explain: {
    means: 'An exception in proof of the configuration (a constant, a degraded answer, an endpoint without a store) never applied in this run.',
    why: 'An exception that is left behind accepts the next lie in the same place without anybody deciding so.',
    fix: 'Take it out of the configuration.',
    examples: [{ wrong: 'proof.constants names /plans/-/price, and no such field is in any answer', right: 'proof.constants names what the answers hold' }],
  },
  needs: [proofData, proofOutages],
  judge: (seen, circumstances) => judgeProofs(seen, circumstances, ({ unused }): Judgement => {
    const { proof } = circumstances.platform;
    const declared = (proof?.constants.length ?? 0) + (proof?.degraded.length ?? 0) + (proof?.storeless.length ?? 0);
    if (declared === 0) return { inapplicable: 'no exception is declared (proof)' };
    const problems = unused.map((each): Problem => ({
      key: each, subject: each, severity: 'medium', confidence: 'certain',
      what: `The declared exception ${each} never applied.`, why: 'It would accept the next lie in the same place.', fix: 'Take it out of the configuration.',
    }));
    return { examined: declared, unit: 'exceptions', problems };
  }),
});
