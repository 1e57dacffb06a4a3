import { above, walk, type Ir } from '../ir.ts';
import { isolating, harmlessReason } from '../predicates/reasons.ts';
import { kindOfCall } from './calls.ts';
import type { Extraction } from './context.ts';

/** Longest reason, in characters, that is kept. */
const longest = 160;

/** What the author wrote about a failure, where a reader looks for it: in the handler, above the attempt, in the line that is logged, above the function. */
export function reasonFor(of: Ir, handler: Ir, into: Extraction): string | undefined {
  const near = into.commentNear(handler)?.text ?? promised(of);
  if (near !== undefined && isReason(near)) return near.slice(0, longest);
  const found = [aboveAttempt(of, into), loggedReason(handler, into), aboveFunction(of, into)].find((each) => each !== undefined);
  return (found ?? near)?.slice(0, longest);
}

function isReason(text: string): boolean {
  return harmlessReason.test(text) || isolating.test(text);
}

/** Above the `try`, the statement of the promise, or the declaration before it that the attempt fills. */
function aboveAttempt(of: Ir, into: Extraction): string | undefined {
  let statement: Ir = of.k === 'catch' ? (of.up ?? of) : of;
  while (statement.up && statement.up.k !== 'block' && statement.up.k !== 'module' && statement.up.k !== 'fn') statement = statement.up;
  const siblings = statement.up?.kids ?? [];
  const place = siblings.indexOf(statement);
  // Up to two declarations stand between the reason and what it is about.
  for (let index = place; index >= 0 && index >= place - 2; index--) {
    const each = siblings[index];
    if (!each || (index < place && each.k !== 'let')) return undefined;
    const text = commentsAbove(each, into);
    if (text !== '') return aboutFailing(text);
  }
  return undefined;
}

/** `/** Best-effort: never throws. *\/` above a function, or above the member that holds it. */
function aboveFunction(of: Ir, into: Extraction): string | undefined {
  const fn = above(of, 'fn');
  for (let each: Ir | undefined = fn; each && each.k !== 'block' && each.k !== 'module' && each.k !== 'class' && each.k !== 'obj'; each = each.up) {
    const text = commentsAbove(each, into);
    if (text !== '') return aboutFailing(text);
  }
  return undefined;
}

const strong = /\b(best[- ]effort|fire[- ]and[- ]forget|non-?(critical|fatal)|never (throws|fails|rejects|blocks|breaks))\b/i;

/** What stands above has more to tell than this: only a sentence that names failing, or says best effort, is about it. */
function aboutFailing(text: string): string | undefined {
  return text.split(/(?<=[.!?])\s+|\n\s*\n/).map((each) => each.trim()).find((one) => strong.test(one) || (/\b(fail\w*|errors?|throws?|outage|unavailable)\b/i.test(one) && isReason(one)));
}

/** The comments that end right above a node, as one text. */
function commentsAbove(of: Ir, into: Extraction): string {
  const { text, comments } = into.file;
  const found: string[] = [];
  let at = of.at;
  // Words such as `export const` belong to the statement, the node may begin after them.
  const line = text.lastIndexOf('\n', at) + 1;
  if (/^\s*((export|default|const|let|var|async|await|void|private|public|protected|static|readonly|return)\s+)*$/.test(text.slice(line, at))) at = line;
  for (let index = comments.length - 1; index >= 0; index--) {
    const each = comments[index];
    if (!each || each.at >= at) continue;
    if (text.slice(each.end, at).trim() !== '') break;
    found.unshift(each.text);
    at = each.at;
  }
  return found.join(' ');
}

/** `logger.error('could not be put back, it is retried after the timeout')`: who makes up for it is told where the failure is. */
function loggedReason(handler: Ir, into: Extraction): string | undefined {
  let found: string | undefined;
  walk(handler, (each) => {
    if (each.k === 'call' && kindOfCall(each, into.scope) === 'log') for (const kid of each.kids.slice(1)) walk(kid, (one) => {
      if (one.k === 'str' && madeUp.test(one.v)) found ??= one.v;
    });
    return found === undefined && each.k !== 'fn';
  });
  return found;
}

const madeUp = /\b(will (be )?(reclaim\w*|retr(y|ied)|heal\w*|reconcil\w*|re-?queued?|picked up|tried again)|\bsweeper\b|\bunaffected\b|(retried|healed|reconciled) (after|by|on|at|in)|best[- ]effort|non-?(critical|fatal))\b/i;

/** What the documentation of the function says of its failures: `Failures degrade to an empty ranking.` */
function promised(of: Ir): string | undefined {
  const body = above(of, 'fn')?.kids.at(-1);
  const text = body?.kids[0]?.k === 'str' ? body.kids[0].v : '';
  return text.split(/(?<=[.!?])\s+|\n\s*\n/).map((each) => each.replace(/\s+/g, ' ').trim()).find((each) => /\bbest[- ]effort\b/i.test(each) || /\b(fail\w*|errors?|unavailable|outage)\b/i.test(each) && /\b(degrad\w*|best[- ]effort|non-?(critical|fatal)|optional|never (raises?|blocks?|breaks?))\b/i.test(each))?.slice(0, longest);
}
