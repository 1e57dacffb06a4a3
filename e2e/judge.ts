import type { Digest, Judgement, Problem } from '../core/types.ts';
import type { FailedRequest, FlowRecord, PageComplaint } from './record.ts';

/** Judges the records of one flow: every step ended, every expectation met, nothing failed behind the page, nothing asked of a wrong origin. */
export function judgeRecord(records: readonly FlowRecord[], more?: (record: FlowRecord) => readonly Problem[]): Judgement {
  const examined = records.reduce((sum, record) => sum + record.steps.length + record.expectations.length, 0);
  if (examined === 0) return { examined: 0, problems: [], unproven: ['the journey took no step'] };
  const problems = records.flatMap((record) => [...usualProblems(record), ...(more?.(record) ?? [])]);
  const requests = records.reduce((sum, record) => sum + record.requests.length + record.requestsCut, 0);
  return { examined, problems, unit: 'steps and expectations', note: `${requests} requests of the page watched` };
}

function usualProblems(record: FlowRecord): readonly Problem[] {
  const wrong = wrongRequests(record);
  const failed = failures(record, wrong);
  return [
    ...wrongOrigins(record, wrong),
    ...failedRequests(failed, record),
    ...brokenSteps(record, failed),
    ...unequal(record),
    ...complaints(record, failed, wrong),
    ...leaving(record),
  ];
}

interface Wrong {
  readonly origin: string;
  readonly request: string;
  readonly step: string | undefined;
  readonly answered: string;
}

/** Requests for data that went where no declared API is. The page's own origin is wrong only when it answered with a page instead of data. */
function wrongRequests(record: FlowRecord): readonly Wrong[] {
  const declared = new Set(record.declaredOrigins.map(sameOrigin));
  if (declared.size === 0) return [];
  const home = sameOrigin(record.page);
  return record.requests.filter((request) => {
    const origin = sameOrigin(request.origin);
    if (!dataTypes.has(request.type) || declared.has(origin)) return false;
    return origin !== home || request.contentType?.startsWith('text/html') === true;
  }).map((request) => ({
    origin: request.origin,
    request: `${request.method} ${request.url}`,
    step: record.failedRequests.find((each) => each.url === request.url)?.step,
    answered: request.status === undefined ? (request.error ?? 'no answer') : `${request.status} ${request.contentType ?? ''}`.trim(),
  }));
}

const dataTypes: ReadonlySet<string> = new Set(['fetch', 'xhr', 'eventsource', 'websocket']);

function wrongOrigins(record: FlowRecord, wrong: readonly Wrong[]): readonly Problem[] {
  const first = new Map<string, Wrong>();
  for (const each of wrong) if (!first.has(each.origin)) first.set(each.origin, each);
  return [...first.values()].map((each) => ({
    key: `wrong-origin:${pathKey(each.request)}`,
    what: `The page asks ${each.origin} for its data, which is not the platform’s API`,
    why: 'It was built with the wrong address: it works on the machine where that address means something, and nowhere else.',
    fix: `Build the page with the address of the API (${record.declaredOrigins.join(' or ')}), and see that the build receives the variable.`,
    severity: 'high', confidence: 'certain',
    subject: each.request,
    expected: record.declaredOrigins.join(' or '),
    found: `${each.origin} (${each.request} → ${each.answered})`,
    evidence: pictures(record, each.step),
  }));
}

/** Failures that count: not expected by the flow, on this machine, and not already told as a wrong origin. */
function failures(record: FlowRecord, wrong: readonly Wrong[]): readonly FailedRequest[] {
  const told = new Set(wrong.map((each) => each.request));
  const away = new Set(record.outside.map(hostOf));
  return record.failedRequests.filter((each) => each.tolerated === undefined && !told.has(`${each.method} ${each.url}`) && !away.has(hostOf(each.url)));
}

function failedRequests(failed: readonly FailedRequest[], record: FlowRecord): readonly Problem[] {
  return distinct(failed.map((each) => ({
    key: `failed-request:${pathKey(`${each.method} ${each.url}`)}:${each.status ?? 'none'}`,
    what: `While the page went through “${each.step}”, ${each.method} ${pathOf(each.url)} ${outcome(each)}`,
    why: record.steps.find((step) => step.name === each.step)?.ok
      ? 'The step went on as if nothing had happened: what the page shows after it need not be true.'
      : 'The page depends on it.',
    fix: 'Mend the request, and let the page say when it fails.',
    severity: each.status === undefined || each.status >= 500 ? 'high' as const : 'medium' as const,
    confidence: 'certain' as const,
    subject: `${each.method} ${pathOf(each.url)}`,
    expected: 'an answer below 400',
    found: each.status === undefined ? (each.error ?? 'no answer') : String(each.status),
    evidence: pictures(record, each.step),
  })));
}

function outcome(request: FailedRequest): string {
  return request.status === undefined ? `got no answer (${request.error ?? 'failed'})` : `was answered ${request.status}`;
}

function brokenSteps(record: FlowRecord, failed: readonly FailedRequest[]): readonly Problem[] {
  return record.steps.filter((step) => !step.ok).map((step) => {
    const behind = failed.find((each) => each.step === step.name);
    return {
      key: `step:${step.name}`,
      what: `The step “${step.name}” does not work: ${step.error ?? 'it failed'}`,
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
    what: `${each.label}: the page shows ${quoted(each.found)}, ${each.against === 'stored' ? 'the store holds' : 'what was entered is'} ${quoted(each.expected)}`,
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

function leaving(record: FlowRecord): readonly Problem[] {
  return record.outside.map((url) => ({
    key: `leaves-the-stack:${hostOf(url)}`,
    what: `The page asks ${hostOf(url)}, which is not part of the stack`,
    why: 'What it loads there can change or be missing without a release, and its owner sees your users.',
    fix: 'Serve it from the platform, or accept it with a waiver that says why.',
    severity: 'low', confidence: 'possible',
    subject: url,
  }));
}

/** The pictures of a step (or the last one), and the trace. */
function pictures(record: FlowRecord, step: string | undefined): readonly Digest[] {
  const shot = record.steps.find((each) => each.name === step)?.screenshot ?? record.steps.at(-1)?.screenshot;
  return [shot, record.trace].filter((each) => each !== undefined);
}

function distinct(problems: readonly Problem[]): readonly Problem[] {
  const first = new Map<string, Problem>();
  for (const each of problems) if (!first.has(each.key)) first.set(each.key, each);
  return [...first.values()];
}

/** The three names of this machine are one, and a WebSocket shares its server's origin. */
function sameOrigin(origin: string): string {
  return origin.replace(/^ws/, 'http').replace(/\/\/(localhost|\[::1\])(?=[:/]|$)/, '//127.0.0.1').replace(/\/$/, '');
}

function hostOf(url: string): string {
  return /^[a-z]+:\/\/([^/?#:]+|\[[^\]]+\])/.exec(url)?.[1] ?? url;
}

function pathOf(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/?#]*/, '').replace(/[?#].*$/, '');
}

/** A request's name that stays the same from run to run: without host, query and identifiers. */
function pathKey(request: string): string {
  const [method = '', url = ''] = request.split(' ');
  return `${method} ${pathOf(url).replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/gi, '#')}`;
}

function quoted(value: string): string {
  return value === '' ? 'nothing' : `“${value}”`;
}
