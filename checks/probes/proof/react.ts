import { compareAnswers, type Moved } from '../../../core/lineage/compare.ts';
import type { Field, Reaction } from '../../../core/proof/evidence.ts';
import type { Ports } from '../../../core/ports.ts';
import { isGood, type Answered } from './asked.ts';
import type { Known } from './baseline.ts';
import { proofOf } from './world.ts';

/** How each field of a target took a change of the world. */
export type Reactions = ReadonlyMap<string, { readonly reaction: Reaction; readonly followed: number; readonly compared: number }>;

/** Asks the target once and compares with its baseline. A 404 or 410 says that the thing is gone: the answer follows the store. */
export async function reactionOf(ports: Ports, known: Known, signal: AbortSignal): Promise<{ readonly answered: Answered; readonly reactions: Reactions }> {
  const answered = await known.askable.ask(ports, proofOf(ports).budgetMs, signal);
  return { answered, reactions: reactions(known, answered) };
}

export function reactions(known: Known, answered: Answered): Reactions {
  const all = (reaction: Reaction): Reactions => new Map(known.fields.map((field) => [field.field, { reaction, followed: reaction === 'gone' ? field.leaves : 0, compared: reaction === 'error' ? 0 : field.leaves }]));
  if (answered.status === 404 || answered.status === 410) return all('gone');
  const before = known.calls[0]?.body;
  if (!isGood(answered) || answered.body === undefined || before === undefined) return all('error');
  const compared = compareAnswers(before, answered.body);
  return new Map(known.fields.map(({ field }) => [field, verdictOf(compared.get(field))]));
}

/** A field that no leaf of was there to compare is gone, and that counts as following: what vanishes with its rows came from them. */
function verdictOf(seen: Moved = { followed: 0, stayed: 0, gone: 0 }): { readonly reaction: Reaction; readonly followed: number; readonly compared: number } {
  const compared = seen.followed + seen.stayed;
  if (compared === 0) return { reaction: 'gone', followed: seen.gone, compared: seen.gone };
  return { reaction: seen.followed > 0 ? 'followed' : 'stayed', followed: seen.followed, compared };
}

/** Fields with one more pass written into them. */
export function withReactions(fields: readonly Field[], pass: 'shake' | 'empty' | 'fill', seen: Reactions | undefined): readonly Field[] {
  if (!seen) return fields;
  return fields.map((field) => {
    const one = seen.get(field.field);
    if (!one) return field;
    return { ...field, [pass]: one.reaction, ...(pass === 'shake' && one.compared > 0 && { moved: { followed: one.followed, compared: one.compared } }) };
  });
}

/** Fields with what nothing explained in the answer from empty stores; a field that only that answer has is one of its own. */
export function withEmptied(fields: readonly Field[], unexplained: readonly Field[] = []): readonly Field[] {
  const known = new Set(fields.map((each) => each.field));
  const counts = new Map(unexplained.map((each) => [each.field, each.suspected ?? 0]));
  return [
    ...fields.map((each) => ({ ...each, ...(counts.has(each.field) && { emptied: counts.get(each.field) ?? 0 }) })),
    ...unexplained.filter((each) => !known.has(each.field) && (each.suspected ?? 0) > 0).map((each) => ({ ...each, emptied: each.suspected ?? 0 })),
  ];
}
