'use client';

import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useState, type ReactNode } from 'react';
import { z } from 'zod';
import { post } from '../lib/api';
import { company } from '../lib/config';
import { keepSession, useSession } from '../lib/session';
import { Trouble } from './Trouble';

const places = [
  ['/', 'Dashboard', 'nav-dashboard'], ['/documents', 'Documents', 'nav-documents'], ['/quotes', 'Quotes', 'nav-quotes'],
  ['/search', 'Search', 'nav-search'], ['/chat', 'Chat', 'nav-chat'], ['/assistants', 'Assistants', 'nav-assistants'],
] as const;

/** What every page has around it. Without a session there is only the login. */
export function Shell({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  const session = useSession();
  const router = useRouter();
  const path = usePathname();
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    if (session === null) router.replace('/login');
  }, [session, router]);
  if (!session) return <main className="quiet">{company}</main>;
  const logOut = (): void => {
    post('/api/auth/logout', z.object({ done: z.literal(true) })).then(() => keepSession(null), (error: unknown) => {
      setTrouble(`You are still logged in: ${error instanceof Error ? error.message : String(error)}`);
    });
  };
  return (
    <div className="shell">
      <nav>
        <strong>{company}</strong>
        {places.map(([href, label, id]) => (
          <Link key={href} href={href} data-testid={id} aria-current={path === href ? 'page' : undefined}>{label}</Link>
        ))}
        <div className="user" data-testid="user-menu">
          <span className="user-name">{session.user.name}</span>
          <button type="button" data-testid="logout" onClick={logOut}>Log out</button>
        </div>
      </nav>
      <main>
        <h1>{title}</h1>
        {trouble !== undefined && <Trouble message={trouble} />}
        {children}
      </main>
    </div>
  );
}
