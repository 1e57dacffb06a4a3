import { defineCheck } from '../core/define.ts';
import type { Judgement, Problem } from '../core/types.ts';
import { webSocketAccess, type Caller, type Connection, type WebSocketAccess } from './evidence/websocket.ts';

export default defineCheck({
  info: { id: 'websocket-unguarded', family: 'check', category: 'Security', title: 'The WebSocket is opened only with a valid token and from the platform’s own pages' },
  aliases: [],
  explain: {
    means: 'A WebSocket stayed open, or sent data, for a caller without a token, with nonsense or another key’s signature for one, or for a page of another origin.',
    why: 'Whoever can reach the address reads along; and a page elsewhere can use the session of somebody who visits it, as browsers do not apply the same-origin policy to WebSockets.',
    fix: 'Decide at the upgrade, before the handshake is answered: verify the token, compare the Origin with the platform’s own, answer 401 or 403.',
    examples: [{ wrong: 'new WebSocketServer({ server })', right: 'server.on("upgrade", …) answers 401 or 403 before handleUpgrade' }],
  },
  needs: [webSocketAccess],
  judge(seen): Judgement {
    const bodies = seen.all(webSocketAccess).map((evidence) => evidence.body);
    const results = bodies.flatMap((body) => body.connections.map((connection) => ({ body, connection, heard: heardBy(connection) })));
    const strangers = results.filter(({ connection }) => connection.caller !== 'permitted');
    const services = new Set(strangers.map(({ connection }) => connection.service));
    return {
      examined: services.size, unit: services.size === 1 ? 'WebSocket service' : 'WebSocket services',
      problems: bodies.flatMap((body) => letIn(body)),
      unproven: [
        ...bodies.flatMap((body) => body.absent.map((service) => `${service} is not in the stack`)),
        ...bodies.flatMap((body) => (body.guarded ? [] : ['no token is configured for the WebSocket (${token} in protocols, headers or path), so only the Origin was tried'])),
        ...strangers.flatMap(({ connection, heard }) => (heard === 'unclear' ? [`${connection.service}: ${who[connection.caller]} was answered ${connection.status ?? connection.broke ?? 'nothing'}`] : [])),
        // Where nobody is let in, a refusal proves nothing.
        ...results.flatMap(({ connection, heard }) => (connection.caller === 'permitted' && heard !== 'let in' ? [`${connection.service}: even a permitted caller is refused (${connection.status ?? connection.broke ?? connection.closed ?? 'no answer'})`] : [])),
      ],
    };
  },
});

/** Closed again without a word counts as refused: some servers can only do it after the handshake. */
function heardBy({ opened, status, closed, heard }: Connection): 'let in' | 'refused' | 'unclear' {
  if (opened) return closed === undefined || heard > 1 ? 'let in' : 'refused';
  return status === 401 || status === 403 ? 'refused' : 'unclear';
}

const who: Readonly<Record<Caller, string>> = {
  permitted: 'a permitted caller', nobody: 'somebody without a token', nonsense: 'somebody with “not-a-token” for a token',
  'other-key': 'somebody with a token that another key signed', elsewhere: 'a page of another origin',
};

/** One finding for each kind of stranger: the servers of one WebSocket run the same code. */
function letIn(body: WebSocketAccess): readonly Problem[] {
  const inside = body.connections.filter((connection) => connection.caller !== 'permitted' && heardBy(connection) === 'let in');
  return [...Map.groupBy(inside, ({ caller }) => caller)].map(([caller, connections]) => problem(body, caller, connections));
}

function problem(body: WebSocketAccess, caller: Caller, connections: readonly Connection[]): Problem {
  const services = connections.map(({ service }) => service).join(', ');
  const heard = Math.max(...connections.map((connection) => connection.heard));
  const foreign = caller === 'elsewhere';
  return {
    key: `${body.path}:${caller}`, subject: services, severity: foreign ? 'medium' : 'critical', confidence: 'certain',
    what: `The WebSocket ${body.path} of ${services} lets in ${who[caller]}.`,
    why: foreign ? 'A page elsewhere can open it in the browser of somebody who is logged in, and act and read as that person.' : 'Whoever reaches the address reads along and may speak.',
    fix: foreign ? 'Compare the Origin header with the platform’s own pages at the upgrade and answer 403.' : 'Verify the token at the upgrade and answer 401 before the handshake.',
    expected: foreign ? '403' : '401 or 403', found: `opened and stayed open${heard > 0 ? `, and ${heard} ${heard === 1 ? 'message' : 'messages'} came` : ''}`,
    reproduce: [`npx wscat -c 'ws://ADDRESS${body.path}'${foreign ? ' -o https://elsewhere.invalid' : ''}`],
  };
}
