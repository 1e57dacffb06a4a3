import { expect, it } from 'vitest';
import type { Field, ProofData, Relation, Target } from './evidence.ts';
import { mistakenOf } from './mistaken.ts';
import type { DataSeen } from './suspects.ts';

const target: Target = { name: 'GET /products/{id}', kind: 'http', service: 'api', method: 'GET', path: '/products/{id}', writes: false, foundBy: ['openapi'] };
const field = (more: Partial<Field>): Field => ({ field: '/title', pointer: '/title', value: 'Darjeeling First Flush', leaves: 1, sources: { earlier: 1 }, dataLike: true, besideSourced: false, volatile: false, shake: 'stayed', empty: 'stayed', ...more });
const relation = (more: Partial<Relation>): Relation => ({ target: target.name, relation: 'unknown-id', held: false, first: '/products/1', second: '/products/2000000001', detail: 'an identifier that nothing has is answered with 200', ...more });
function seen(fields: readonly Field[], relations: readonly Relation[], stores: readonly string[] = []): DataSeen {
  const entry = { target: target.name, total: 1, traced: 1, fields, stores };
  const data: ProofData = { stores: [{ name: 'db', kind: 'postgres', holdings: [], observed: true }], targets: [target], calls: [], fields: [entry], shaken: {}, relations, written: [], notMade: [] };
  return { target, entry, calls: [], relations, data, stillThere: new Map() };
}

it('tells the record of another identifier, and a list held in the process that answers everything', () => {
  const other = relation({ contradicts: { pointer: '/id', value: '1' } });
  expect(mistakenOf(seen([field({ sources: { wire: 1 }, shake: 'followed' })], [other], ['db'])).map(({ verdict, confidence }) => [verdict, confidence])).toEqual([['fallback', 'likely']]);
  expect(mistakenOf(seen([field({})], [relation({ relation: 'matches-nothing' })])).map(({ verdict, confidence }) => [verdict, confidence])).toEqual([['invented', 'likely']]);
});

it.each<[string, DataSeen]>([
  ['relations that hold', seen([field({})], [relation({ held: true, contradicts: { pointer: '/id', value: '1' } })])],
  ['an unknown identifier that is answered without another one’s name', seen([field({ sources: { wire: 1 } })], [relation({})], ['db'])],
  ['what follows the stores, though late', seen([field({ shake: 'followed' })], [relation({ relation: 'matches-nothing' })])],
  ['what asked a store', seen([field({})], [relation({ relation: 'matches-nothing' })], ['db'])],
])('says nothing of %s', (_name, one) => {
  expect(mistakenOf(one)).toEqual([]);
});

it.each<[string, Relation, readonly string[]]>([
  ['a parameter that nobody looks at', relation({ relation: 'parameter', ignored: true, detail: 'the same 46 records come whatever q is asked for' }), ['invented likely']],
  ['the record of the first for a second of the list', relation({ relation: 'another-record', contradicts: { pointer: '/id', value: '1' } }), ['fallback likely']],
  ['a filter that lets some others through', relation({ relation: 'filter' }), []],
  ['a page size that was not kept to', relation({ relation: 'page-size' }), []],
])('judges %s', (_name, one, wanted) => {
  expect(mistakenOf(seen([field({ sources: { wire: 1 }, shake: 'followed' })], [one], ['db'])).map(({ verdict, confidence }) => `${verdict} ${confidence}`)).toEqual(wanted);
});
