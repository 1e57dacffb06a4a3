import { expect, it } from 'vitest';
import { readDockerfile } from './dockerfile.ts';

const build = 'RUN npm run build --workspace web';

it.each<[string, string, Readonly<Record<string, string | undefined>>]>([
  ['an argument of the building stage', `FROM node AS build\nARG VITE_A\n${build}`, { VITE_A: undefined }],
  ['one with a default', `FROM node\nARG VITE_A="http://x"\n${build}`, { VITE_A: 'http://x' }],
  ['several in one line', `FROM node\nARG VITE_A VITE_B=2\n${build}`, { VITE_A: undefined, VITE_B: '2' }],
  ['one that comes too late', `FROM node\n${build}\nARG VITE_A`, {}],
  ['one of another stage', `FROM node AS deps\nARG VITE_A\nFROM node AS build\n${build}`, {}],
  ['one of the stage that this one is made from', `FROM node AS deps\nARG VITE_A=1\nFROM deps AS build\n${build}`, { VITE_A: '1' }],
  ['one before every stage', `ARG VITE_A=1\nFROM node\n${build}`, {}],
  ['a variable that hands an argument on', `FROM node\nARG A=1\nENV VITE_A=$A VITE_B="x y"\n${build}`, { A: '1', VITE_A: '1', VITE_B: 'x y' }],
  ['continued lines and comments', `FROM node\n# ARG VITE_NO\nARG VITE_A=1 \\\n    VITE_B\nRUN apt-get update && \\\n    npx vite build`, { VITE_A: '1', VITE_B: undefined }],
])('knows %s', (_name, text, receives) => {
  expect(readDockerfile(text)).toEqual({ builds: true, receives });
});

it('says when nothing is built', () => {
  expect(readDockerfile('FROM nginx\nARG VITE_A\nCOPY dist /usr/share/nginx/html')).toEqual({ builds: false, receives: {} });
});
