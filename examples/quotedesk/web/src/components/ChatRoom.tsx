import type { Room } from '../api/schemas.ts';
import { useChat } from '../chat/useChat.ts';
import { ChatComposer } from './ChatComposer.tsx';
import { ChatMessages } from './ChatMessages.tsx';
import { ConnectionBadge } from './ConnectionBadge.tsx';
import { Empty } from './Empty.tsx';
import { ErrorBanner } from './ErrorBanner.tsx';
import { Loading } from './Loading.tsx';

export function ChatRoom({ room }: { readonly room: Room }) {
  const chat = useChat(room.slug);
  const broken = chat.state.kind === 'waiting';
  return (
    <section className="card chat-room" aria-label={room.title}>
      <div className="card-header">
        <h2>{room.title}</h2>
        <ConnectionBadge state={chat.state} />
      </div>
      {broken && (
        <ErrorBanner
          title="The chat is not connected"
          detail={chat.complaint ?? 'Nothing can be sent or received until it is.'}
          onRetry={chat.retryNow}
        />
      )}
      {!broken && chat.complaint !== null && <ErrorBanner title={chat.complaint} />}
      {chat.timeline.length > 0 && <ChatMessages timeline={chat.timeline} onSayAgain={chat.sayAgain} />}
      {chat.timeline.length === 0 && chat.historyKnown && (
        <Empty icon="chat" title="No messages in this room yet" />
      )}
      {!chat.historyKnown && !broken && <Loading what="messages" />}
      <ChatComposer canSend={chat.state.kind === 'open'} onSay={chat.say} />
    </section>
  );
}
