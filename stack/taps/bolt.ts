export { decoder } from './bolt-decoder.ts';
export { impostor } from './bolt-impostor.ts';
