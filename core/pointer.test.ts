import { describe, expect, it } from 'vitest';
import { atPath, atPointer, escaped, unescaped } from './pointer.ts';

const answer = { items: [{ 'a/b~c': 1, id: 'x' }], empty: null, length: 3 };

describe('atPointer and atPath', () => {
  it.each([['', answer], ['/items/0/id', 'x'], ['/items/0/a~1b~0c', 1], ['/empty', null], ['/items/1', undefined], ['/empty/x', undefined], ['/constructor', undefined], ['/length', 3]] as const)('finds %s', (pointer, found) => {
    expect(atPointer(answer, pointer)).toEqual(found);
  });

  it.each([['items.0.id', 'x'], ['empty', null], ['items.id', undefined], ['toString', undefined]] as const)('finds %s between dots', (path, found) => {
    expect(atPath(answer, path)).toEqual(found);
  });

  it('brings every name back', () => {
    for (const name of ['a/b', '~1', '~0/~', 'plain', '']) expect(unescaped(escaped(name))).toBe(name);
  });
});
