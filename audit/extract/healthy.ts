import { anywhere, chain, type Ir } from '../ir.ts';
import { kindOfCall } from './calls.ts';
import type { Extraction, Odd } from './context.ts';
import { routeOfDecorator } from './roles.ts';

const ill = /^(unhealthy|degraded|errors?|down|fail(ed|ing)?|unavailable|disconnected|critical|not[ _]?(ready|ok|connected|available)|offline)$/i;

/**
 * A health route that asks, knows words for what is wrong, and gives them in a plain dictionary: FastAPI and Flask answer that with 200,
 * and a probe reads the status.
 */
export function illOn200(of: Ir, into: Extraction): Odd | undefined {
  if (into.language !== 'python') return undefined;
  const route = (of.fn?.decorators ?? []).map(routeOfDecorator).find((each) => each !== undefined);
  const body = of.kids.at(-1);
  if (!route?.methods.includes('GET') || !/health|ready|status/i.test(`${route.path} ${of.v}`) || !body) return undefined;
  // A status that is set, a response that is built, or a throw: the failure leaves with its number.
  const numbered = anywhere(body, (each) => each.k === 'throw' || /status_?code$/i.test(each.k === 'call' ? '' : each.v) && ['pair', 'get', 'name', 'let'].includes(each.k) || (each.k === 'num' && /^[45]\d\d$/.test(each.v)) || (each.k === 'call' && /(Response|make_response|abort)$/.test(chain(each.kids[0]))));
  if (numbered) return undefined;
  const asks = anywhere(body, (each) => each.k === 'await' || (each.k === 'call' && !/^(pure|log|random|metric)$/.test(kindOfCall(each, into.scope))));
  const says = anywhere(body, (each) => each.k === 'str' && ill.test(each.v) && !(each.up?.k === 'call'));
  const answer = asks && says ? plainAnswer(body) : undefined;
  return answer && { what: 'ill-on-200', text: route.path || of.v, place: answer };
}

/** `return {"status": overall, …}` where the status is none that is written there. */
function plainAnswer(body: Ir): Ir | undefined {
  let found: Ir | undefined;
  anywhere(body, (each) => {
    const value = each.k === 'return' ? each.kids[0] : undefined;
    const members = value?.k === 'obj' ? value.kids : value?.k === 'call' && /^[A-Z]/.test(chain(value.kids[0])) ? value.kids.slice(1) : [];
    if (members.some((kid) => kid.k === 'pair' && /^(status|state|overall|health|healthy|ok)$/.test(kid.v) && kid.kids[0] !== undefined && (kid.kids[0].k === 'str' ? ill.test(kid.kids[0].v) : kid.kids[0].k !== 'const' && kid.kids[0].k !== 'num'))) found ??= each;
    return found !== undefined;
  }, 'fn');
  return found;
}
