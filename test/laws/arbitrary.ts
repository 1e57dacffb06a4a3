import fc from 'fast-check';
import type { Concluded } from '../../core/gate.ts';
import { categories, families, type Category, type CheckInfo, type Demand, type Fault, type Finding, type Outcome, type Severity, type Standard } from '../../core/types.ts';

/** Outcomes and standards of every shape that the types allow, for the laws. */

const severity = fc.constantFrom<Severity>('critical', 'high', 'medium', 'low');
const family = fc.constantFrom(...families);
const category = fc.constantFrom(...categories);

export const fault: fc.Arbitrary<Fault> = fc.record({
  code: fc.constantFrom('probe-failed', 'boot-failed', 'interrupted'), what: fc.string({ minLength: 1 }), fix: fc.string(), exit: fc.constantFrom<2 | 3>(2, 3),
});

function finding(check: CheckInfo): fc.Arbitrary<Finding> {
  return fc.record({
    key: fc.string(), what: fc.string({ minLength: 1 }), why: fc.string(), fix: fc.string(), severity,
    confidence: fc.constantFrom('certain', 'likely', 'possible'),
    number: fc.nat(), check: fc.constant(check.id), category: fc.constant(check.category), family: fc.constant(check.family),
    fingerprint: fc.stringMatching(/^[0-9a-f]{32}$/),
  });
}

function outcome(check: CheckInfo): fc.Arbitrary<Outcome> {
  const examined = { examined: fc.integer({ min: 1, max: 500 }), unit: fc.constantFrom('files', 'stores'), evidence: fc.constant([]) };
  return fc.oneof(
    fc.record({ status: fc.constant('pass' as const), ...examined }),
    fc.record({ status: fc.constant('pass' as const), ...examined, unproven: fc.constant(['one endpoint has no sample']) }),
    fc.tuple(fc.record(examined), fc.array(finding(check), { minLength: 1, maxLength: 4 })).map(([rest, found]): Outcome => {
      const [first, ...others] = found;
      if (!first) throw new Error('an array of at least one has a first');
      return { status: 'fail', ...rest, findings: [first, ...others] };
    }),
    fc.record({ status: fc.constantFrom('inapplicable' as const, 'skipped' as const), reason: fc.string({ minLength: 1 }) }),
    fc.record({ status: fc.constant('error' as const), fault }),
  );
}

export const concluded: fc.Arbitrary<readonly Concluded[]> = fc
  .uniqueArray(fc.record({ id: fc.stringMatching(/^[a-z]{3,8}$/), family, category, title: fc.string() }), { selector: (check) => check.id, maxLength: 14 })
  .chain((checks) => fc.tuple(...checks.map((check) => outcome(check).map((each) => ({ check, outcome: each })))));

function demand(of: Category): fc.Arbitrary<Demand> {
  return fc.record({
    category: fc.constant(of), required: fc.boolean(), whenApplicable: fc.boolean(), atLeast: severity, families: family.map((each) => [each] as const),
  });
}

export const standard: fc.Arbitrary<Standard> = fc
  .tuple(...categories.map(demand))
  .map((demands) => ({ id: 'any', version: '1', title: 'Any', stack: true, demands }));
