import type { CheckView, RunView } from '../../core/fold.ts';
import { categories, type DemandResult, type Finding } from '../../core/types.ts';
import { clip, clipBlock } from '../words/visible.ts';
import { fails, place, standing } from '../words/words.ts';
import { document, type Element } from './xml.ts';

/** Lenient: what is unproven is a skipped case. Strict: it is a failed one. */
export type Strictness = 'lenient' | 'strict';

/** A message attribute and the text below it are cut after this many characters. */
const longestMessage = 500;
const longestText = 20_000;
/** Findings that one failed case lists. */
const listedFindings = 200;

/**
 * JUnit XML as GitLab and Jenkins read it: a suite for each category, a case for each check and one for each demand that is unproven.
 * Verdict, reason and evidence stand in properties.
 */
export function junitDocument(run: RunView, strictness: Strictness): string {
  const suites = categories.flatMap((category) => {
    const demand = run.gate.demands.find((each) => each.category === category);
    const checks = run.outcomes.filter(({ check }) => check.category === category);
    return demand || checks.length > 0 ? [suite(run, category, demand, checks, strictness)] : [];
  });
  const faults = faultSuite(run, strictness);
  const all = faults ? [...suites, faults] : suites;
  const total = (name: string): number => all.reduce((sum, each) => sum + Number(each.attributes?.[name] ?? 0), 0);
  return document({
    name: 'testsuites',
    attributes: {
      name: `assay ${run.header.platform}`,
      tests: total('tests'),
      failures: total('failures'),
      errors: total('errors'),
      time: seconds(run.ms),
    },
    children: all,
  });
}

function suite(
  run: RunView,
  category: string,
  demand: DemandResult | undefined,
  checks: readonly CheckView[],
  strictness: Strictness,
): Element {
  const cases = [
    ...checks.map((each) => caseOf(run, each, strictness)),
    ...(demand?.state === 'unproven' ? [unprovenCase(demand, strictness)] : []),
  ];
  const properties = {
    'assay.run': run.header.run,
    'assay.verdict': run.verdict,
    'assay.standard': `${run.header.standard.id} ${run.header.standard.version}`,
    ...(demand && {
      'assay.state': demand.state,
      'assay.reason': demand.reason,
      'assay.examined': String(demand.examined),
      'assay.findings': String(demand.findings),
    }),
  };
  return suiteElement(run, category, cases, properties);
}

function suiteElement(run: RunView, name: string, cases: readonly Element[], properties: Readonly<Record<string, string>>): Element {
  const having = (child: string): number => cases.filter((each) => each.children?.some((one) => one.name === child)).length;
  const time = cases.reduce((sum, each) => sum + Number(each.attributes?.time ?? 0), 0);
  return {
    name: 'testsuite',
    attributes: {
      name,
      tests: cases.length,
      failures: having('failure'),
      errors: 0,
      skipped: having('skipped'),
      time: time.toFixed(3),
      timestamp: run.header.at.slice(0, 19),
    },
    children: [propertiesOf(properties), ...cases],
  };
}

function caseOf(run: RunView, { check, outcome, ms }: CheckView, strictness: Strictness): Element {
  const said = [lookedAt(outcome), outcome.status === 'fail' ? listed(run, outcome.findings.filter((finding) => !fails(run, finding))) : ''].filter((text) => text !== '');
  return {
    name: 'testcase',
    attributes: { name: check.title, classname: `${check.family}.${check.id}`, time: seconds(ms) },
    children: [...resultOf(run, outcome, strictness), ...(said.length > 0 ? [{ name: 'system-out', text: said.join('\n\n') }] : [])],
  };
}

/** What a check looked at. A case has no properties of its own in the dialect that Jenkins takes, so they are lines of its output. */
function lookedAt(outcome: CheckView['outcome']): string {
  if (outcome.status !== 'pass' && outcome.status !== 'fail') return '';
  return [`examined: ${outcome.examined} ${outcome.unit}`, ...(outcome.evidence.length > 0 ? [`evidence: ${clip(outcome.evidence.join(' '), 4000)}`] : [])].join('\n');
}

function resultOf(run: RunView, outcome: CheckView['outcome'], strictness: Strictness): readonly Element[] {
  switch (outcome.status) {
    case 'pass':
      return [];
    case 'error':
      return [open(`${outcome.fault.code}: ${outcome.fault.what}`, strictness)];
    case 'skipped':
      return [open(outcome.reason, strictness)];
    case 'inapplicable':
      return [{ name: 'skipped', attributes: { message: clip(outcome.reason, longestMessage) } }];
    case 'fail':
      return failureOf(run, outcome.findings);
  }
}

/** Findings that fail no demand stand in the output of a passing case: a test report has no third colour for them. */
function failureOf(run: RunView, findings: readonly Finding[]): readonly Element[] {
  const failing = findings.filter((finding) => fails(run, finding));
  const first = failing[0];
  return first ? [{ name: 'failure', attributes: { message: clip(first.what, longestMessage), type: first.severity }, text: listed(run, failing) }] : [];
}

function listed(run: RunView, findings: readonly Finding[]): string {
  const told = findings.slice(0, listedFindings).map((finding) => {
    const lines = [
      `${finding.severity}: ${finding.what}`,
      finding.why,
      ...(finding.location ? [`at ${place(finding.location)}`] : []),
      ...(finding.expected === undefined ? [] : [`expected: ${finding.expected}`]),
      ...(finding.found === undefined ? [] : [`found: ${finding.found}`]),
      `fix: ${finding.fix}`,
      `proof: assay show ${run.header.run}#${finding.number}`,
      ...(standing(run, finding) ? [`does not fail the run: ${standing(run, finding)}`] : []),
    ];
    return lines.map((line) => clip(line, 1000)).join('\n');
  });
  return clipBlock(told.join('\n\n'), longestText);
}

function unprovenCase(demand: DemandResult, strictness: Strictness): Element {
  return {
    name: 'testcase',
    attributes: { name: `${demand.category} is proven`, classname: 'demand', time: '0.000' },
    children: [open(demand.reason, strictness)],
  };
}

function faultSuite(run: RunView, strictness: Strictness): Element | undefined {
  const own = run.faults.filter(({ from }) => from === undefined);
  if (own.length === 0) return undefined;
  const cases = own.map(({ fault }): Element => ({
    name: 'testcase',
    attributes: { name: fault.code, classname: 'fault', time: '0.000' },
    children: [open(`${fault.what} ${fault.fix}`, strictness)],
  }));
  return suiteElement(run, 'The run itself', cases, { 'assay.run': run.header.run, 'assay.verdict': run.verdict });
}

function open(message: string, strictness: Strictness): Element {
  return strictness === 'lenient'
    ? { name: 'skipped', attributes: { message: clip(message, longestMessage) } }
    : {
        name: 'failure',
        attributes: { message: clip(message, longestMessage), type: 'inconclusive' },
        text: clipBlock(message, longestText),
      };
}

function propertiesOf(values: Readonly<Record<string, string>>): Element {
  return {
    name: 'properties',
    children: Object.entries(values).map(([name, value]) => ({ name: 'property', attributes: { name, value: clip(value, 4000) } })),
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
