import { useEffect, useRef } from 'react';
import type { Entry, EntryState, Timeline } from '../chat/timeline.ts';
import { dateTime } from '../format/time.ts';
import { useUser } from '../session/context.ts';
import { Icon } from './Icon.tsx';

interface Props {
  readonly timeline: Timeline;
  readonly onSayAgain: (clientId: string, body: string) => void;
}

const words: Readonly<Record<EntryState, string>> = {
  sending: 'sending…',
  stored: 'stored',
  undelivered: 'stored; the others see it later',
  unconfirmed: 'not confirmed: the connection was lost',
  failed: 'not accepted',
};

export function ChatMessages({ timeline, onSayAgain }: Props) {
  const end = useRef<HTMLLIElement>(null);
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [timeline.length]);
  return (
    <ol className="messages" aria-live="polite">
      {timeline.map((entry) => (
        <Message key={entry.clientId} entry={entry} onSayAgain={onSayAgain} />
      ))}
      <li ref={end} className="messages-end" aria-hidden="true" />
    </ol>
  );
}

function Message({ entry, onSayAgain }: { readonly entry: Entry; readonly onSayAgain: Props['onSayAgain'] }) {
  const own = useUser().name === entry.author;
  const again = entry.state === 'failed' || entry.state === 'unconfirmed';
  return (
    <li
      className={own ? 'message message-own' : 'message'}
      data-testid="chat-message"
      data-state={entry.state}
      data-message-id={entry.id}
    >
      <div className="message-head">
        <strong>{entry.author}</strong>
        {entry.createdAt !== null && <time dateTime={entry.createdAt}>{dateTime(entry.createdAt)}</time>}
      </div>
      <p className="message-body">{entry.body}</p>
      {(own || entry.state !== 'stored') && (
        <div className={`message-state message-${entry.state}`}>
          {entry.state === 'stored' && <Icon name="check" />}
          {words[entry.state]}
          {entry.reason !== null && `: ${entry.reason}`}
          {again && (
            <button
              type="button"
              className="link-button"
              onClick={() => onSayAgain(entry.clientId, entry.body)}
            >
              Send again
            </button>
          )}
        </div>
      )}
    </li>
  );
}
