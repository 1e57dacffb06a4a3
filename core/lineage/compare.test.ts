import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../types.ts';
import { compareAnswers, compareLeaves } from './compare.ts';
import { fieldsOf } from './fields.ts';
import { supply, exchange } from './fixtures/calls.ts';
import { trace } from './trace.ts';

const compared = (before: Json, after: Json): Readonly<Record<string, unknown>> => Object.fromEntries(compareAnswers(before, after));

describe('what became of a field', () => {
  it('follows, stays or is gone, by identity and not by place', () => {
    const before = { items: [{ id: 1, name: 'a', unit: 'pcs' }, { id: 2, name: 'b', unit: 'pcs' }, { id: 3, name: 'c', unit: 'pcs' }], total: 3 };
    const after = { total: 2, items: [{ id: 3, name: 'n c', unit: 'pcs' }, { id: 1, name: 'n a', unit: 'pcs' }] };
    expect(compared(before, after)).toEqual({
      '/items/-/id': { followed: 0, stayed: 2, gone: 1 }, '/items/-/name': { followed: 2, stayed: 0, gone: 1 }, '/items/-/unit': { followed: 0, stayed: 2, gone: 1 }, '/total': { followed: 1, stayed: 0, gone: 0 },
    });
  });

  it('matches by the name that is unique and shared, when there is no id', () => {
    expect(compared([{ label: 'May', n: 4 }, { label: 'June', n: 7 }], [{ label: 'June', n: 9 }, { label: 'July', n: 1 }])).toEqual({ '/-/label': { followed: 0, stayed: 1, gone: 1 }, '/-/n': { followed: 1, stayed: 0, gone: 1 } });
  });

  it('by position where nothing identifies, and scalars as a set', () => {
    expect(compared([{ n: 4 }, { n: 7 }], [{ n: 5 }])).toEqual({ '/-/n': { followed: 1, stayed: 0, gone: 1 } });
    expect(compared(['a', 'b', 'c'], ['c', 'b', 'x'])).toEqual({ '/-': { followed: 1, stayed: 2, gone: 0 } });
    expect(compared(['a', 'b'], ['b'])).toEqual({ '/-': { followed: 0, stayed: 1, gone: 1 } });
  });

  it('keys that are ids or dates are one field', () => {
    expect(compared({ '2026-11-01': 4, '2026-11-02': 5 }, { '2026-11-01': 4, '2026-11-02': 6 })).toEqual({ '/-': { followed: 1, stayed: 1, gone: 0 } });
  });

  it('null is no value, and another spelling no other one', () => {
    expect(compared({ a: 'x', b: null, c: 12.5 }, { a: null, b: 'y', c: '12.50' })).toEqual({ '/a': { followed: 0, stayed: 0, gone: 1 }, '/b': { followed: 1, stayed: 0, gone: 0 }, '/c': { followed: 0, stayed: 1, gone: 0 } });
  });

  it('an answer beside itself, in another order, stays whole', () => {
    const row = fc.record({ id: fc.uuid(), name: fc.string(), amount: fc.integer(), tags: fc.array(fc.string(), { maxLength: 3 }) });
    fc.assert(fc.property(fc.uniqueArray(row, { selector: ({ id }) => id, minLength: 1, maxLength: 8 }), (rows) => [...compareLeaves({ rows }, { rows: rows.toReversed() }).values()].every((reaction) => reaction === 'stayed')));
  });

  it('every leaf has one reaction', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 4 }), (before, after) => compareLeaves(before as Json, after as Json).size === trace(before as Json, supply([])).total || typeof before === 'string'));
  });
});

describe('fields over the baseline', () => {
  const rows = exchange('SELECT id, name FROM things', ['id', 'name'], [[4711, 'Anna Meier'], [4712, 'Jean Moreau']]);
  const call = (answer: Json, storeSaid = 'same'): Parameters<typeof fieldsOf>[0][number] => ({ answer, traced: trace(answer, supply([rows])), storeSaid });
  const names = [{ id: 4711, name: 'Anna Meier' }, { id: 4712, name: 'Jean Moreau' }];

  it('counts sources, takes what is suspected as the example, and says what stands beside it', () => {
    const [id, name, score] = fieldsOf([call([{ ...names[0], score: 94.5 } as Json, { ...names[1], score: 4711 } as Json])]);
    expect(id).toMatchObject({ field: '/-/id', leaves: 2, sources: { wire: 2 }, besideSourced: false, suspected: 0, stores: ['postgres'] });
    expect(name).toMatchObject({ dataLike: true, volatile: false });
    expect(score).toMatchObject({ pointer: '/0/score', value: 94.5, sources: { unsourced: 1, wire: 1 }, besideSourced: true, suspected: 1 });
  });

  it('another order is not volatile, another value is, unless the stores said otherwise', () => {
    const volatile = (one: Json, other: Json, said = 'same'): readonly string[] => fieldsOf([call(one), call(other, said)]).filter((field) => field.volatile).map(({ field }) => field);
    expect(volatile(names, names.toReversed())).toEqual([]);
    expect(volatile({ names, score: 94.5 }, { names, score: 93.1 })).toEqual(['/score']);
    expect(volatile({ names, score: 94.5 }, { names, score: 93.1 }, 'other')).toEqual([]);
    expect(volatile({ picks: ['Anna Meier', 'Jean Moreau'] }, { picks: ['Jean Moreau', 'Anna Meier'] })).toEqual([]);
  });

  it('what moves by itself is suspected even where it once met a stored value by chance', () => {
    expect(fieldsOf([call({ n: 4711 }), call({ n: 4899 })])).toMatchObject([{ volatile: true, suspected: 1, seen: [4711, 4899] }]);
  });
});
