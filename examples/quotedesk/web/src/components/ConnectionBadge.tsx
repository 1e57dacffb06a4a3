import type { ConnectionState } from '../chat/connection.ts';

const words: Readonly<Record<ConnectionState['kind'], string>> = {
  connecting: 'Connecting…',
  open: 'Connected',
  waiting: 'Not connected',
};

export function ConnectionBadge({ state }: { readonly state: ConnectionState }) {
  const seconds = state.kind === 'waiting' ? Math.max(1, Math.round(state.retryInMs / 1000)) : null;
  return (
    <span
      className={`connection connection-${state.kind}`}
      role="status"
      data-testid="chat-connection"
      data-state={state.kind}
    >
      <span className="dot" aria-hidden="true" />
      {words[state.kind]}
      {seconds !== null && `, next try in ${seconds} s`}
    </span>
  );
}
