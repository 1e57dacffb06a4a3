import { defineCheck } from '../core/define.ts';
import type { Judgement } from '../core/types.ts';
import { proofData, proofOutages } from '../core/proof/kinds.ts';
import { sourceFacts } from '../core/proof/routes.ts';
import { counted, demandedOf, judgeProofs, problemsOf } from './proof/judged.ts';

export default defineCheck({
  info: { id: 'data-invented', family: 'proof', category: 'Mock data', title: 'Every answer’s data come from the stores and follow them' },
  aliases: [],
  explain: {
    means: 'An answer of the running platform holds data that no store supplied: they did not pass the taps before the stores, and they did not change when every row did, or they change by themselves, or they are still there when the stores are empty or out.',
    why: 'Whoever reads the number decides by it. A constant looks exactly like a measurement.',
    fix: 'Read the value from its store, or leave the field out. A value that is meant to be constant is declared in proof.constants of the configuration, with the reason.',
    examples: [{ wrong: 'GET /api/metrics → {"satisfaction":94.5} whatever the stores hold', right: 'GET /api/metrics → {"satisfaction":null} until there is something to compute it from' }],
  },
  needs: [proofData],
  also: [proofOutages, sourceFacts],
  judge: (seen, circumstances) => judgeProofs(seen, circumstances, ({ proofs }): Judgement => {
    const { demanded: reading, leftOut } = demandedOf(proofs.filter(({ target }) => !target.writes), seen, circumstances);
    const traced = reading.reduce((sum, each) => sum + each.traced, 0);
    const leaves = reading.reduce((sum, each) => sum + each.leaves, 0);
    const problems = problemsOf(reading, {
      invented: { severity: 'critical', why: 'Whoever reads it takes it for what the platform knows.', fix: 'Read it from its store, or leave the field out; declare it in proof.constants if it is meant to be constant.' },
    });
    return counted(reading, problems, `${traced} of ${leaves} values of ${reading.length} endpoints and tools traced to a source${leftOut.map(({ target }) => `; ${target.name} is left out with its store`).join('')}`);
  }),
});
