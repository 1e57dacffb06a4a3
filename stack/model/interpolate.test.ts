import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpolate } from './interpolate.ts';

const values = { V: 'value', EMPTY: '', PORT: '3000' };

describe('interpolate', () => {
  it.each([
    ['$V and ${V}', 'value and value'],
    ['${NONE}', ''],
    ['${NONE:-default}', 'default'], ['${EMPTY:-default}', 'default'], ['${EMPTY-default}', ''], ['${NONE-default}', 'default'],
    ['${V:+there}', 'there'], ['${EMPTY:+there}', ''], ['${EMPTY+there}', 'there'], ['${NONE+there}', ''],
    ['http://localhost:${PORT:-1}/', 'http://localhost:3000/'],
    ['${NONE:-${V}-${PORT}}', 'value-3000'], ['${NONE:-a:b?c}', 'a:b?c'],
    ['$$V costs $$5', '$V costs $5'],
    ['${V:?needed}', 'value'],
  ])('%s → %s', (text, expected) => {
    expect(interpolate(text, values)).toEqual({ value: expected, missing: [] });
  });

  it('names each required variable without value, with its message', () => {
    expect(interpolate('${A:?say a} ${EMPTY:?not empty} ${B?}', values).missing).toEqual([
      { name: 'A', message: 'say a' }, { name: 'EMPTY', message: 'not empty' }, { name: 'B', message: '' },
    ]);
  });

  it.each(['${V', '${V-', '$ V', '${1}', '${V!x}'])('%s is invalid', (text) => {
    expect(interpolate(text, values).invalid).toBeDefined();
  });

  it('takes no value from the prototype', () => {
    expect(interpolate('${constructor:-none}', values).value).toBe('none');
  });

  it('leaves any text without a dollar as it is, and gives any escaped text back', () => {
    fc.assert(fc.property(fc.string(), (text) => interpolate(text.replaceAll('$', '$$$$'), {}).value === text));
  });
});
