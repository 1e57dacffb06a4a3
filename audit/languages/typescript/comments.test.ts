import { describe, expect, it } from 'vitest';
import { lowerTypeScript } from '../typescript.ts';

const commentsIn = (text: string): readonly string[] => {
  const file = lowerTypeScript('a.tsx', text);
  if ('unparsable' in file) throw new Error(file.unparsable);
  return file.comments.map((each) => each.text);
};

describe('comments', () => {
  it.each([
    ['a string that holds a mark', "const wrong = 'function f() { // TODO: implement'; // real", ['real']],
    ['a glob in a string', "const files = ['src/**/*.ts']; /* real */ const more = ['test/**/*.ts'];", ['real']],
    ['a template', 'const sql = `SELECT 1 -- // no comment\n/* nor this */ ${column} // nor that`; // real', ['real']],
    ['text of a page', 'const page = <p>see // the sign</p>; // real', ['real']],
    ['a default of a parameter', "function f(path = 'a // b', other = 1 /* real */) { return path; }", ['real']],
    ['an address', 'open("http://example.org"); // real', ['real']],
  ])('are told from %s', (_, text, found) => {
    expect(commentsIn(text)).toEqual(found);
  });
});
