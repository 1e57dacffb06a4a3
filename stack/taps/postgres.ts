import type { MakeDecoder } from './decoder.ts';
import { Session } from './postgres/session.ts';

export { impostor } from './postgres/impostor.ts';
export const decoder: MakeDecoder = (sink, midway) => new Session(sink, midway);
