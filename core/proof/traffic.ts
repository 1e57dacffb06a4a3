import { pathOf } from '../address.ts';
import { ownEndpoints } from '../api.ts';
import type { Platform } from '../ports.ts';
import { count, kindOf, listOf, maybe, recordOf, text } from '../shape.ts';
import type { Kind } from '../types.ts';
import type { ProofData, Target } from './evidence.ts';

/** What the live proof needs of a browser flow: what the page asked, and where its API is. The same evidence as the flow's own, read as far as this. */
export interface Traffic {
  readonly requests: readonly { readonly method: string; readonly url: string; readonly origin: string; readonly type: string; readonly status?: number | undefined }[];
  readonly declaredOrigins: readonly string[];
}

export const traffic: Kind<Traffic> = kindOf('flow-record', recordOf<Traffic>({
  requests: listOf(recordOf<Traffic['requests'][number]>({ method: text, url: text, origin: text, type: text, status: maybe(count) })),
  declaredOrigins: listOf(text),
}));

/**
 * The proof's targets with what the page was seen to ask: known ones are marked as found by the browser too, and an address that answers and that neither the document
 * nor the configuration nor the source names is a target without a proof. What was asked without success serves nothing.
 */
export function withTraffic(data: ProofData, flows: readonly Traffic[], { api }: Pick<Platform, 'api'>): ProofData {
  const asked = flows.flatMap(({ requests, declaredOrigins }) => requests.filter(({ origin, type, status }) => declaredOrigins.includes(origin) && /^(fetch|xhr)$/.test(type) && status !== undefined && status < 400)
    .map(({ method, url }) => ({ method, path: pathOf(url) })));
  const targets = data.targets.map((target) => (asked.some((each) => isTarget(target, each)) && !target.foundBy.includes('browser') ? { ...target, foundBy: [...target.foundBy, 'browser'] } : target));
  const aside = api ? ownEndpoints(api) : [];
  const unknown = asked.filter((each) => each.method !== 'OPTIONS' && ![...data.targets, ...aside].some((known) => isTarget(known, each)));
  const found = [...Map.groupBy(unknown, ({ method, path }) => `${method} ${templateOf(path)}`).keys()].map((name): Target => {
    const [method = '', path = ''] = name.split(' ');
    const reads = method === 'GET' || method === 'HEAD';
    return { name, kind: 'http', service: api?.service ?? '', method, path, writes: !reads, foundBy: ['browser'], missing: `the page asks it, and nothing else names it: name it under api.endpoints${reads ? '' : ', and give a sample in proof.samples'}` };
  });
  return { ...data, targets: [...targets, ...found] };
}

/** Whether a request is one of a template's: segment by segment, parameters left open. */
function isTarget({ method, path }: Pick<Target, 'method' | 'path'>, asked: { readonly method: string; readonly path: string }): boolean {
  const template = path.split('/').filter(Boolean);
  const parts = asked.path.split('/').filter(Boolean);
  return method === asked.method && template.length === parts.length && template.every((segment, index) => segment.includes('{') || segment === parts[index]);
}

/** Segments that hold a digit are taken for values of one parameter. */
const templateOf = (path: string): string => path.split('/').map((segment) => (/\d/.test(segment) && !/^v\d+$/.test(segment) ? '{id}' : segment)).join('/');
