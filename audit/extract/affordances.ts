import { anywhere, chain, type Ir } from '../ir.ts';
import { kindOfCall } from './calls.ts';
import type { Extraction, Odd } from './context.ts';
import { declOf } from './scope.ts';

/** Elements that people press. */
const pressed = /^(button|a)$|(Button|MenuItem|DropdownMenuItem|CommandItem|ActionIcon|Pressable|Touchable\w*)$/;
const handlers = /^on(Click|Press|Select)$/;

/** `<Button onClick={() => {}}>Share</Button>`: it says what it does, and does nothing. */
export function deadAffordance(of: Ir, into: Extraction): Odd | undefined {
  if (!pressed.test(of.v) || of.kids.some((kid) => kid.k === 'spread')) return undefined;
  const given = of.kids.filter((kid) => kid.k === 'pair' && /^on[A-Z]/.test(kid.v));
  const [only] = given;
  if (given.length !== 1 || !only || !handlers.test(only.v) || of.kids.some((kid) => kid.k === 'pair' && /^(disabled|aria-disabled|aria-hidden|type|href|asChild|component|as|form)$/.test(kid.v))) return undefined;
  const label = labelOf(of);
  const body = label === '' ? undefined : bodyOf(only.kids[0], into);
  return body && isDead(body, into) ? { what: 'dead-affordance', text: label.slice(0, 60), place: only } : undefined;
}

/** Text that is written in it, or a label for those who cannot see it. */
function labelOf(of: Ir): string {
  const named = of.kids.find((kid) => kid.k === 'pair' && /^(aria-label|title|label)$/.test(kid.v))?.kids[0];
  const text = of.kids.find((kid) => kid.k === 'str') ?? of.kids.filter((kid) => kid.k === 'jsx').flatMap((kid) => kid.kids).find((kid) => kid.k === 'str');
  return text?.v ?? (named?.k === 'str' ? named.v : '');
}

/** The body of a handler that is written there, or of a function of this file that is named there. */
function bodyOf(of: Ir | undefined, into: Extraction): Ir | undefined {
  if (of?.k === 'fn') return of.kids.at(-1);
  if (of?.k !== 'name') return undefined;
  const decl = declOf(of, into.scope);
  const fn = decl?.k === 'fn' ? decl : decl?.k === 'let' ? decl.kids[0] : undefined;
  return fn?.k === 'fn' ? fn.kids.at(-1) : undefined;
}

/** Nothing, or a line in the log of the browser. Keeping a click from what is around it is a purpose. */
function isDead(body: Ir, into: Extraction): boolean {
  const statements = body.kids.filter((each) => each.k !== 'pass');
  if (anywhere(body, (each) => each.k === 'call' && /\.(preventDefault|stopPropagation)$/.test(chain(each.kids[0])))) return false;
  return statements.every((each) => (each.k === 'call' && kindOfCall(each, into.scope) === 'log') || (each.k === 'return' && (each.kids[0] === undefined || (each.kids[0].k === 'call' && kindOfCall(each.kids[0], into.scope) === 'log') || (each.kids[0].k === 'const' && /^(null|undefined)$/.test(each.kids[0].v)))));
}
