import type { RunView } from '../core/fold.ts';
import type { CheckInfo, Finding, Location, Step } from '../core/types.ts';
import type { Renderer } from './renderer.ts';
import { clip, visible } from './words/visible.ts';

/** What GitHub code scanning takes from one run; the worst come first and the rest is counted. */
export const mostResults = 25_000;
/** A message longer than this is cut. */
const longestText = 4_000;
const longestSnippet = 20_000;
/** Steps of one code flow. */
const mostSteps = 100;

/** SARIF 2.1.0. Findings of the running platform stand at the place in the source that they name, or at its root. */
const sarif: Renderer = {
  name: 'sarif',
  file: 'assay.sarif',
  render: (run) => `${JSON.stringify(log(run), null, 1)}\n`,
};

export default sarif;

function log(run: RunView): unknown {
  const shown = run.findings.slice(0, mostResults);
  const rules = rulesOf(run, shown);
  const index = new Map(rules.map((rule, at) => [rule.id, at]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'assay',
            version: run.header.assay,
            semanticVersion: run.header.assay,
            rules: rules.map((rule) => ruleOf(rule, shown)),
          },
        },
        automationDetails: { id: `assay/${run.header.standard.id}/` },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { description: { text: 'The folder of the platform’s source.' } } },
        invocations: [invocation(run)],
        results: shown.map((finding) => result(run, finding, index.get(finding.check) ?? -1)),
        properties: {
          run: run.header.run,
          verdict: run.verdict,
          reason: text(run.gate.reason),
          standard: `${run.header.standard.id} ${run.header.standard.version}`,
          findings: run.findings.length,
        },
      },
    ],
  };
}

function rulesOf(run: RunView, findings: readonly Finding[]): readonly CheckInfo[] {
  const named = new Map<string, CheckInfo>();
  for (const { check } of run.outcomes) named.set(check.id, check);
  for (const { check, family, category } of findings)
    if (!named.has(check)) named.set(check, { id: check, family, category, title: check });
  return [...named.values()];
}

function ruleOf(check: CheckInfo, findings: readonly Finding[]): unknown {
  const example = findings.find((finding) => finding.check === check.id);
  const help = [
    `${check.title}.`,
    ...(example ? [`Why: ${example.why}`, `Fix: ${example.fix}`] : []),
    `assay explain ${check.id} says more, with examples.`,
  ];
  return {
    id: check.id,
    name: check.id
      .split('-')
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join(''),
    shortDescription: { text: text(check.title) },
    fullDescription: { text: `${text(check.title)} (${check.category})` },
    help: { text: text(help.join('\n')) },
    defaultConfiguration: { level: example ? levelOf(example) : 'warning' },
    properties: {
      tags: [check.family, check.category, ...(check.category === 'Security' ? ['security'] : [])],
      ...(example && { 'problem.severity': problemSeverity(example), precision: precision(example) }),
      ...(example && check.category === 'Security' && { 'security-severity': securitySeverity[example.severity] }),
    },
  };
}

/** What only may be is a note; critical and high are errors; the rest are warnings. */
export function levelOf(finding: Finding): 'error' | 'warning' | 'note' {
  if (finding.confidence === 'possible') return 'note';
  return finding.severity === 'critical' || finding.severity === 'high' ? 'error' : 'warning';
}

/** The words that code scanning knows for a rule that is not about security. */
function problemSeverity(finding: Finding): 'error' | 'warning' | 'recommendation' {
  const level = levelOf(finding);
  return level === 'note' ? 'recommendation' : level;
}

/** For a rule about security it wants a score instead: above 9 is critical, from 7 high, from 4 medium. */
const securitySeverity: Readonly<Record<Finding['severity'], string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' };

function precision(finding: Finding): string {
  return { certain: 'very-high', likely: 'high', possible: 'medium' }[finding.confidence];
}

function result(run: RunView, finding: Finding, ruleIndex: number): unknown {
  return {
    ruleId: finding.check,
    ...(ruleIndex >= 0 && { ruleIndex }),
    level: levelOf(finding),
    message: { text: text(`${finding.what}. ${finding.why} Fix: ${finding.fix}`) },
    locations: [
      {
        physicalLocation: physical(finding.location ?? { uri: '.' }, finding),
        ...(finding.subject !== undefined && { logicalLocations: [{ fullyQualifiedName: text(finding.subject) }] }),
      },
    ],
    partialFingerprints: { 'assay/v1': finding.fingerprint },
    ...(finding.path &&
      finding.path.length > 0 && { codeFlows: [{ threadFlows: [{ locations: finding.path.slice(0, mostSteps).map(flowStep) }] }] }),
    ...(finding.waiver && {
      suppressions: [
        {
          kind: 'external',
          status: 'accepted',
          justification: text(`${finding.waiver.reason} (${finding.waiver.owner}, until ${finding.waiver.expires})`),
        },
      ],
    }),
    ...(finding.known && { baselineState: 'unchanged' }),
    properties: {
      number: finding.number,
      severity: finding.severity,
      confidence: finding.confidence,
      category: finding.category,
      family: finding.family,
      ...(finding.expected !== undefined && { expected: text(finding.expected) }),
      ...(finding.found !== undefined && { found: text(finding.found) }),
      ...(finding.reproduce && { reproduce: finding.reproduce.map(text) }),
      evidence: finding.evidence ?? [],
      show: `assay show ${run.header.run}#${finding.number}`,
    },
  };
}

function physical(location: Location, finding?: Finding): unknown {
  const snippet = finding?.frame?.lines[finding.frame.mark - finding.frame.firstLine];
  return {
    artifactLocation: { uri: relativeUri(location.uri), uriBaseId: 'SRCROOT' },
    // Code scanning shows nothing without a line: what belongs to a whole file stands at its first.
    region: location.line === undefined || location.line <= 0 ? { startLine: 1 } : {
      startLine: location.line,
      ...(location.column !== undefined && location.column > 0 && { startColumn: location.column }),
      ...(location.endLine !== undefined && location.endLine >= location.line && { endLine: location.endLine }),
      ...(snippet !== undefined && { snippet: { text: clip(snippet.toWellFormed(), longestSnippet) } }),
    },
  };
}

function flowStep(step: Step): unknown {
  return {
    location: { physicalLocation: physical(step), message: { text: text(step.label) } },
    importance: step.role === 'via' ? 'important' : 'essential',
    properties: { role: step.role },
  };
}

/** Each part percent-encoded, so that a file's name can neither become a scheme nor climb out of the root. */
function relativeUri(uri: string): string {
  const parts = uri.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  return parts.length === 0 ? '.' : parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/');
}

function invocation(run: RunView): unknown {
  const left = run.findings.length - mostResults;
  return {
    executionSuccessful: run.finished && run.faults.length === 0,
    startTimeUtc: run.header.at,
    ...(run.finished && { endTimeUtc: new Date(Date.parse(run.header.at) + run.ms).toISOString() }),
    ...(run.exit !== undefined && { exitCode: run.exit }),
    toolExecutionNotifications: [
      ...run.faults.map(({ fault, from }) => ({
        level: 'error',
        descriptor: { id: fault.code },
        message: { text: text(`${fault.what} ${fault.fix}`) },
        ...(from !== undefined && { properties: { from } }),
      })),
      ...(left > 0
        ? [
            {
              level: 'warning',
              message: { text: `${left} findings more than a report of this kind may hold are left out; the worst are here.` },
            },
          ]
        : []),
    ],
  };
}

function text(words: string): string {
  return clip(visible(words), longestText);
}
