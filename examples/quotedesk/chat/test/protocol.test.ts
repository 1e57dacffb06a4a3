import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { readFrame } from '../src/protocol.ts';

const say = (fields: object): string =>
  JSON.stringify({ type: 'say', id: randomUUID(), body: 'hello', ...fields });

test('what is said is understood', () => {
  const id = randomUUID();
  assert.deepEqual(readFrame(say({ id })), { ok: true, frame: { type: 'say', id, body: 'hello' } });
});

test('what is not understood is refused, with the id when there is one', () => {
  const id = randomUUID();
  assert.deepEqual(readFrame('{'), { ok: false, clientId: null, reason: 'not JSON' });
  assert.deepEqual(readFrame(say({ id, body: '  ' })), { ok: false, clientId: id, reason: 'body: is empty' });
  for (const fields of [{ body: 'x'.repeat(4_001) }, { body: 'a\0b' }, { id: 'nope' }, { type: 'shout' }]) {
    assert.equal(readFrame(say(fields)).ok, false);
  }
});
