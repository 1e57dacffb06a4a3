import { describe, expect, it } from 'vitest';
import { foldRun } from '../core/fold.ts';
import { failing, hostilePlatform, inconclusive, passing } from '../test/goldens/runs.ts';
import { metricsOf } from './prometheus.ts';

const runs = [passing, failing, inconclusive, hostilePlatform].map((make) => foldRun(make().events));
const sample = /^assay_[a-z_]+\{([a-z]+="[A-Za-z0-9.\-]*",?)*\} -?[0-9.e+]+$/;

describe('the metrics of runs', () => {
  it.each(['prometheus', 'openmetrics'] as const)('are lines that a parser takes, with ids and states as labels: %s', async (format) => {
    for (const run of runs) {
      const lines = (await metricsOf([run], format)).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
      expect(lines.length).toBeGreaterThan(20);
      expect(lines.filter((line) => !sample.test(line))).toEqual([]);
      expect(new Set(lines.map((line) => line.replace(/ [^ ]*$/, ''))).size).toBe(lines.length);
    }
  });

  it('end as OpenMetrics demands', async () => {
    expect((await metricsOf(runs, 'openmetrics')).trimEnd().endsWith('# EOF')).toBe(true);
  });

  it('tell the time of a success only when there was one', async () => {
    const success = 'assay_run_last_success_timestamp_seconds{platform="quotedesk",standard="release"}';
    expect(await metricsOf(runs.slice(0, 1), 'prometheus')).toContain(`${success} ${(Date.parse('2026-11-23T14:20:00.000Z') + 43_900) / 1000}`);
    expect(await metricsOf(runs.slice(1), 'prometheus')).not.toContain(success);
  });

  it('count findings that fail apart from those that do not', async () => {
    const text = await metricsOf(runs.slice(1, 2), 'prometheus');
    expect(text).toContain('severity="critical",standing="failing"} 2');
    expect(text).toContain('severity="medium",standing="waived"} 1');
    expect(text).toContain('verdict="fail"} 1');
  });
});
