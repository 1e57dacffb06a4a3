import type { OddityFact } from '../facts.ts';
import { above, chain, walk, type Ir } from '../ir.ts';

/** `result = cancel(order)` whose result nobody reads, or only a log line does: the outcome of an effect is dropped. */
export function ignoredResult(of: Ir): Pick<OddityFact, 'what' | 'text'> | undefined {
  if (of.k !== 'let' || of.v === '' || of.v.startsWith('_')) return undefined;
  const value = of.kids[0]?.k === 'await' ? of.kids[0].kids[0] : of.kids[0];
  const fn = above(of, 'fn');
  if (value?.k !== 'call' || !fn || !(acting.test(chain(value.kids[0])) || (/^(success|ok|result|res|response|sent|done|deleted|updated|saved)$/.test(of.v) && changing.test(chain(value.kids[0]))))) return undefined;
  let read = false;
  walk(fn, (each) => {
    if (each.k === 'name' && each.v === of.v && !insideLog(each)) read = true;
    if (each.k === 'assign' && each.kids[0]?.k === 'name' && each.kids[0].v === of.v) read = true;
    return !read;
  });
  return read ? undefined : { what: 'ignored-result', text: chain(value.kids[0]).slice(0, 60) };
}

const acting = /(^|[._])(send|cancel|place|submit|pay|charge|refund|transfer|deliver|publish|execute_trade|close_position|upload|sync|process_payment)(_\w+|[A-Z]\w*)?$/;

const changing = /\.(clear|delete|remove|update|save|create|add|set|reset|apply|commit|write|store|restart|stop|start|scale)(_\w+|[A-Z]\w*)?$/;

function insideLog(of: Ir): boolean {
  for (let each = of.up; each && each.k !== 'block'; each = each.up) if (each.k === 'call' && /^(console|logger|log|logging|print)\b|\.(logger|log)\./.test(chain(each.kids[0]))) return true;
  return false;
}
