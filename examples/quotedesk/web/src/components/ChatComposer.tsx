import { useState } from 'react';
import type { KeyboardEvent, SyntheticEvent } from 'react';
import { MAX_BODY } from '../chat/protocol.ts';
import { Icon } from './Icon.tsx';

interface Props {
  readonly canSend: boolean;
  /** False: it was not sent, and the text stays. */
  readonly onSay: (body: string) => boolean;
}

export function ChatComposer({ canSend, onSay }: Props) {
  const [text, setText] = useState('');
  const ready = canSend && text.trim() !== '';

  function send(event: SyntheticEvent): void {
    event.preventDefault();
    if (ready && onSay(text.trim())) setText('');
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) send(event);
  }

  return (
    <form className="composer" onSubmit={send}>
      <textarea
        rows={2}
        maxLength={MAX_BODY}
        aria-label="Message"
        placeholder={canSend ? 'Write a message; Enter sends it' : 'Not connected'}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        data-testid="chat-input"
      />
      <button type="submit" className="button button-primary" disabled={!ready} data-testid="chat-send">
        <Icon name="send" /> Send
      </button>
    </form>
  );
}
