import { describe, expect, it } from 'vitest';
import { clip, clipBlock, oneLine, visible } from './visible.ts';
import { clock, count, duration, grouped, size } from './words.ts';

describe('numbers for people', () => {
  it('never round up into a unit that does not exist', () => {
    expect([0.04, 9.94, 9.96, 999.4, 999.6, 59_949, 59_951, 3_723_000].map(duration)).toEqual(['0 ms', '9.9 ms', '10 ms', '999 ms', '1.0 s', '59.9 s', '1:00', '1:02:03']);
    expect([48_000, 3_600_000].map(clock)).toEqual(['0:48', '1:00:00']);
    expect([1_234_567, 0.5, 1234.5678, 1e21].map(grouped)).toEqual(['1,234,567', '0.5', '1,234.568', '1e+21']);
    expect([812, 14_336, 3_355_443].map(size)).toEqual(['812 B', '14 KB', '3.2 MB']);
    expect([count(1, 'finding'), count(1204, 'finding')]).toEqual(['1 finding', '1,204 findings']);
  });
});

describe('hostile text', () => {
  it('shows what could drive a terminal or turn a line around', () => {
    expect(visible('a\u202Eb\u0007\u{e0041}\ud800')).toBe('a⟨U+202E⟩b⟨U+0007⟩⟨U+E0041⟩\ufffd');
    expect(visible('één 漢字 עברית 👩‍💻\tx\ny')).toBe('één 漢字 עברית 👩‍💻\tx\ny');
    expect(oneLine(' a \r\n\r\n b\u2028c\td')).toBe(' a b c d');
  });

  it('is cut without parting a character', () => {
    expect(clip('ab😀cd', 4)).toBe('ab…');
    expect(clip('abcd', 4)).toBe('abcd');
    expect(clipBlock('abcdef', 4)).toBe('abcd… (2 more characters)');
  });
});
