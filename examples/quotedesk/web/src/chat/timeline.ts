import type { ServerFrame, StoredMessage } from './protocol.ts';

/**
 * sending: not answered yet. stored: in the database. undelivered: in the database, but others see it only later.
 * unconfirmed: the connection was lost before there was an answer. failed: the server said that it was not stored.
 */
export type EntryState = 'sending' | 'stored' | 'undelivered' | 'unconfirmed' | 'failed';

export interface Entry {
  readonly clientId: string;
  readonly id: string | null;
  readonly author: string;
  readonly body: string;
  readonly createdAt: string | null;
  readonly state: EntryState;
  readonly reason: string | null;
}

export type Timeline = readonly Entry[];

export function addOwn(
  timeline: Timeline,
  own: { clientId: string; author: string; body: string },
): Timeline {
  return [...timeline, { ...own, id: null, createdAt: null, state: 'sending', reason: null }];
}

export function applyFrame(timeline: Timeline, frame: ServerFrame): Timeline {
  switch (frame.type) {
    case 'history':
      return sorted(frame.messages.reduce(merge, timeline));
    case 'message':
      return sorted(merge(timeline, frame));
    case 'stored': {
      const state = frame.delivered === false ? 'undelivered' : 'stored';
      return change(timeline, frame.client_id, { id: frame.id, state, reason: null });
    }
    case 'error':
      return frame.client_id
        ? change(timeline, frame.client_id, { state: 'failed', reason: frame.reason })
        : timeline;
  }
}

/** What was on its way when the connection broke may be stored or not: nobody has said so. */
export function connectionLost(timeline: Timeline): Timeline {
  return timeline.map((entry) => (entry.state === 'sending' ? { ...entry, state: 'unconfirmed' } : entry));
}

export function markSending(timeline: Timeline, clientId: string): Timeline {
  return change(timeline, clientId, { state: 'sending', reason: null });
}

function change(timeline: Timeline, clientId: string, to: Partial<Entry>): Timeline {
  return timeline.map((entry) => (entry.clientId === clientId ? { ...entry, ...to } : entry));
}

/** A message and an entry are the same when they have the id that the sender's page gave. */
function merge(timeline: Timeline, message: StoredMessage): Timeline {
  const { id, client_id: clientId, author, body, created_at: createdAt } = message;
  const known = timeline.find((entry) => entry.clientId === clientId);
  if (known === undefined)
    return [...timeline, { clientId, id, author, body, createdAt, state: 'stored', reason: null }];
  const merged: Entry = { ...known, id, author, body, createdAt, state: 'stored', reason: null };
  return timeline.map((entry) => (entry === known ? merged : entry));
}

/** Stored messages by their time; what the server has not dated yet stays at the end. */
function sorted(timeline: Timeline): Timeline {
  return timeline.toSorted((a, b) => {
    if (a.createdAt === b.createdAt) return 0;
    if (a.createdAt === null) return 1;
    if (b.createdAt === null) return -1;
    return a.createdAt < b.createdAt ? -1 : 1;
  });
}
