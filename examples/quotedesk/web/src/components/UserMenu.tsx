import { useAction } from '../hooks/useAction.ts';
import { useSession, useUser } from '../session/context.ts';
import { ErrorBanner } from './ErrorBanner.tsx';
import { Icon } from './Icon.tsx';

/** Who is logged in, and the way out. A logout that the API did not confirm is no logout. */
export function UserMenu() {
  const user = useUser();
  const { signOut } = useSession();
  const { busy, error, run } = useAction(signOut);

  return (
    <div className="user">
      {error && <ErrorBanner title="You are still logged in" detail={error.detail ?? error.title} />}
      <div className="user-menu" data-testid="user-menu" role="group" aria-label="Account">
        <span className="avatar" aria-hidden="true">
          {initials(user.name)}
        </span>
        <span className="user-text">
          <span className="user-name">{user.name}</span>
          <span className="user-role">{user.role}</span>
        </span>
        <button
          type="button"
          className="icon-button"
          data-testid="logout"
          aria-label="Log out"
          title="Log out"
          disabled={busy}
          onClick={() => run()}
        >
          <Icon name="logout" />
        </button>
      </div>
    </div>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
}
