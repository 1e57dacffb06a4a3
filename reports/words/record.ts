import type { RunView } from '../../core/fold.ts';
import { isPartial } from '../../core/plan.ts';
import type { Category, DemandState, Family, Outcome, Severity, Verdict } from '../../core/types.ts';
import type { ProofVerdict } from '../../core/proof/evidence.ts';
import { cleanCommit } from './changes.ts';
import type { Coverage } from './proof.ts';
import { clip, oneLine } from './visible.ts';
import { fails, severities, standing } from './words.ts';

/** How a finding stands to the verdict: it fails it, or why it does not. */
export type Standing = 'failing' | 'not failing' | 'possible' | 'known' | 'waived';
export const standings: readonly Standing[] = ['failing', 'not failing', 'possible', 'known', 'waived'];

export interface FindingRecord {
  readonly number: number;
  readonly check: string;
  readonly severity: Severity;
  readonly standing: Standing;
  readonly fingerprint: string;
  readonly what: string;
  readonly where?: string;
}

/** What stays of a run when its folder is gone: its page in the history and its metrics. Plain JSON; times in milliseconds. */
export interface RunRecord {
  readonly run: string;
  readonly assay: string;
  readonly platform: string;
  readonly profile: string;
  readonly standard: { readonly id: string; readonly version: string; readonly title: string };
  /** Asked for a part of the standard only (`--only`): it never stands for the whole. */
  readonly partial: boolean;
  /** The commit of the source, where it was committed as it stood; absent where it is not known. */
  readonly commit?: string;
  readonly at: string;
  readonly ms: number;
  readonly finished: boolean;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly exit: number | null;
  readonly demands: readonly { readonly category: Category; readonly state: DemandState; readonly reason: string; readonly examined: number; readonly findings: number }[];
  readonly checks: readonly { readonly id: string; readonly family: Family; readonly title: string; readonly status: Outcome['status']; readonly ms: number }[];
  /** All of them, by severity and standing; none are left out. */
  readonly counts: readonly { readonly severity: Severity; readonly standing: Standing; readonly count: number }[];
  /** Worst first, the first 200. */
  readonly findings: readonly FindingRecord[];
  /** Fingerprints of those that fail the run, the first 5,000: what is compared with the run before. */
  readonly failing: readonly string[];
  readonly faults: readonly { readonly code: string; readonly what: string }[];
  /** How far its live proof reached; absent where none was made. */
  readonly proof?: { readonly endpoints: readonly { readonly verdict: ProofVerdict; readonly count: number }[]; readonly leaves: number; readonly traced: number };
}

const mostFindings = 200;
const mostFingerprints = 5_000;
const mostFaults = 50;
const longestText = 400;

/** Folds a run, and what its live proof came to, to what the history keeps of it. */
export function recordOf(run: RunView, coverage?: Coverage): RunRecord {
  const { header } = run;
  const failing = run.findings.filter((finding) => fails(run, finding));
  const commit = cleanCommit(run);
  return {
    run: header.run, assay: header.assay, platform: header.platform, profile: header.profile,
    standard: { id: header.standard.id, version: header.standard.version, title: header.standard.title },
    partial: isPartial(header.standard), ...(commit !== undefined && { commit }),
    at: header.at, ms: run.ms, finished: run.finished, verdict: run.verdict, reason: short(run.gate.reason), exit: run.exit ?? null,
    demands: run.gate.demands.map(({ category, state, reason, examined, findings }) => ({ category, state, reason: short(reason), examined, findings })),
    checks: run.outcomes.map(({ check, outcome, ms }) => ({ id: check.id, family: check.family, title: short(check.title), status: outcome.status, ms })),
    counts: countsOf(run),
    findings: run.findings.slice(0, mostFindings).map((finding) => ({
      number: finding.number, check: finding.check, severity: finding.severity, standing: standing(run, finding) ?? 'failing', fingerprint: finding.fingerprint,
      what: short(finding.what), ...(finding.location && { where: short(`${finding.location.uri}${finding.location.line === undefined ? '' : `:${finding.location.line}`}`) }),
    })),
    failing: failing.slice(0, mostFingerprints).map((finding) => finding.fingerprint),
    faults: run.faults.slice(0, mostFaults).map(({ fault }) => ({ code: fault.code, what: short(fault.what) })),
    ...(coverage && { proof: { endpoints: coverage.verdicts, leaves: coverage.leaves, traced: coverage.traced } }),
  };
}

function countsOf(run: RunView): RunRecord['counts'] {
  return severities.flatMap((severity) => standings.map((name) => ({
    severity, standing: name, count: run.findings.filter((finding) => finding.severity === severity && (standing(run, finding) ?? 'failing') === name).length,
  })));
}

function short(text: string): string {
  return clip(oneLine(text), longestText);
}
