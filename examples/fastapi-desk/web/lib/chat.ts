'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { get } from './api';
import { wsUrl } from './config';
import { chatMessage, user, type ChatMessage } from './schemas';
import { currentSession } from './session';

const frame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('history'), messages: z.array(chatMessage) }),
  z.object({ type: z.literal('message'), message: chatMessage }),
  z.object({ type: z.literal('stored'), id: z.string() }),
  z.object({ type: z.literal('refused'), id: z.string().nullable(), reason: z.string() }),
]);
type Frame = z.infer<typeof frame>;

/** Mine, not yet stored: shown as such until the server says that it is. */
export interface Pending {
  readonly id: string;
  readonly body: string;
  readonly refused?: string;
}
export interface Chat {
  readonly state: 'connecting' | 'open' | 'closed';
  readonly messages: readonly ChatMessage[];
  readonly pending: readonly Pending[];
  readonly say: (body: string) => boolean;
}

const retryMs = 2_000;

/** A connection that is made anew when it breaks. What comes twice is shown once. */
export function useChat(): Chat {
  const [state, setState] = useState<Chat['state']>('connecting');
  const [messages, setMessages] = useState<readonly ChatMessage[]>([]);
  const [pending, setPending] = useState<readonly Pending[]>([]);
  const socket = useRef<WebSocket | null>(null);

  const hear = useCallback((heard: Frame): void => {
    if (heard.type === 'history') setMessages((all) => merged(all, heard.messages));
    if (heard.type === 'message') setMessages((all) => merged(all, [heard.message]));
    if (heard.type === 'stored') setPending((all) => all.filter((each) => each.id !== heard.id));
    if (heard.type === 'refused') setPending((all) => all.map((each) => (each.id === heard.id ? { ...each, refused: heard.reason } : each)));
  }, []);

  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const open = (): void => {
      setState('connecting');
      const mine = new WebSocket(`${wsUrl}/chat`, ['fastapi-desk.v1', `bearer.${currentSession()?.token ?? ''}`]);
      socket.current = mine;
      let opened = false;
      mine.addEventListener('open', () => {
        opened = true;
        setState('open');
      });
      mine.addEventListener('message', (event: MessageEvent<string>) => hear(frame.parse(JSON.parse(event.data))));
      mine.addEventListener('close', () => {
        if (over) return;
        setState('closed');
        // A browser does not tell why a handshake was refused; where the session has ended, the API's 401 leads to the login.
        if (!opened) void get('/api/auth/me', user).catch(() => undefined);
        timer = setTimeout(open, retryMs);
      });
    };
    open();
    return () => {
      over = true;
      clearTimeout(timer);
      socket.current?.close();
    };
  }, [hear]);

  const say = useCallback((body: string): boolean => {
    if (socket.current?.readyState !== WebSocket.OPEN) return false;
    const id = crypto.randomUUID();
    setPending((all) => [...all, { id, body }]);
    socket.current.send(JSON.stringify({ type: 'say', id, body }));
    return true;
  }, []);

  return { state, messages, pending: pending.filter((each) => !messages.some((message) => message.client_id === each.id)), say };
}

function merged(all: readonly ChatMessage[], more: readonly ChatMessage[]): readonly ChatMessage[] {
  const byId = new Map([...all, ...more].map((each) => [each.id, each]));
  return [...byId.values()].toSorted((a, b) => a.seq - b.seq);
}
