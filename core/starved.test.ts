import { expect, it } from 'vitest';
import { starvation } from './starved.ts';

it.each<[string, readonly number[] | undefined, string | undefined]>([
  ['nobody measured', undefined, undefined],
  ['the processors were to be had', [0.92, 0.97], undefined],
  ['the platform was still starting', [0.34, 0.89], undefined],
  ['the platform worked something off', [0.95, 0.4], undefined],
  ['others took them all the while', [0.21, 0.38], 'only 38 %'],
])('when %s', (_, granted, words) => {
  const said = starvation(granted);
  if (words === undefined) expect(said).toBeUndefined();
  else expect(said).toContain(words);
});
