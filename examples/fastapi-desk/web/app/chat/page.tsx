'use client';

import type { FormEvent, ReactNode } from 'react';
import { Shell } from '../../components/Shell';
import { useChat } from '../../lib/chat';
import { asTime } from '../../lib/format';

export default function ChatPage(): ReactNode {
  return <Shell title="Chat"><Room /></Shell>;
}

function Room(): ReactNode {
  const { state, messages, pending, say } = useChat();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    if (say(String(new FormData(form).get('body')))) form.reset();
  };
  return (
    <section className="chat">
      <p className="quiet" data-testid="chat-connection" data-state={state}>{state === 'open' ? 'Connected' : 'Connecting…'}</p>
      <ol>
        {messages.map((each) => (
          <li key={each.id} data-testid="chat-message" data-state="stored">
            <b>{each.author}</b> <span className="message-body">{each.body}</span> <time>{asTime(each.created_at)}</time>
          </li>
        ))}
        {pending.map((each) => (
          <li key={each.id} data-testid="chat-message" data-state={each.refused === undefined ? 'sending' : 'refused'}>
            <span className="message-body">{each.body}</span> <em>{each.refused ?? 'not stored yet'}</em>
          </li>
        ))}
      </ol>
      <form onSubmit={submit}>
        <input name="body" required maxLength={4000} placeholder="Write to everybody" data-testid="chat-input" />
        <button type="submit" disabled={state !== 'open'} data-testid="chat-send">Send</button>
      </form>
    </section>
  );
}
