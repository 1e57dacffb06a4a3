import type { RunView } from '../core/fold.ts';
import type { Proof } from '../core/proof/evidence.ts';
import type { Lookup, Renderer } from './renderer.ts';
import { changesSince, type Changes } from './words/changes.ts';
import { proofSeen } from './words/proof.ts';
import { fails, severities } from './words/words.ts';

/** Semantic version of the JSON report's shape; schema/assay-report.schema.json describes it. */
export const schemaVersion = '1.2.0';

/** Kinds of evidence whose bodies stand in the report, so that every number of the HTML page is found here too. */
const embedded = ['flow-record', 'load-result', 'proof-data', 'proof-outages'];
/** Bytes of one such body; a larger one lies with the run's evidence, under its digest. */
const mostEmbedded = 12 * 1024 * 1024;

const json: Renderer = {
  name: 'json',
  file: 'report.json',
  render: (run, lookup) => `${JSON.stringify(reportOf(run, lookup), null, 2)}\n`,
};

export default json;

function reportOf(run: RunView, lookup: Lookup): unknown {
  const { header } = run;
  const proof = proofSeen(run, lookup);
  return {
    schemaVersion,
    run: header.run,
    assay: header.assay,
    platform: header.platform,
    profile: header.profile,
    standard: { id: header.standard.id, version: header.standard.version, title: header.standard.title },
    startedAt: header.at,
    durationMs: run.ms,
    finished: run.finished,
    verdict: run.verdict,
    reason: run.gate.reason,
    exit: run.exit ?? null,
    counts: countsOf(run),
    readiness: run.gate.demands,
    checks: run.outcomes.map(({ check, outcome, ms }) => ({
      ...check,
      ms,
      ...(outcome.status === 'fail' ? { ...outcome, findings: outcome.findings.map((finding) => finding.number) } : outcome),
    })),
    findings: run.findings,
    ...(proof && { coverage: proof.coverage, endpoints: proof.proofs.map(endpointOf), exceptions: proof.exceptions, unusedExceptions: proof.unused }),
    ...(lookup.previous && { changes: changesOf(changesSince(lookup.previous, run, lookup)) }),
    faults: run.faults.map(({ fault, from }) => ({ ...fault, ...(from !== undefined && { from }) })),
    stack: run.stack ?? null,
    timeline: run.bars,
    evidence: run.evidence.map(({ probe, ref, attached }) => ({ probe, attached, ...ref })),
    skippedProbes: run.skipped,
    observations: run.evidence
      .filter(({ ref }) => embedded.includes(ref.kind))
      .map(({ ref }) => ({ kind: ref.kind, subject: ref.subject, digest: ref.digest, body: ref.bytes > mostEmbedded ? null : (lookup.json(ref.digest) ?? null) })),
    environment: header.environment,
    planned: header.planned,
    probes: header.probes,
  };
}

/** What this run has itself is named by number; what only the run before had stands here whole. */
function changesOf({ opened, closed, still, ...rest }: Changes): unknown {
  const numbers = (findings: RunView['findings']): readonly number[] => findings.map(({ number }) => number);
  return { ...rest, opened: numbers(opened), still: numbers(still), closed: closed.map(({ fingerprint, check, category, severity, what, location }) => ({ fingerprint, check, category, severity, what, ...(location && { location }) })) };
}

/** One endpoint, message or tool as a program reads it: flat, with JSON pointers for what nothing supplied. */
function endpointOf({ target, ...proof }: Proof): unknown {
  const { kind, method, path, name, service, role, writes, foundBy, handler, made, aside } = target;
  const reason = proof.reason ?? target.missing;
  return {
    kind, method, path, name, service, ...(role !== undefined && { role }), writes, foundBy, ...(made && { sample: 'made' }), ...(aside !== undefined && { aside }), ...(handler && { handler }),
    verdict: proof.verdict, confidence: proof.confidence, leaves: proof.leaves, traced: proof.traced, unsourced: proof.unsourced,
    passes: proof.passes, outages: proof.outages, witnesses: proof.verdicts, evidence: proof.evidence, ...(reason !== undefined && { reason }),
  };
}

function countsOf(run: RunView): unknown {
  const failing = run.findings.filter((finding) => fails(run, finding));
  return {
    failing: Object.fromEntries(
      severities.map((severity) => [severity, failing.filter((finding) => finding.severity === severity).length]),
    ),
    total: run.findings.length,
  };
}
