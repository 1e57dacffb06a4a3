import type { Written } from '../../../core/proof/evidence.ts';
import { leavesOf } from '../../../core/lineage/leaves.ts';
import { keyOf } from '../../../core/lineage/words.ts';
import type { Json } from '../../../core/types.ts';
import { fields } from '../../openapi/operations.ts';

type Contradicted = NonNullable<Written['contradicted']>;

/** Under which names a record says which one it is. */
const idNames = ['id', 'uuid', '_id', 'slug', 'code', 'key', 'ref', 'reference', 'name', 'sku', 'number'];
/** What may rightly differ a moment later: times, versions, counts. */
const moves = /(^|_)(at|on|time|date|updated|modified|changed|version|revision|etag|count|total|seen|age|elapsed|took|ms|token|url|status_?code)$|At$|Time$|Count$/i;
const most = 5;

/** The name under which a record says which one it is; undefined where it says none. */
export function idOf(value: Json | undefined): string | undefined {
  return idNames.find((name) => typeof fields(value)[name] === 'string' || typeof fields(value)[name] === 'number');
}

/** The record in an answer: the answer itself, or what it wraps. */
export function recordIn(body: Json | undefined): Json | undefined {
  if (body === undefined || body === null || typeof body !== 'object' || Array.isArray(body)) return undefined;
  return idOf(body) === undefined ? Object.values(fields(body)).find((each) => idOf(each) !== undefined) : body;
}

/**
 * Fields in which the answer to a write and the platform's next read of the same record differ, those with a value that was sent first. Empty where the read does not hold the record.
 * A field that the read does not tell at all says nothing.
 */
export function contradictions(answer: Json | undefined, read: Json | undefined, sent: readonly string[]): Contradicted {
  const said = recordIn(answer);
  const name = idOf(said);
  if (said === undefined || name === undefined || read === undefined || typeof read === 'string') return [];
  const same = recordOf(read, name, fields(said)[name]);
  if (same === undefined) return [];
  const now = new Map(leavesOf(same).leaves.map((leaf) => [leaf.pointer, leaf.value]));
  return leavesOf(said).leaves.filter(({ pointer, value }) => now.has(pointer) && now.get(pointer) !== value && !moves.test(keyOf(pointer)))
    .map(({ pointer, value }) => ({ pointer, said: value, read: now.get(pointer) ?? null }))
    .toSorted((left, right) => Number(isSent(right.said, sent)) - Number(isSent(left.said, sent))).slice(0, most);
}

const isSent = (value: Json, sent: readonly string[]): boolean => sent.includes(String(value));

/** The record with that identifier, wherever in the answer it lies. */
function recordOf(body: Json, name: string, id: Json | undefined): Json | undefined {
  if (body === null || typeof body !== 'object') return undefined;
  if (!Array.isArray(body) && fields(body)[name] === id) return body;
  for (const inside of Object.values(body) as readonly Json[]) {
    const found = recordOf(inside, name, id);
    if (found !== undefined) return found;
  }
  return undefined;
}
