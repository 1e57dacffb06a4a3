import { useCallback, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { createClient } from '../api/client.ts';
import type { ClientOptions } from '../api/client.ts';
import { createApi } from '../api/endpoints.ts';
import type { Session } from '../api/schemas.ts';
import { config } from '../config.ts';
import { SessionContext } from './context.ts';
import { clearSession, readSession, writeSession } from './storage.ts';

const ENDED = 'Your session has ended. Please log in again.';

export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [session, setSession] = useState<Session | null>(() => readSession(window.sessionStorage));
  const [notice, setNotice] = useState<string | null>(null);
  // Requests read the token when they start, not when they were made.
  const current = useRef(session);

  const replace = useCallback((next: Session | null, why: string | null) => {
    current.current = next;
    if (next === null) clearSession(window.sessionStorage);
    else writeSession(window.sessionStorage, next);
    setSession(next);
    setNotice(why);
  }, []);

  const clientOptions = useMemo<ClientOptions>(
    () => ({
      baseUrl: config.apiUrl,
      token: () => current.current?.token ?? null,
      // A late answer to an earlier session must not end the present one.
      onUnauthorized: (token) => {
        if (token === (current.current?.token ?? null)) replace(null, ENDED);
      },
    }),
    [replace],
  );
  const api = useMemo(() => createApi(createClient(clientOptions)), [clientOptions]);

  const signIn = useCallback(
    async (email: string, password: string) => replace(await api.login(email, password), null),
    [api, replace],
  );
  const signOut = useCallback(async () => {
    await api.logout().catch(() => undefined);
    replace(null, 'You have been logged out everywhere.');
  }, [api, replace]);

  const state = useMemo(
    () => ({ session, notice, api, clientOptions, signIn, signOut }),
    [session, notice, api, clientOptions, signIn, signOut],
  );
  return <SessionContext value={state}>{children}</SessionContext>;
}
