import { expect, it } from 'vitest';
import type { Exchange } from '../../../core/tap.ts';
import { takenBy } from './sign-in.ts';

const asked = (store: string, statement: string, effect: Exchange['effect'] = 'read'): Exchange => ({
  store, kind: store === 'redis' ? 'redis' : 'postgres', at: 0, endedAt: 1, connection: 1, number: 1, statement, parameters: [], effect, columns: [], rows: [], rowCount: 0, cut: false, open: false,
});
const user = asked('postgres', 'SELECT id, password FROM users WHERE email = $1');

it.each<[string, readonly Exchange[], readonly Exchange[], readonly string[]]>([
  ['what it asks each time', [user, asked('redis', 'SET', 'write')], [user, asked('redis', 'SET', 'write')], ['postgres', 'redis']],
  ['not what passed beside one of them', [user, asked('redis', 'GET')], [user], ['postgres']],
  ['not another statement of the same store', [user, asked('redis', 'GET')], [user, asked('redis', 'HGETALL')], ['postgres']],
  ['no guard at the door', [user, asked('redis', 'EVALSHA', 'write'), asked('redis', 'INCR', 'write')], [user, asked('redis', 'EVALSHA', 'write'), asked('redis', 'INCR', 'write')], ['postgres']],
  ['no pings and messages', [user, asked('redis', 'PUBLISH', 'message')], [user, asked('redis', 'PUBLISH', 'message')], ['postgres']],
])('a sign-in takes %s', (_, first, second, stores) => {
  expect(takenBy(first, second)).toEqual(stores);
});
