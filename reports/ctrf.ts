import type { CheckView, RunView } from '../core/fold.ts';
import type { Renderer } from './renderer.ts';
import { clip, visible } from './words/visible.ts';
import { fails } from './words/words.ts';

/** The draft of the common test report format that this follows; it may change before its 1.0. */
const specVersion = '0.0.0';
const longestText = 4_000;

type Status = 'passed' | 'failed' | 'skipped' | 'pending' | 'other';

/** Common Test Report Format: a test for each check; an inconclusive one is `other`. */
const ctrf: Renderer = {
  name: 'ctrf',
  file: 'ctrf-report.json',
  render: (run) => `${JSON.stringify(report(run), null, 2)}\n`,
};

export default ctrf;

function report(run: RunView): unknown {
  const tests = run.outcomes.map((each) => testOf(run, each));
  const having = (status: Status): number => tests.filter((test) => test.status === status).length;
  const start = Date.parse(run.header.at) || 0;
  return {
    reportFormat: 'CTRF',
    specVersion,
    runId: run.header.run,
    timestamp: run.header.at,
    generatedBy: `assay ${run.header.assay}`,
    results: {
      tool: { name: 'assay', version: run.header.assay },
      summary: {
        tests: tests.length,
        passed: having('passed'),
        failed: having('failed'),
        skipped: having('skipped'),
        pending: having('pending'),
        other: having('other'),
        suites: new Set(run.outcomes.map(({ check }) => check.category)).size,
        start,
        stop: start + run.ms,
        duration: run.ms,
        extra: { verdict: run.verdict, reason: visible(run.gate.reason), exit: run.exit ?? null },
      },
      tests,
      environment: { appName: run.header.platform, testEnvironment: run.header.profile, extra: run.header.environment },
    },
  };
}

function testOf(run: RunView, { check, outcome, ms }: CheckView): { readonly status: Status } & Readonly<Record<string, unknown>> {
  const failing = outcome.status === 'fail' ? outcome.findings.filter((finding) => fails(run, finding)) : [];
  const status = statusOf(outcome, failing.length);
  const [first] = failing;
  const message = first?.what ?? ('reason' in outcome ? outcome.reason : outcome.status === 'error' ? outcome.fault.what : undefined);
  return {
    name: check.title,
    testId: check.id,
    status,
    rawStatus: outcome.status,
    duration: ms,
    suite: [check.family, check.category],
    type: check.family,
    ...(message !== undefined && { message: clip(visible(message), longestText) }),
    ...(first && {
      trace: clip(
        visible(failing.map((finding) => `${finding.severity}: ${finding.what}\n${finding.why}\nfix: ${finding.fix}`).join('\n\n')),
        longestText,
      ),
    }),
    ...(first?.location && {
      filePath: visible(first.location.uri),
      ...(first.location.line !== undefined && { line: first.location.line }),
    }),
    extra: {
      ...((outcome.status === 'pass' || outcome.status === 'fail') && {
        examined: outcome.examined,
        unit: outcome.unit,
        evidence: outcome.evidence,
      }),
      ...(outcome.status === 'fail' && { findings: outcome.findings.map((finding) => finding.number) }),
    },
  };
}

function statusOf(outcome: CheckView['outcome'], failing: number): Status {
  if (outcome.status === 'pass') return 'passed';
  if (outcome.status === 'fail') return failing > 0 ? 'failed' : 'passed';
  return outcome.status === 'inapplicable' ? 'skipped' : 'other';
}
