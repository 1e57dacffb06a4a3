import type { FunctionFact } from '../facts.ts';
import type { Ir } from '../ir.ts';
import type { Extraction } from './context.ts';

const undone = /\b(todo|fixme|xxx|not (yet )?implemented|unimplemented|implement (me|this|later|here)|needs? (to be )?implement\w*)\b/i;

/** The body holds nothing, or gives back nothing, and a note in it says that it is still to be written: `// TODO` and `return []`. */
export function stubOf(of: Ir, into: Extraction): Pick<FunctionFact, 'stub'> {
  const body = of.kids.at(-1);
  if (of.fn?.bodiless || body?.k !== 'block') return {};
  const statements = body.kids.filter((each) => each.k !== 'pass');
  const text = statements.find((each) => each.k === 'str');
  const rest = statements.filter((each) => each.k !== 'str' && !(each.k === 'call' && isNote(each)));
  const [only] = rest;
  if (rest.length > 1 || (only && !(only.k === 'return' && isNeutral(only.kids[0])))) return {};
  // What stands in the text of the function, or beside its only statement.
  // A note in the list that is given back is about what the list lacks.
  const given = only?.kids[0];
  const noted = into.file.comments.some((each) => each.at >= of.at && each.end <= of.end && !(given && each.at > given.at && each.end < given.end) && undone.test(each.text)) || undone.test(text?.v ?? '');
  return noted ? { stub: true } : {};
}

/** `console.warn('not implemented')`. */
function isNote(of: Ir): boolean {
  return of.kids.slice(1).some((kid) => kid.k === 'str' && undone.test(kid.v));
}

function isNeutral(of: Ir | undefined): boolean {
  if (!of) return true;
  if (of.k === 'arr' || of.k === 'obj') return of.kids.length === 0;
  if (of.k === 'num') return Number(of.v) === 0;
  return (of.k === 'const') || (of.k === 'str' && of.v === '');
}
