import { defineCheck } from '../core/define.ts';
import type { Judgement, Problem } from '../core/types.ts';
import { webSocketConversation, type WebSocketConversation } from './evidence/websocket.ts';

export default defineCheck({
  info: { id: 'websocket-broken', family: 'check', category: 'Endpoints', title: 'What is said over the WebSocket is heard at every server and stored' },
  aliases: [],
  explain: {
    means: 'A permitted caller cannot connect, or what is said at one server is not heard at the other, or is not in the store afterwards.',
    why: 'A chat that only echoes looks right to the one who writes; the others never get it, and after a reload it is gone.',
    fix: 'Store first, then publish to all servers through the store that they share, then acknowledge.',
    examples: [{ wrong: 'socket.on("message", m => clients.forEach(c => c.send(m)))', right: 'await insert(m); await redis.publish(room, m); every server sends what it hears there' }],
  },
  needs: [webSocketConversation],
  judge(seen): Judgement {
    const bodies = seen.all(webSocketConversation).map((evidence) => evidence.body);
    return {
      examined: bodies.filter((body) => body.silent === undefined).length, unit: 'conversation',
      problems: bodies.flatMap(judged),
      note: bodies.map((body) => (body.heardMs === undefined ? '' : `heard ${body.across ? `at ${body.to}` : 'by another connection'} after ${Math.round(body.heardMs)} ms`)).filter((each) => each !== '').join('; '),
      unproven: bodies.flatMap((body) => [
        ...(body.silent === undefined ? [] : [body.silent]),
        ...(body.silent === undefined && body.broke === undefined && body.stored === undefined ? ['where a message must be stored is not configured (websocket.stored)'] : []),
        ...(body.stored?.broke === undefined ? [] : [`${body.stored.store} could not be asked for the message: ${body.stored.broke}`]),
      ]),
    };
  },
});

function judged(body: WebSocketConversation): readonly Problem[] {
  if (body.silent !== undefined) return [];
  if (body.broke !== undefined) {
    return [problem(body, 'refused', 'A permitted caller cannot use the WebSocket.', 'Nobody can use it.', 'Repeat it with a valid token; check websocket.protocols, headers and originVariable in the configuration.', 'an open connection', body.broke)];
  }
  const told = body.told.length > 0 ? `the speaker was told: ${body.told.join(' | ')}` : 'the speaker was told nothing';
  return [
    ...(body.heardMs === undefined ? [problem(body, 'unheard', body.across ? `What is said at ${body.from} is not heard at ${body.to}.` : 'What one connection says, another one does not hear.',
      'Users on the other server, or simply the others, never get the message.', 'Publish each message through a store that all servers listen to.', `the message at ${body.to} within 5 s`, told)] : []),
    ...(body.stored && !body.stored.found && body.stored.broke === undefined ? [problem(body, 'unstored', `What is said over the WebSocket is not in ${body.stored.store} afterwards.`,
      'After a reload or a restart the message is gone, although its author saw it.', 'Insert the message before it is acknowledged and passed on; tell the author when that fails.', `a row in ${body.stored.store} within 5 s`, told)] : []),
  ];
}

function problem(body: WebSocketConversation, key: string, what: string, why: string, fix: string, expected: string, found: string): Problem {
  return { key: `${body.path}:${key}`, subject: `${body.from} → ${body.to}`, severity: 'high', confidence: 'certain', what, why, fix, expected, found };
}
