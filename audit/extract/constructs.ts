import type { Value } from '../facts.ts';
import { walk, type Ir } from '../ir.ts';
import type { Extraction } from './context.ts';
import { isRandom, valueOf } from './value.ts';

/** All that a function gives back is an object that was constructed, a part of a page, or made of what it was given: no data, whatever it is called. */
export function constructsOnly(of: Ir, into: Extraction): boolean {
  const given: Value[] = [];
  walk(of, (each) => {
    if (each.k === 'fn' && each !== of) return false;
    if (each.k === 'return' && each.kids[0]) given.push(valueOf(each.kids[0], into.scope));
    return true;
  });
  return given.length > 0 && given.every((each) => !isData(each));
}

function isData(value: Value): boolean {
  switch (value.form) {
    case 'markup': case 'function': case 'null': case 'none': return false;
    case 'call': return !value.text?.startsWith('new ') && (isRandom(value.text ?? '') || (value.on ?? []).includes('random') || !/^(build|create|make|new|with)[A-Z]/.test(value.text ?? '') && !fromGiven(value));
    case 'object': return (value.parts ?? []).length === 0 || (value.parts ?? []).some(([, part]) => isData(part));
    case 'computed': case 'name': return !fromGiven(value) && !(value.on ?? []).some((each) => each.startsWith('call:new '));
    default: return true;
  }
}

/** It comes from parameters, through functions of others at most. */
function fromGiven(value: Value): boolean {
  const on = value.on ?? [];
  return on.includes('param') && on.every((each) => each === 'param' || each.startsWith('import:') || each.startsWith('call:'));
}
