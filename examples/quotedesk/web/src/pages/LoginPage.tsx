import { useState } from 'react';
import type { SyntheticEvent } from 'react';
import { Navigate, useLocation } from 'react-router';
import { ErrorBanner } from '../components/ErrorBanner.tsx';
import { Logo } from '../components/Logo.tsx';
import { useAction } from '../hooks/useAction.ts';
import { paths } from '../paths.ts';
import { useSession } from '../session/context.ts';

export function LoginPage() {
  const { session, notice, signIn } = useSession();
  const location = useLocation();
  const { busy, error, run } = useAction(signIn);
  if (session !== null) return <Navigate to={wantedPath(location.state)} replace />;
  return (
    <main className="login">
      <div className="login-card">
        <div className="brand brand-large">
          <Logo />
          <span>quotedesk</span>
        </div>
        <h1>Log in</h1>
        <p className="lead">Requests for quotation, read, matched and quoted.</p>
        {notice !== null && error === null && (
          <p className="banner banner-info" role="status">
            {notice}
          </p>
        )}
        {error !== null && <ErrorBanner title={error.title} detail={error.detail} />}
        <LoginForm busy={busy} onSubmit={run} />
      </div>
    </main>
  );
}

interface FormProps {
  readonly busy: boolean;
  readonly onSubmit: (email: string, password: string) => void;
}

function LoginForm({ busy, onSubmit }: FormProps) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onSubmit(email, password);
  };
  return (
    <form onSubmit={submit}>
      <label>
        E-mail
        <input
          type="email"
          name="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          data-testid="login-email"
        />
      </label>
      <label>
        Password
        <input
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          data-testid="login-password"
        />
      </label>
      <button type="submit" className="button button-primary" disabled={busy} data-testid="login-submit">
        {busy ? 'Logging in…' : 'Log in'}
      </button>
    </form>
  );
}

function wantedPath(state: unknown): string {
  const from = typeof state === 'object' && state !== null && 'from' in state ? state.from : null;
  return typeof from === 'string' ? from : paths.dashboard;
}
