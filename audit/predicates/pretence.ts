import { outward } from '../effects.ts';
import type { ConstantFact, FileFacts, Value } from '../facts.ts';
import { looksLikeRecords } from './records.ts';
import { leavesOf } from './values.ts';

/** How many functions a module must offer to be taken for an interface to something. */
const enough = 2;

/** A module whose exported functions are to be waited for, as if somebody were asked, and none of which reaches anybody. */
export function pretendsToAsk(file: FileFacts): boolean {
  if (/\.[jt]sx$/.test(file.path) || file.language !== 'typescript' || file.functions.some((fn) => fn.effects.some((each) => outward.includes(each) || each === 'unknown'))) return false;
  return file.functions.filter((fn) => fn.async === true && fn.exported === true && fn.owner === undefined).length >= enough;
}

/** Rows with a number of their own, or with what only measurements and events have. */
export function holdsRecords(constant: ConstantFact): boolean {
  const rows = constant.value.form === 'array' ? (constant.value.parts ?? []).map(([, row]) => row) : [];
  return rows.length > 0 && rows.every((row) => row.form === 'object' && (row.parts?.length ?? 0) >= 2) && ((looksLikeRecords(constant.value) && leavesOf(constant.value).record >= 2) || rows.every(isNumbered));
}

/** `{ id: 'trd_001', tradeId: …, … }`: a table of options has words for its keys, a record has a number. */
function isNumbered(row: Value): boolean {
  return (row.parts?.length ?? 0) >= 4 && (row.parts ?? []).some(([key, part]) => /^_?id$/i.test(key) && (part.form === 'number' || (part.form === 'text' && /\d/.test(part.text ?? ''))));
}
