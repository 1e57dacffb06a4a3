import { Gauge, Registry, type OpenMetricsContentType, type PrometheusContentType } from 'prom-client';
import type { RunView } from '../core/fold.ts';
import { severities } from './words/words.ts';
import type { Finding, Verdict } from '../core/types.ts';
import type { Renderer } from './renderer.ts';
import { standing } from './words/words.ts';

/** Prometheus text of one run, for a textfile collector or a push gateway. Labels are ids and states only. */
const prometheus: Renderer = {
  name: 'prometheus',
  file: 'assay.prom',
  render: (run) => metricsOf([run], 'prometheus'),
};

export default prometheus;

/** The metrics of the last run of each platform, in the classic text or as OpenMetrics. */
export function metricsOf(runs: readonly RunView[], format: 'prometheus' | 'openmetrics'): Promise<string> {
  if (format === 'prometheus') {
    const registry = new Registry<PrometheusContentType>();
    return filled(registry, runs).metrics();
  }
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  return filled(registry, runs).metrics();
}

const verdicts: readonly Verdict[] = ['pass', 'fail', 'inconclusive'];

function filled<R extends Registry<PrometheusContentType> | Registry<OpenMetricsContentType>>(registry: R, runs: readonly RunView[]): R {
  const gauge = gaugesIn(registry);
  const run = ['platform', 'standard'] as const;
  const build = gauge('assay_build_info', 'The version of assay that made the run; the value is 1.', ['version'] as const);
  const success = gauge('assay_run_last_success_timestamp_seconds', 'When a run last ended with the verdict pass, in seconds since 1970.', run);
  const took = gauge('assay_run_duration_seconds', 'How long the last run took.', run);
  const verdict = gauge('assay_gate_verdict', 'The verdict of the last run: 1 for the one that holds.', [...run, 'verdict'] as const);
  const demand = gauge('assay_demand_state', 'The state of each demand of the standard: 1 for the one that holds.', [...run, 'category', 'state'] as const);
  const check = gauge('assay_check_verdict', 'What each check concluded: 1 for the status that holds.', [...run, 'check', 'family', 'status'] as const);
  const findings = gauge('assay_findings', 'Findings of the last run by severity and standing.', [...run, 'severity', 'standing'] as const);
  const checkTook = gauge('assay_check_duration_seconds', 'How long each check took to judge.', [...run, 'check'] as const);
  for (const each of runs) {
    const labels = { platform: idOf(each.header.platform), standard: each.header.standard.id };
    build.set({ version: each.header.assay }, 1);
    if (each.verdict === 'pass' && each.finished) success.set(labels, (Date.parse(each.header.at) + each.ms) / 1000);
    took.set(labels, each.ms / 1000);
    for (const one of verdicts) verdict.set({ ...labels, verdict: one }, Number(one === each.verdict));
    for (const one of each.gate.demands) demand.set({ ...labels, category: idOf(one.category), state: idOf(one.state) }, 1);
    for (const one of each.outcomes) {
      check.set({ ...labels, check: one.check.id, family: one.check.family, status: one.outcome.status }, 1);
      checkTook.set({ ...labels, check: one.check.id }, one.ms / 1000);
    }
    for (const severity of severities) for (const [name, holds] of standings(each)) {
      findings.set({ ...labels, severity, standing: name }, each.findings.filter((finding) => finding.severity === severity && holds(finding)).length);
    }
  }
  return registry;
}

function standings(run: RunView): readonly (readonly [string, (finding: Finding) => boolean])[] {
  return [
    ['failing', (finding) => standing(run, finding) === undefined],
    ...(['not failing', 'possible', 'known', 'waived'] as const).map((name) => [idOf(name), (finding: Finding) => standing(run, finding) === name] as const),
  ];
}

function gaugesIn(registry: Registry<PrometheusContentType> | Registry<OpenMetricsContentType>) {
  return <L extends string>(name: string, help: string, labelNames: readonly L[]): Gauge<L> => new Gauge({ name, help, labelNames: [...labelNames], registers: [registry as Registry] });
}

/** `Code clean-up` → `code-clean-up`: labels hold ids, never free text. */
function idOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60);
}
