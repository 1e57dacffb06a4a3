import type { Judgement, Problem } from '../core/types.ts';
import { pathOf } from './addresses.ts';
import type { FailedRequest, FlowRecord, PageComplaint } from './record.ts';
import { distinct, failedRequests, failures, leaving, outcome, pictures, wrongOrigins, wrongRequests } from './traffic.ts';
import type { Wrong } from './traffic.ts';
import { stopReason } from './told.ts';

/** How the recorder names what is no step of the journey's own. */
const betweenSteps: ReadonlySet<string> = new Set(['before the first step', 'between steps']);

/** Judges the records of one flow: every step ended, every expectation met, nothing failed behind the page, nothing asked of a wrong origin. */
export function judgeRecord(records: readonly FlowRecord[], more?: (record: FlowRecord) => readonly Problem[]): Judgement {
  const examined = records.reduce((sum, record) => sum + record.steps.length + record.expectations.length, 0);
  if (examined === 0) return { examined: 0, problems: [], unproven: ['the journey took no step'] };
  const problems = records.flatMap((record) => [...usualProblems(record), ...(more?.(record) ?? [])]);
  return { examined, problems, unit: 'steps and expectations' };
}

function usualProblems(record: FlowRecord): readonly Problem[] {
  const wrong = wrongRequests(record);
  const failed = failures(record, wrong);
  return [
    ...wrongOrigins(record, wrong),
    ...failedRequests(failed, record),
    ...brokenSteps(record, failed, wrong),
    ...unequal(record),
    ...complaints(record, failed, wrong),
    ...leaving(record),
  ];
}

/** Steps that did not end. One that stopped because the page asked a wrong origin is told as that: one cause, one finding. */
function brokenSteps(record: FlowRecord, failed: readonly FailedRequest[], wrong: readonly Wrong[]): readonly Problem[] {
  return record.steps.filter((step) => !step.ok && !wrong.some((each) => each.step === step.name)).map((step) => {
    const behind = failed.find((each) => each.step === step.name);
    return {
      key: `step:${step.name}`,
      what: `A user gets no further ${betweenSteps.has(step.name) ? step.name : `at “${step.name}”`}: ${stopReason(step.error)}`,
      why: behind ? `${behind.method} ${pathOf(behind.url)} ${outcome(behind)} meanwhile.` : 'A user stops here.',
      fix: 'See the picture of the step and the trace; repeat it by hand at the address given.',
      severity: 'high', confidence: 'certain',
      subject: step.url,
      expected: `“${step.name}” ends`,
      found: step.error ?? 'it failed',
      evidence: pictures(record, step.name),
    };
  });
}

function unequal(record: FlowRecord): readonly Problem[] {
  return record.expectations.filter((each) => !each.ok).map((each) => ({
    key: `expectation:${each.label}`,
    what: `The page shows ${quoted(each.found)} for “${each.label}”, but ${each.against === 'stored' ? 'the store holds' : 'by what was entered it is'} ${quoted(each.expected)}`,
    why: 'Whoever reads the page believes it.',
    fix: each.against === 'stored' ? 'Show what the store holds: look for a constant, a stale copy or another query.' : 'Follow the value from the form to its row and back.',
    severity: 'high', confidence: 'certain',
    expected: each.expected,
    found: each.found,
    evidence: pictures(record, undefined),
  }));
}

function complaints(record: FlowRecord, failed: readonly FailedRequest[], wrong: readonly Wrong[]): readonly Problem[] {
  const told = [...failed, ...record.failedRequests].map((each) => each.url).concat(wrong.map((each) => each.request.split(' ')[1] ?? ''), record.outside);
  const fresh = record.consoleErrors.filter((each) => !isEcho(each, told));
  return distinct([
    ...record.pageErrors.map((each) => complaint(record, each, 'page-error', 'The page throws', 'Whatever came after that line did not happen.')),
    ...fresh.map((each) => complaint(record, each, 'console-error', 'The page reports an error', 'It met something that it did not expect.')),
  ]);
}

/** The browser repeats a failed request on the console; it is told once, as the request that failed. */
function isEcho(each: PageComplaint, told: readonly string[]): boolean {
  return each.url.endsWith('/favicon.ico') || told.some((url) => url !== '' && (each.url === url || each.text.includes(url)));
}

function complaint(record: FlowRecord, each: PageComplaint, kind: string, what: string, why: string): Problem {
  const line = each.text.split('\n')[0] ?? '';
  return {
    key: `${kind}:${line.replace(/\d+/g, '#').slice(0, 120)}`,
    what: `${what} during “${each.step}”: ${line}`,
    why,
    fix: `Open ${pathOf(each.url) || 'the page'} with the console beside it and mend the cause.`,
    severity: 'medium', confidence: 'certain',
    subject: each.url,
    expected: 'nothing on the console',
    found: line,
    evidence: pictures(record, each.step),
  };
}

function quoted(value: string): string {
  return value === '' ? 'nothing' : `“${value}”`;
}
