import type { FileFacts } from '../facts.ts';
import type { Extraction } from './context.ts';
import { variable } from './env.ts';

/** Most names that one file keeps. */
const limit = 300;

/** Names that may be variables of the environment, however they are read: as a text, a member or a field. */
export function mentionsIn(into: Extraction): Pick<FileFacts, 'mentions'> {
  const found = new Set<string>();
  for (const { k, v } of into.file.nodes) if ((k === 'str' || k === 'get' || k === 'slot' || k === 'pair') && variable.test(v) && found.size < limit) found.add(v);
  return found.size > 0 ? { mentions: [...found].sort() } : {};
}
