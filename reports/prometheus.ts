import { Gauge, Registry, type OpenMetricsContentType, type PrometheusContentType } from 'prom-client';
import { proofVerdicts } from '../core/proof/evidence.ts';
import type { Verdict } from '../core/types.ts';
import type { Renderer } from './renderer.ts';
import { coverageSeen } from './words/proof.ts';
import { recordOf, type RunRecord } from './words/record.ts';

/** Prometheus text of one run, for a textfile collector or a push gateway. Labels are ids and states only. */
const prometheus: Renderer = {
  name: 'prometheus',
  file: 'assay.prom',
  render: (run, lookup) => metricsOf({ version: run.header.assay, runs: [measured(recordOf(run, coverageSeen(run, lookup)))] }, 'prometheus'),
};

export default prometheus;

/** A run whose numbers are told, and when one of its platform, standard and profile last passed, in milliseconds since 1970. */
export interface MeasuredRun {
  readonly record: RunRecord;
  readonly lastSuccess: number | undefined;
}
export interface Measured {
  readonly version: string;
  /** The last whole run of each platform, standard and profile. Undefined: nobody could be asked, so nothing is told of runs. */
  readonly runs: readonly MeasuredRun[] | undefined;
  readonly service?: ServiceState;
}
/** What the service tells of itself. Times are milliseconds since 1970. */
export interface ServiceState {
  readonly historyUp: boolean;
  /** Run folders that are not in the history: unreadable, cut off or still going on. */
  readonly notImported: number;
  readonly scannedAt: number | undefined;
}

/** A run by itself: only a whole one that passed counts as a success of its standard. */
export function measured(record: RunRecord): MeasuredRun {
  return { record, lastSuccess: record.verdict === 'pass' && record.finished && !record.partial ? Date.parse(record.at) + record.ms : undefined };
}

export const contentTypes = { prometheus: Registry.PROMETHEUS_CONTENT_TYPE, openmetrics: Registry.OPENMETRICS_CONTENT_TYPE } as const;

/** Everything that assay measures, in a registry of its own, in the classic text or as OpenMetrics. */
export function metricsOf(all: Measured, format: 'prometheus' | 'openmetrics'): Promise<string> {
  if (format === 'prometheus') {
    const registry = new Registry<PrometheusContentType>();
    return filled(registry, all).metrics();
  }
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  return filled(registry, all).metrics();
}

const verdicts: readonly Verdict[] = ['pass', 'fail', 'inconclusive'];

function filled<R extends Registry<PrometheusContentType> | Registry<OpenMetricsContentType>>(registry: R, { version, runs, service }: Measured): R {
  const gauge = gaugesIn(registry);
  gauge('assay_build_info', 'The version of assay; the value is 1.', ['version'] as const).set({ version }, 1);
  if (service) {
    gauge('assay_history_up', 'Whether the history answered when it was asked just now.', []).set(Number(service.historyUp));
    gauge('assay_runs_not_imported', 'Run folders that are not in the history: unreadable, cut off or still going on.', []).set(service.notImported);
    if (service.scannedAt !== undefined) gauge('assay_last_scan_timestamp_seconds', 'When the folder of runs was last read, in seconds since 1970.', []).set(service.scannedAt / 1000);
  }
  if (runs) fillRuns(gauge, runs);
  return registry;
}

function fillRuns(gauge: GaugeIn, runs: readonly MeasuredRun[]): void {
  const run = ['platform', 'standard', 'profile'] as const;
  const success = gauge('assay_run_last_success_timestamp_seconds', 'When a run last ended with the verdict pass, in seconds since 1970.', run);
  const ended = gauge('assay_run_last_end_timestamp_seconds', 'When a run last ended with any verdict, in seconds since 1970.', run);
  const took = gauge('assay_run_duration_seconds', 'How long the last run took.', run);
  const verdict = gauge('assay_gate_verdict', 'The verdict of the last run: 1 for the one that holds.', [...run, 'verdict'] as const);
  const demand = gauge('assay_demand_state', 'The state of each demand of the standard: 1 for the one that holds.', [...run, 'category', 'state'] as const);
  const check = gauge('assay_check_verdict', 'What each check concluded: 1 for the status that holds.', [...run, 'check', 'family', 'status'] as const);
  const findings = gauge('assay_findings', 'Findings of the last run by severity and standing.', [...run, 'severity', 'standing'] as const);
  const checkTook = gauge('assay_check_duration_seconds', 'How long each check took to judge.', [...run, 'check'] as const);
  fillProofs(gauge, runs, run);
  for (const { record, lastSuccess } of runs) {
    const labels = labelsOf(record);
    if (lastSuccess !== undefined) success.set(labels, lastSuccess / 1000);
    ended.set(labels, (Date.parse(record.at) + record.ms) / 1000);
    took.set(labels, record.ms / 1000);
    for (const one of verdicts) verdict.set({ ...labels, verdict: one }, Number(one === record.verdict));
    for (const { category, state } of record.demands) demand.set({ ...labels, category: idOf(category), state: idOf(state) }, 1);
    for (const { id, family, status, ms } of record.checks) {
      check.set({ ...labels, check: idOf(id), family, status }, 1);
      checkTook.set({ ...labels, check: idOf(id) }, ms / 1000);
    }
    for (const { severity, standing, count } of record.counts) findings.set({ ...labels, severity, standing: idOf(standing) }, count);
  }
}

/** Only where a live proof was made: a zero would be a claim. */
function fillProofs(gauge: GaugeIn, runs: readonly MeasuredRun[], run: readonly ['platform', 'standard', 'profile']): void {
  if (!runs.some(({ record }) => record.proof)) return;
  const endpoints = gauge('assay_endpoints', 'Endpoints of the last run by what its live proof concluded.', [...run, 'verdict'] as const);
  const leaves = gauge('assay_endpoint_leaves', 'Leaves of data in the answers of the last run, by whether their source was found.', [...run, 'traced'] as const);
  for (const { record } of runs) {
    const { proof } = record;
    if (!proof) continue;
    for (const verdict of proofVerdicts) endpoints.set({ ...labelsOf(record), verdict }, proof.endpoints.find((each) => each.verdict === verdict)?.count ?? 0);
    leaves.set({ ...labelsOf(record), traced: 'yes' }, proof.traced);
    leaves.set({ ...labelsOf(record), traced: 'no' }, proof.leaves - proof.traced);
  }
}

function labelsOf({ platform, standard, profile }: RunRecord): Readonly<Record<'platform' | 'standard' | 'profile', string>> {
  return { platform: idOf(platform), standard: idOf(standard.id), profile: idOf(profile) };
}

type GaugeIn = ReturnType<typeof gaugesIn>;

function gaugesIn(registry: Registry<PrometheusContentType> | Registry<OpenMetricsContentType>) {
  return <L extends string>(name: string, help: string, labelNames: readonly L[]): Gauge<L> => new Gauge({ name, help, labelNames: [...labelNames], registers: [registry as Registry] });
}

/** `Code clean-up` → `code-clean-up`: labels hold ids, never free text. */
function idOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60);
}
