import { describe, expect, it } from 'vitest';
import { foldRun } from '../core/fold.ts';
import { failing, hostilePlatform, inconclusive, passing, proving } from '../test/goldens/runs.ts';
import { lookupOf } from '../test/goldens/stream.ts';
import prometheus, { measured, metricsOf } from './prometheus.ts';
import { recordOf } from './words/record.ts';

const records = [passing, failing, inconclusive, hostilePlatform].map((make) => recordOf(foldRun(make().events)));
const metrics = (from: number, to: number, format: 'prometheus' | 'openmetrics' = 'prometheus'): Promise<string> => metricsOf({ version: '1.2.3', runs: records.slice(from, to).map(measured) }, format);
const sample = /^assay_[a-z_]+(\{([a-z]+="[A-Za-z0-9.\-]*",?)*\})? -?[0-9.e+]+$/;

describe('the metrics of runs', () => {
  it.each(['prometheus', 'openmetrics'] as const)('are lines that a parser takes, with ids and states as labels: %s', async (format) => {
    for (const index of records.keys()) {
      const lines = (await metrics(index, index + 1, format)).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      expect(lines.length).toBeGreaterThan(20);
      expect(lines.filter((line) => !sample.test(line))).toEqual([]);
      expect(new Set(lines.map((line) => line.replace(/ [^ ]*$/, ''))).size).toBe(lines.length);
    }
  });

  it('end as OpenMetrics demands', async () => {
    expect((await metrics(0, 1, 'openmetrics')).trimEnd().endsWith('# EOF')).toBe(true);
  });

  it('tell the time of a success only when there was one', async () => {
    const success = 'assay_run_last_success_timestamp_seconds{platform="quotedesk",standard="release",profile="full"}';
    expect(await metrics(0, 1)).toContain(`${success} ${(Date.parse('2026-11-23T14:20:00.000Z') + 43_900) / 1000}`);
    expect(await metrics(1, 4)).not.toContain(success);
  });

  it('count findings that fail apart from those that do not', async () => {
    const text = await metrics(1, 2);
    expect(text).toContain('severity="critical",standing="failing"} 2');
    expect(text).toContain('severity="medium",standing="waived"} 1');
    expect(text).toContain('verdict="fail"} 1');
  });

  it('count the endpoints of a live proof by verdict, and say nothing of a run without one', async () => {
    const text = String(await prometheus.render(foldRun(proving().events), lookupOf(proving())));
    expect(text).toContain('assay_endpoints{platform="quotedesk",standard="release",profile="full",verdict="proven"} 3');
    expect(text).toContain('verdict="unproven"} 2');
    expect(text).toContain('assay_endpoint_leaves{platform="quotedesk",standard="release",profile="full",traced="no"} 1');
    expect(await metrics(0, 4)).not.toContain('assay_endpoints{');
  });

  it('take a run of a part of the standard for no success', async () => {
    const [whole] = records;
    if (!whole) throw new Error('no record');
    expect(await metricsOf({ version: '1.2.3', runs: [measured({ ...whole, partial: true })] }, 'prometheus')).not.toContain('assay_run_last_success_timestamp_seconds{');
  });

  it('tell nothing of runs when the history does not answer', async () => {
    const text = await metricsOf({ version: '1.2.3', runs: undefined, service: { historyUp: false, notImported: 2, scannedAt: undefined } }, 'prometheus');
    expect(text).toContain('assay_history_up 0');
    expect(text).toContain('assay_runs_not_imported 2');
    expect(text).not.toContain('assay_gate_verdict');
    expect(text).not.toContain('assay_last_scan');
  });
});
