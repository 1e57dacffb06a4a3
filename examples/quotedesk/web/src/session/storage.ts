import { sessionSchema } from '../api/schemas.ts';
import type { Session } from '../api/schemas.ts';

const KEY = 'quotedesk.session';

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The session of this tab, or null when there is none. What is not a session (any more) is removed. */
export function readSession(store: Store): Session | null {
  const text = store.getItem(KEY);
  if (text === null) return null;
  const parsed = sessionSchema.safeParse(parse(text));
  if (parsed.success) return parsed.data;
  store.removeItem(KEY);
  return null;
}

export function writeSession(store: Store, session: Session): void {
  store.setItem(KEY, JSON.stringify(session));
}

export function clearSession(store: Store): void {
  store.removeItem(KEY);
}

/** Whether what the tab kept is JSON is a question, and "no" is one of its answers. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
