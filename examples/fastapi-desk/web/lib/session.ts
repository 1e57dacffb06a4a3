'use client';

import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import { loggedIn } from './schemas';

export type Session = z.infer<typeof loggedIn>;

const key = 'fastapi-desk.session';
const listeners = new Set<() => void>();
let known: { readonly text: string | null; readonly session: Session | null } | undefined;

/** The session of this browser: null when nobody is logged in, undefined while that is not known (before the page runs). */
export function useSession(): Session | null | undefined {
  return useSyncExternalStore(subscribe, currentSession, () => undefined);
}

export function currentSession(): Session | null {
  const text = localStorage.getItem(key);
  if (known?.text !== text) known = { text, session: text === null ? null : parsed(text) };
  return known.session;
}

export function keepSession(session: Session | null): void {
  if (session === null) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify(session));
  for (const each of listeners) each();
}

/** What another version of the page left behind is nobody's session. */
function parsed(text: string): Session | null {
  const result = z.string().transform((raw, context) => {
    try {
      return JSON.parse(raw) as unknown;
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  }).pipe(loggedIn).safeParse(text);
  return result.success ? result.data : null;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}
