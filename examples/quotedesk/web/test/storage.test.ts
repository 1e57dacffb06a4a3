import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clearSession, readSession, writeSession } from '../src/session/storage.ts';

function tab(initial: Readonly<Record<string, string>> = {}) {
  const kept = new Map(Object.entries(initial));
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

const session = {
  token: 't',
  user: { id: 'u1', email: 'c@q.example', name: 'Clerk', role: 'clerk' },
} as const;

test('a session is read as it was written, and is gone when it was cleared', () => {
  const store = tab();
  assert.equal(readSession(store), null);
  writeSession(store, session);
  assert.deepEqual(readSession(store), session);
  clearSession(store);
  assert.equal(readSession(store), null);
});

test('what is no session is removed', () => {
  for (const text of ['no JSON', '{"token":"t"}', '{"token":"t","user":{"role":"root"}}', 'null']) {
    const store = tab({ 'quotedesk.session': text });
    assert.equal(readSession(store), null);
    assert.equal(store.kept.size, 0);
  }
});
