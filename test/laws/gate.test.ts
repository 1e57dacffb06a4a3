import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counts, gate } from '../../core/gate.ts';
import type { Finding } from '../../core/types.ts';
import { concluded, fault, standard } from './arbitrary.ts';

/** The laws of architecture.md that the verdict must keep for every run that can be thought of. */
describe('the gate', () => {
  it('passes only when every required demand is answered, at least one passed, and no fault was raised', () => {
    fc.assert(fc.property(standard, concluded, fc.array(fault, { maxLength: 2 }), (demanded, outcomes, faults) => {
      const result = gate(demanded, outcomes, faults);
      if (result.verdict !== 'pass') return;
      expect(faults).toEqual([]);
      expect(result.demands.some((each) => each.state === 'pass')).toBe(true);
      for (const [index, each] of result.demands.entries()) {
        if (!demanded.demands[index]?.required) continue;
        expect(['pass', 'not demanded']).toContain(each.state);
        if (each.state === 'not demanded') expect(demanded.demands[index].whenApplicable).toBe(true);
        if (each.state === 'pass') expect(each.examined).toBeGreaterThan(0);
      }
    }), { numRuns: 200 });
  });

  it('fails exactly when a required demand has a finding that counts', () => {
    fc.assert(fc.property(standard, concluded, fc.array(fault, { maxLength: 2 }), (demanded, outcomes, faults) => {
      const failing = demanded.demands.filter((each) => each.required && outcomes.some(({ check, outcome }) =>
        check.category === each.category && outcome.status === 'fail' && outcome.findings.some((finding) => counts(finding, each.atLeast))));
      expect(gate(demanded, outcomes, faults).verdict === 'fail').toBe(failing.length > 0);
    }), { numRuns: 200 });
  });

  it('never passes a run that lost an outcome which a required demand had planned', () => {
    fc.assert(fc.property(standard, concluded, fc.nat(), (demanded, outcomes, at) => {
      const lost = outcomes[at % Math.max(1, outcomes.length)];
      if (!lost || !demanded.demands.some((each) => each.required && each.category === lost.check.category)) return;
      const planned = outcomes.map(({ check }) => check);
      expect(gate(demanded, outcomes.filter((each) => each !== lost), [], planned).verdict).not.toBe('pass');
    }), { numRuns: 200 });
  });

  it('does not depend on the order of outcomes', () => {
    fc.assert(fc.property(standard, concluded.chain((each) => fc.tuple(fc.constant(each), fc.shuffledSubarray([...each], { minLength: each.length }))), (demanded, [one, other]) => {
      expect(gate(demanded, other, [])).toEqual(gate(demanded, one, []));
    }));
  });

  it('lets a waiver or a baseline only remove', () => {
    const rank = { fail: 0, inconclusive: 1, pass: 2 };
    fc.assert(fc.property(standard, concluded, (demanded, outcomes) => {
      const accepted = outcomes.map(({ check, outcome }) => ({
        check, outcome: outcome.status === 'fail' ? { ...outcome, findings: outcome.findings.map((finding) => ({ ...finding, known: true })) as unknown as readonly [Finding] } : outcome,
      }));
      expect(rank[gate(demanded, accepted, []).verdict]).toBeGreaterThanOrEqual(rank[gate(demanded, outcomes, []).verdict]);
    }));
  });

  it('is inconclusive for an empty run', () => {
    fc.assert(fc.property(standard, (demanded) => {
      expect(gate(demanded, [], []).verdict).toBe('inconclusive');
    }));
  });

  it('survives JSON', () => {
    fc.assert(fc.property(standard, concluded, (demanded, outcomes) => {
      const copy = JSON.parse(JSON.stringify({ demanded, outcomes })) as { demanded: typeof demanded; outcomes: typeof outcomes };
      expect(gate(copy.demanded, copy.outcomes, [])).toEqual(gate(demanded, outcomes, []));
    }));
  });
});
