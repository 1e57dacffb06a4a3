import { isMeasurementByName, saying } from './naming.ts';
import { supplied, unseen, type DataSeen, type Suspicion } from './suspects.ts';

/** Relations that only an answer which does not look at what was asked breaks. */
const asking = new Set(['unknown-id', 'matches-nothing']);

/**
 * Real values given for what they are not: the record of another identifier than the one that was asked for, a list that is given whatever is asked for,
 * and one held in the process that is given whatever is looked for, although the stores say otherwise by now.
 */
export function mistakenOf(seen: DataSeen): readonly Suspicion[] {
  return [...anotherRecord(seen), ...heldForAll(seen), ...unheard(seen)];
}

function anotherRecord(seen: DataSeen): readonly Suspicion[] {
  const { target, relations } = seen;
  return relations.flatMap(({ relation, held, second, contradicts }): readonly Suspicion[] => ((relation === 'unknown-id' || relation === 'another-record') && !held && contradicts !== undefined && unseen(seen) === undefined
    ? [{
        verdict: 'fallback', confidence: 'likely', field: contradicts.pointer, pointer: contradicts.pointer, by: ['vary'],
        sentence: `${target.name} answers ${saying(contradicts.pointer, contradicts.value)} to ${second}, ${relation === 'unknown-id' ? 'an identifier that nothing has' : 'another identifier of its own list'}: the record of another one.`,
      }]
    : []));
}

/** What is asked for by a parameter that the platform itself has, and nobody looked at it: records are given for what they are not. */
function unheard({ target, relations, entry }: DataSeen): readonly Suspicion[] {
  const [first] = relations.filter(({ held, ignored }) => !held && ignored === true).toSorted((left, right) => (left.relation < right.relation ? -1 : 1));
  const field = entry.fields.find(({ field: name }) => name.includes('/-'))?.field ?? '';
  return first === undefined ? [] : [{ verdict: 'invented', confidence: 'likely', field, pointer: field, by: ['vary'], sentence: `${target.name} answers the same whatever it is asked: ${first.detail} (${first.second}).` }];
}

function heldForAll(seen: DataSeen): readonly Suspicion[] {
  const { target, entry: { fields, stores }, relations } = seen;
  const broken = relations.find(({ relation, held }) => !held && asking.has(relation));
  const data = fields.filter((field) => field.dataLike && !field.volatile && !isMeasurementByName(field.field) && (field.sources.earlier ?? 0) > 0 && !supplied(field));
  const [first] = data;
  if (broken === undefined || first === undefined || stores.length > 0 || unseen(seen) !== undefined) return [];
  if (fields.some((field) => field.dataLike && supplied(field)) || !data.every(({ shake, empty }) => shake === 'stayed' && empty === 'stayed')) return [];
  return [{
    verdict: 'invented', confidence: 'likely', field: first.field, pointer: first.pointer, by: ['vary', 'shake', 'empty'],
    sentence: `${target.name} answers ${saying(first.field, first.value)} without asking a store. It did not change when every row did, it was still there when the stores were empty, and ${broken.detail} (${broken.second}).`,
  }];
}
