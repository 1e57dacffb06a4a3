import { count, flag, listOf, maybe, nullable, oneOf, recordOf, text, type Shape } from '../../core/shape.ts';
import { proofVerdicts } from '../../core/proof/evidence.ts';
import { families } from '../../core/types.ts';
import type { RunRecord } from '../../reports/words/record.ts';
import { standings } from '../../reports/words/record.ts';
import { severities } from '../../reports/words/words.ts';

const severity = oneOf(...severities);
const standing = oneOf(...standings);

const shape: Shape<RunRecord> = recordOf<RunRecord>({
  run: text, assay: text, platform: text, profile: text, partial: flag, commit: maybe(text), at: text, ms: count, finished: flag, reason: text, exit: nullable(count),
  standard: recordOf<RunRecord['standard']>({ id: text, version: text, title: text }),
  verdict: oneOf('pass', 'fail', 'inconclusive'),
  demands: listOf(recordOf<RunRecord['demands'][number]>({ category: text as Shape<RunRecord['demands'][number]['category']>, state: oneOf('pass', 'fail', 'unproven', 'not demanded'), reason: text, examined: count, findings: count })),
  checks: listOf(recordOf<RunRecord['checks'][number]>({ id: text, family: oneOf(...families), title: text, status: oneOf('pass', 'fail', 'inapplicable', 'skipped', 'error'), ms: count })),
  counts: listOf(recordOf<RunRecord['counts'][number]>({ severity, standing, count })),
  findings: listOf(recordOf<RunRecord['findings'][number]>({ number: count, check: text, severity, standing, fingerprint: text, what: text, where: maybe(text) })),
  failing: listOf(text),
  faults: listOf(recordOf<RunRecord['faults'][number]>({ code: text, what: text })),
  proof: maybe(recordOf<NonNullable<RunRecord['proof']>>({ endpoints: listOf(recordOf<NonNullable<RunRecord['proof']>['endpoints'][number]>({ verdict: oneOf(...proofVerdicts), count })), leaves: count, traced: count })),
});

/** A record that came from a file. Throws a TypeError that names the place when it is something else: nothing half-read gets into the history. */
export function parseRecord(raw: unknown): RunRecord {
  shape.demand(raw, 'run');
  const record = raw as RunRecord;
  if (Number.isNaN(Date.parse(record.at))) throw new TypeError(`run.at: ${record.at} is no time`);
  return record;
}
