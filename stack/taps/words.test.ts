import { expect, it } from 'vitest';
import { introduction } from './words.ts';

it('asks a Redis without a password for an answer that is long enough to be cut', () => {
  const asked = introduction('redis', { kind: 'cut', afterBytes: 24 }).toString();
  expect(asked).toMatch(/^\*2\r\n\$4\r\nECHO\r\n\$96\r\n/);
  expect(introduction('redis', { kind: 'error', error: 'LOADING' }).toString()).toContain('PING');
});
