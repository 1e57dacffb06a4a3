import type { Digest, Problem } from '../core/types.ts';
import { hostOf, isForData, isThisMachine, pathKey, pathOf, sameOrigin } from './addresses.ts';
import type { FailedRequest, FlowRecord } from './record.ts';

export interface Wrong {
  readonly origin: string;
  readonly request: string;
  readonly step: string | undefined;
  readonly answered: string;
}

/**
 * Requests for data that went where no declared API is. The page's own origin is wrong only when it answered with a page instead of data;
 * a host elsewhere is wrong only while the page asks no declared API at all, else it is somebody's service beside it (see `leaving`).
 */
export function wrongRequests(record: FlowRecord): readonly Wrong[] {
  const declared = new Set(record.declaredOrigins.map(sameOrigin));
  if (declared.size === 0) return [];
  const home = sameOrigin(record.page);
  const asksItsApi = record.origins.some((origin) => declared.has(sameOrigin(origin)));
  return record.requests.filter((request) => {
    const origin = sameOrigin(request.origin);
    if (!isForData(request.type) || declared.has(origin)) return false;
    if (asksItsApi && !isThisMachine(new URL(origin).hostname)) return false;
    return origin !== home || request.contentType?.startsWith('text/html') === true;
  }).map((request) => ({
    origin: request.origin,
    request: `${request.method} ${request.url}`,
    step: record.failedRequests.find((each) => each.url === request.url)?.step,
    answered: request.status === undefined ? (request.error ?? 'no answer') : `${request.status} ${request.contentType ?? ''}`.trim(),
  }));
}

export function wrongOrigins(record: FlowRecord, wrong: readonly Wrong[]): readonly Problem[] {
  const first = new Map<string, Wrong>();
  for (const each of wrong) if (!first.has(each.origin)) first.set(each.origin, each);
  return [...first.values()].map((each) => ({
    key: `wrong-origin:${pathKey(each.request)}`,
    what: `The page asks ${each.origin} for its data, which is not the platform’s API`,
    why: `It was built with the wrong address: it works on the machine where that address means something, and nowhere else.${stopped(record, each)}`,
    fix: `Build the page with the address of the API (${record.declaredOrigins.join(' or ')}), and see that the build receives the variable.`,
    severity: 'high', confidence: 'certain',
    subject: each.request,
    expected: record.declaredOrigins.join(' or '),
    found: `${each.origin} (${each.request} → ${each.answered})`,
    evidence: pictures(record, each.step),
  }));
}

function stopped(record: FlowRecord, wrong: Wrong): string {
  return record.steps.some((step) => !step.ok && step.name === wrong.step) ? ` The step “${wrong.step}” ended there.` : '';
}

/** Failures that count: not expected by the flow, on this machine, and not already told as a wrong origin. */
export function failures(record: FlowRecord, wrong: readonly Wrong[]): readonly FailedRequest[] {
  const told = new Set(wrong.map((each) => each.request));
  const away = new Set(record.outside.map(hostOf));
  return record.failedRequests.filter((each) => each.tolerated === undefined && !told.has(`${each.method} ${each.url}`) && !away.has(hostOf(each.url)));
}

export function failedRequests(failed: readonly FailedRequest[], record: FlowRecord): readonly Problem[] {
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

export function outcome(request: FailedRequest): string {
  return request.status === undefined ? `got no answer (${request.error ?? 'failed'})` : `was answered ${request.status}`;
}

export function leaving(record: FlowRecord): readonly Problem[] {
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
export function pictures(record: FlowRecord, step: string | undefined): readonly Digest[] {
  const shot = record.steps.find((each) => each.name === step)?.screenshot ?? record.steps.at(-1)?.screenshot;
  return [shot, record.trace].filter((each) => each !== undefined);
}

export function distinct(problems: readonly Problem[]): readonly Problem[] {
  const first = new Map<string, Problem>();
  for (const each of problems) if (!first.has(each.key)) first.set(each.key, each);
  return [...first.values()];
}
