import { createContext, useContext } from 'react';
import type { ClientOptions } from '../api/client.ts';
import type { Api } from '../api/endpoints.ts';
import type { Session, User } from '../api/schemas.ts';

export interface SessionState {
  readonly session: Session | null;
  /** Why the user has to log in again, when there is a reason. */
  readonly notice: string | null;
  readonly api: Api;
  readonly clientOptions: ClientOptions;
  readonly signIn: (email: string, password: string) => Promise<void>;
  readonly signOut: () => Promise<void>;
}

export const SessionContext = createContext<SessionState | null>(null);

export function useSession(): SessionState {
  const state = useContext(SessionContext);
  if (state === null) throw new Error('useSession is used outside of SessionProvider');
  return state;
}

export function useApi(): Api {
  return useSession().api;
}

/** For pages behind the login only. */
export function useUser(): User {
  const { session } = useSession();
  if (session === null) throw new Error('useUser is used outside of the pages that need a login');
  return session.user;
}
