import { isMeasurementByName, saying } from './naming.ts';
import { supplied, unseen, type DataSeen, type Suspicion } from './suspects.ts';

/** Relations that only an answer which does not look at what was asked breaks. */
const asking = new Set(['unknown-id', 'matches-nothing']);

/**
 * Real values given for what they are not: the record of another identifier than the one that was asked for, and a list held in the process that is given whatever is looked for,
 * although the stores say otherwise by now.
 */
export function mistakenOf(seen: DataSeen): readonly Suspicion[] {
  return [...anotherRecord(seen), ...heldForAll(seen)];
}

function anotherRecord(seen: DataSeen): readonly Suspicion[] {
  const { target, relations } = seen;
  return relations.flatMap(({ relation, held, second, contradicts }): readonly Suspicion[] => (relation === 'unknown-id' && !held && contradicts !== undefined && unseen(seen) === undefined
    ? [{
        verdict: 'fallback', confidence: 'likely', field: contradicts.pointer, pointer: contradicts.pointer, by: ['vary'],
        sentence: `${target.name} answers ${saying(contradicts.pointer, contradicts.value)} to ${second}, an identifier that nothing has: the record of another one.`,
      }]
    : []));
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
