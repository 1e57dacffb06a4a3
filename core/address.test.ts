import { expect, it } from 'vitest';
import { isIn, pathOf } from './address.ts';

it.each([['http://127.0.0.1:1/a/b?c=1#d', '/a/b'], ['HTTPS://x', '/'], ['/a?b', '/a'], ['', '/']])('the path of %s is %s', (url, path) => {
  expect(pathOf(url)).toBe(path);
});

it.each([['api', 'api/main.ts', true], ['api/', 'api/main.ts', true], ['api', 'api', true], ['.', 'x.ts', true], ['api', 'api-old/main.ts', false]])('%s holds %s: %s', (folder, path, held) => {
  expect(isIn(folder, path)).toBe(held);
});
