'use client';

import { useRouter } from 'next/navigation';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Trouble } from '../../components/Trouble';
import { post } from '../../lib/api';
import { company } from '../../lib/config';
import { loggedIn } from '../../lib/schemas';
import { keepSession } from '../../lib/session';

export default function LoginPage(): ReactNode {
  const router = useRouter();
  const [trouble, setTrouble] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setTrouble(undefined);
    post('/api/auth/login', loggedIn, { email: String(form.get('email')), password: String(form.get('password')) }).then(
      (session) => {
        keepSession(session);
        router.replace('/');
      },
      (error: unknown) => {
        setTrouble(error instanceof Error ? error.message : String(error));
        setBusy(false);
      },
    );
  };
  return (
    <main className="login">
      <h1>{company}</h1>
      <form onSubmit={submit}>
        <label>E-mail<input name="email" type="email" autoComplete="username" required data-testid="login-email" /></label>
        <label>Password<input name="password" type="password" autoComplete="current-password" required data-testid="login-password" /></label>
        {trouble !== undefined && <Trouble message={trouble} />}
        <button type="submit" disabled={busy} data-testid="login-submit">Log in</button>
      </form>
    </main>
  );
}
