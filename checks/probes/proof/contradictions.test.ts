import { expect, it } from 'vitest';
import type { Json } from '../../../core/types.ts';
import { contradictions } from './contradictions.ts';

it.each<[string, Json, Json, readonly string[]]>([
  ['a state that the next read does not have', { data: { id: 7, status: 'cancelled' } }, { items: [{ id: 6, status: 'open' }, { id: 7, status: 'open' }] }, ['/status']],
  ['what was sent first', { id: 7, rank: 2, phone: '+49 1' }, { id: 7, rank: 1, phone: null }, ['/phone', '/rank']],
])('finds %s', (_name, answer, read, wanted) => {
  expect(contradictions(answer, read, ['+49 1']).map(({ pointer }) => pointer)).toEqual(wanted);
});

it.each<[string, Json, Json]>([
  ['another record', { id: 7, status: 'cancelled' }, [{ id: 8, status: 'open' }]],
  ['an answer that says of no record which one it is', { status: 'cancelled' }, [{ id: 7, status: 'open' }]],
  ['a field that the read does not tell', { id: 7, status: 'cancelled' }, { id: 7 }],
  ['times, counts and versions, which move', { id: 7, updated_at: 'a', version: 1, viewCount: 2, startedAt: 'x' }, { id: 7, updated_at: 'b', version: 2, viewCount: 3, startedAt: 'y' }],
])('says nothing of %s', (_name, answer, read) => {
  expect(contradictions(answer, read, [])).toEqual([]);
});
