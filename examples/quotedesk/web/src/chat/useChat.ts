import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../api/error.ts';
import { config } from '../config.ts';
import { useSession } from '../session/context.ts';
import { connect } from './connection.ts';
import type { Connection, ConnectionState } from './connection.ts';
import { chatAddress } from './protocol.ts';
import type { ServerFrame } from './protocol.ts';
import { addOwn, applyFrame, connectionLost, markSending } from './timeline.ts';
import type { Timeline } from './timeline.ts';

export interface Chat {
  readonly state: ConnectionState;
  readonly timeline: Timeline;
  /** False until the server has sent the room's history: before that, "no messages" is not known. */
  readonly historyKnown: boolean;
  /** What the server complained about that belongs to no message. */
  readonly complaint: string | null;
  readonly say: (body: string) => boolean;
  readonly sayAgain: (clientId: string, body: string) => void;
  readonly retryNow: () => void;
}

/** The chat of one room. The caller gives it a key by room, so a new room starts afresh. */
export function useChat(room: string): Chat {
  const { session, api } = useSession();
  const token = session?.token ?? null;
  const author = session?.user.name ?? null;
  const [state, setState] = useState<ConnectionState>({ kind: 'connecting' });
  const [timeline, setTimeline] = useState<Timeline>([]);
  const [historyKnown, setHistoryKnown] = useState(false);
  const [complaint, setComplaint] = useState<string | null>(null);
  const connection = useRef<Connection | null>(null);

  useEffect(() => {
    if (token === null) return undefined;
    let isOpen = false;
    const onFrame = (frame: ServerFrame) => {
      setTimeline((now) => applyFrame(now, frame));
      if (frame.type === 'history') setHistoryKnown(true);
      setComplaint(frame.type === 'error' && !frame.client_id ? frame.reason : null);
    };
    const onState = (next: ConnectionState) => {
      isOpen = next.kind === 'open';
      setState(next);
      if (next.kind === 'waiting') setTimeline(connectionLost);
    };
    const onDefect = () => setComplaint('The chat server said something that this page does not understand.');
    // By the time of the answer the chat may be there again, and then nobody needs to hear about it.
    const complain = (text: string) => setComplaint((before) => (isOpen ? before : text));
    const checkSession = () =>
      void api.rooms().then(
        () => complain('The API answers, but the chat server does not.'),
        (error: unknown) => complain(error instanceof ApiError ? error.title : String(error)),
      );
    const opened = connect({
      address: chatAddress(config.chatUrl, room),
      token,
      onState,
      onFrame,
      onDefect,
      checkSession,
    });
    connection.current = opened;
    return () => opened.close();
  }, [room, token, api]);

  const say = useCallback(
    (body: string) => {
      const clientId = crypto.randomUUID();
      if (author === null || connection.current?.send(clientId, body) !== true) return false;
      setTimeline((now) => addOwn(now, { clientId, author, body }));
      return true;
    },
    [author],
  );
  const sayAgain = useCallback((clientId: string, body: string) => {
    if (connection.current?.send(clientId, body) === true) setTimeline((now) => markSending(now, clientId));
  }, []);
  const retryNow = useCallback(() => connection.current?.retryNow(), []);
  return { state, timeline, historyKnown, complaint, say, sayAgain, retryNow };
}
