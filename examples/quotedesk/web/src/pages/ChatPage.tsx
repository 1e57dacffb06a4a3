import { useSearchParams } from 'react-router';
import type { Room } from '../api/schemas.ts';
import { ChatRoom } from '../components/ChatRoom.tsx';
import { Empty } from '../components/Empty.tsx';
import { PageHeader } from '../components/PageHeader.tsx';
import { ResourceView } from '../components/ResourceView.tsx';
import { useResource } from '../hooks/useResource.ts';
import { useApi } from '../session/context.ts';

export function ChatPage() {
  const api = useApi();
  const rooms = useResource(api.rooms);
  return (
    <>
      <PageHeader title="Chat" lead="Messages stay: they are stored before anybody sees them." />
      <ResourceView handle={rooms} what="rooms">
        {(data) => <Rooms rooms={data.rooms} />}
      </ResourceView>
    </>
  );
}

function Rooms({ rooms }: { readonly rooms: readonly Room[] }) {
  const [query, setQuery] = useSearchParams();
  const wanted = query.get('room');
  const room = wanted === null ? rooms[0] : rooms.find((each) => each.slug === wanted);
  if (rooms.length === 0) return <Empty icon="chat" title="There are no rooms" />;
  return (
    <div className="chat">
      <nav className="rooms" aria-label="Rooms">
        {rooms.map((each) => (
          <button
            key={each.id}
            type="button"
            aria-current={each.slug === room?.slug ? 'true' : undefined}
            onClick={() => setQuery({ room: each.slug })}
          >
            # {each.title}
          </button>
        ))}
      </nav>
      {room === undefined ? (
        <Empty icon="chat" title={`There is no room called “${wanted}”`} />
      ) : (
        <ChatRoom key={room.slug} room={room} />
      )}
    </div>
  );
}
