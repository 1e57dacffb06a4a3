import { args, chain, named, type Ir } from '../ir.ts';
import type { Scope } from './scope.ts';

export interface Response {
  readonly body: Ir | undefined;
  readonly status: number | undefined;
}

/** An HTTP answer: `res.json(x)`, `reply.code(404).send(x)`, `NextResponse.json(x, { status })`, `new Response(x)`, `c.json(x, 500)`, `jsonify(x)`. */
export function responseOf(call: Ir, scope: Scope): Response | undefined {
  if (call.k !== 'call' && call.k !== 'new') return undefined;
  const callee = chain(call.kids[0]);
  const [first, second] = args(call);
  if (/^(NextResponse|Response)(\.json)?$|^(json|Response\.json|data|HttpResponse|JsonResponse|JSONResponse|ORJSONResponse|HTMLResponse|PlainTextResponse|make_response)$/.test(callee)) {
    const root = call.kids[0]?.k === 'name' ? scope.meaning(call.kids[0]) : undefined;
    if (/^(json|data)$/.test(callee) && root?.kind !== 'import') return undefined;
    const body = first?.k === 'call' && chain(first.kids[0]) === 'JSON.stringify' ? first.kids[1] : (first ?? named(call, 'content'));
    return { body, status: statusOf(second) ?? statusOf(named(call, 'status_code')) ?? statusOf(named(call, 'status')) };
  }
  if (callee === 'jsonify') return { body: first, status: undefined };
  const match = /^(res|response|reply|ctx|c|context|rep|resp)\.(.*\.)?(json|send|jsonp|end|render|text|html|body)$/.exec(callee);
  if (!match) return undefined;
  const body = match[3] === 'render' ? second : first;
  return { body: body ?? undefined, status: chainedStatus(call.kids[0]) ?? (/^(c|ctx|context)$/.test(match[1] ?? '') ? statusOf(second) : undefined) };
}

/** The status in `res.status(500).json(x)`, looked up in the chain. */
function chainedStatus(of: Ir | undefined): number | undefined {
  for (let each = of; each; each = each.kids[0]) {
    if (each.k === 'call' && each.kids[0]?.k === 'get' && /^(status|code|sendStatus|writeHead)$/.test(each.kids[0].v)) return statusOf(each.kids[1]) ?? 599;
  }
  return undefined;
}

/** A status as a number; 599 stands for one that is computed or named and so cannot be called a success. */
function statusOf(of: Ir | undefined): number | undefined {
  if (!of) return undefined;
  if (of.k === 'num') return Number(of.v);
  if (of.k === 'obj') {
    const status = of.kids.find((kid) => kid.v === 'status' || kid.v === 'statusCode')?.kids[0];
    return status ? statusOf(status) : undefined;
  }
  if (of.k === 'get') {
    const digits = /(\d{3})/.exec(of.v)?.[1];
    return digits ? Number(digits) : /^(OK|CREATED|ACCEPTED|NO_CONTENT)$/i.test(of.v) ? 200 : 599;
  }
  return of.k === 'arr' || of.k === 'str' ? undefined : 599;
}
