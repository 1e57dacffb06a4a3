import type { WebSocket } from 'ws';
import { messageOfRow, type MessageRow } from '@quotedesk/shared/data/chat.ts';
import type { Principal } from '@quotedesk/shared/sessions.ts';
import { CLOSE_TRY_AGAIN, type ServerFrame } from './protocol.ts';

const MOST_BUFFERED_BYTES = 1024 * 1024;
const REMEMBERED = 2_000;

/** One person in one room: sends frames in order, each message once, and gives up on who does not read. */
export class Connection {
  readonly principal: Principal;
  readonly #socket: WebSocket;
  readonly #room: string;
  readonly #sent = new Set<string>();
  /** What arrives before the history was sent waits here. */
  #backlog: MessageRow[] | undefined = [];
  #oldestSeq = 0;

  constructor(socket: WebSocket, principal: Principal, room: string) {
    this.#socket = socket;
    this.principal = principal;
    this.#room = room;
  }

  begin(history: readonly MessageRow[]): void {
    this.send({ type: 'history', messages: history.map(messageOfRow) });
    this.#oldestSeq = history[0]?.seq ?? 0;
    history.forEach((row) => this.#remember(row.id));
    const waiting = this.#backlog ?? [];
    this.#backlog = undefined;
    waiting.forEach((row) => this.deliver(row));
  }

  deliver(row: MessageRow): void {
    if (this.#backlog !== undefined) {
      this.#backlog.push(row);
    } else if (row.seq >= this.#oldestSeq && !this.#sent.has(row.id)) {
      this.#remember(row.id);
      this.send({ type: 'message', room: this.#room, ...messageOfRow(row) });
    }
  }

  send(frame: ServerFrame): void {
    if (this.#socket.readyState !== this.#socket.OPEN) {
      return;
    }
    if (this.#socket.bufferedAmount > MOST_BUFFERED_BYTES) {
      // Nothing is lost: what this client did not read is in the history that it gets when it comes back.
      this.close(CLOSE_TRY_AGAIN, 'too slow');
      return;
    }
    this.#socket.send(JSON.stringify(frame));
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  #remember(id: string): void {
    this.#sent.add(id);
    const [oldest] = this.#sent;
    if (this.#sent.size > REMEMBERED && oldest !== undefined) {
      this.#sent.delete(oldest);
    }
  }
}
