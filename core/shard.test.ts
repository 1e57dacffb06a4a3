import { describe, expect, it } from 'vitest';
import { allUnits } from '../cli/assemble.ts';
import release from '../standards/release.ts';
import { plan } from './plan.ts';
import { mostShards, shardOf } from './shard.ts';

const { units } = plan(await allUnits(undefined), release, []);
const all = units.flatMap(({ check }) => (check ? [check.info.id] : []));

describe('the shards of a plan', () => {
  it('have every check once, however many there are', () => {
    for (let count = 1; count <= mostShards(units); count++) {
      const shards = Array.from({ length: count }, (_, index) => shardOf(units, { index: index + 1, count }));
      expect(shards.flat().toSorted()).toEqual(all.toSorted());
      expect(shards.filter((shard) => shard.length === 0)).toEqual([]);
    }
    expect(mostShards(units)).toBeGreaterThan(3);
  });

  it('keep together what looks at the same evidence of the stack', () => {
    for (const count of [2, 3, mostShards(units)]) {
      const probes = Array.from({ length: count }, (_, index) => plan(units, release, shardOf(units, { index: index + 1, count })).units.flatMap(({ probe }) => (probe && probe.access !== 'source' ? [probe.id] : [])));
      expect(new Set(probes.flat()).size).toBe(probes.flat().length);
    }
  });

  it('are the same whatever the order of the units', () => {
    expect(shardOf(units.toReversed(), { index: 2, count: 3 })).toEqual(shardOf(units, { index: 2, count: 3 }));
  });
});
