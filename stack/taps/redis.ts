export { decoder } from './redis-decoder.ts';
export { impostor } from './redis-impostor.ts';
