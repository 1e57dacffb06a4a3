import assert from 'node:assert/strict';
import { test } from 'node:test';
import { delayBefore } from '../src/chat/backoff.ts';
import { chatAddress, parseFrame, protocolsFor, sayFrame } from '../src/chat/protocol.ts';
import { addOwn, applyFrame, connectionLost, markSending } from '../src/chat/timeline.ts';
import type { ServerFrame } from '../src/chat/protocol.ts';
import type { Timeline } from '../src/chat/timeline.ts';

const own = { clientId: 'c1', author: 'Clerk', body: 'hello' };
const stored = {
  id: 'm1',
  client_id: 'c1',
  author: 'Clerk',
  body: 'hello',
  created_at: '2025-03-14T08:00:01Z',
};
const earlier = {
  id: 'm0',
  client_id: 'c0',
  author: 'Admin',
  body: 'hi',
  created_at: '2025-03-14T08:00:00Z',
};
const states = (timeline: Timeline): string[] => timeline.map((entry) => `${entry.body}: ${entry.state}`);

test('a message counts as stored only when the server says so', () => {
  const sent = addOwn([], own);
  assert.deepEqual(states(sent), ['hello: sending']);
  const answered = applyFrame(sent, { type: 'stored', client_id: 'c1', id: 'm1' });
  assert.deepEqual(states(answered), ['hello: stored']);
  const undelivered = applyFrame(sent, { type: 'stored', client_id: 'c1', id: 'm1', delivered: false });
  assert.deepEqual(states(undelivered), ['hello: undelivered']);
});

test('a message that was not stored says why, and can be sent again', () => {
  const failed = applyFrame(addOwn([], own), {
    type: 'error',
    client_id: 'c1',
    reason: 'the database is out',
  });
  assert.deepEqual(states(failed), ['hello: failed']);
  assert.equal(failed[0]?.reason, 'the database is out');
  assert.deepEqual(states(markSending(failed, 'c1')), ['hello: sending']);
});

test('what was on its way when the connection broke is not confirmed, until the history has it', () => {
  const lost = connectionLost(addOwn([], own));
  assert.deepEqual(states(lost), ['hello: unconfirmed']);
  const back = applyFrame(lost, { type: 'history', messages: [earlier, stored] });
  assert.deepEqual(states(back), ['hi: stored', 'hello: stored']);
});

test('one message is one entry, however often and in whatever order the server tells of it', () => {
  const frames: readonly ServerFrame[] = [
    { type: 'message', room: 'general', ...stored },
    { type: 'stored', client_id: 'c1', id: 'm1' },
    { type: 'history', messages: [earlier, stored] },
    { type: 'message', room: 'general', ...earlier },
  ];
  const timeline = frames.reduce<Timeline>(applyFrame, addOwn([], own));
  assert.deepEqual(states(timeline), ['hi: stored', 'hello: stored']);
});

test('stored messages stand in the order of their times, and what is on its way stands last', () => {
  const sent = addOwn(applyFrame([], { type: 'history', messages: [stored] }), {
    ...own,
    clientId: 'c2',
    body: 'more',
  });
  const timeline = applyFrame(sent, { type: 'message', room: 'general', ...earlier });
  assert.deepEqual(states(timeline), ['hi: stored', 'hello: stored', 'more: sending']);
});

test('frames that the page does not know are refused', () => {
  assert.throws(() => parseFrame('{"type":"surprise"}'));
  assert.throws(() => parseFrame('{"type":"message","id":"m1"}'));
  assert.throws(() => parseFrame('no JSON'));
  assert.equal(parseFrame('{"type":"error","reason":"too long"}').type, 'error');
});

test('what is sent to the server', () => {
  assert.equal(sayFrame('c1', 'hello'), '{"type":"say","id":"c1","body":"hello"}');
  assert.equal(chatAddress('ws://chat.example', 'a b'), 'ws://chat.example/chat?room=a+b');
  assert.deepEqual(protocolsFor('t'), ['quotedesk.v1', 'bearer.t']);
});

test('each try waits longer, up to a bound, and chance only shortens it', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 20].map((n) => delayBefore(n, 0)),
    [500, 1000, 2000, 4000, 8000, 15_000, 15_000],
  );
  assert.equal(delayBefore(1, 1), 250);
});
