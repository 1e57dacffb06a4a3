import { defineCheck } from '../core/define.ts';
import type { Judgement, Problem, Severity } from '../core/types.ts';
import { curl } from './endpoints/reproduce.ts';
import { mcpAccess, type McpAccess, type McpCaller } from './evidence/mcp.ts';

export default defineCheck({
  info: { id: 'mcp-unguarded', family: 'check', category: 'Security', title: 'The MCP server answers only those with a valid token, and only the platform’s own pages' },
  aliases: [],
  explain: {
    means: 'The MCP server answered `initialize` for somebody without a token, with nonsense or another key’s signature for one, or for a page of another origin.',
    why: 'Its tools read the platform’s data on behalf of whoever calls. Without a look at the Origin, a page in a visitor’s browser can reach a server on that visitor’s own network (DNS rebinding); the protocol demands that check.',
    fix: 'Verify token and Origin before the request reaches the protocol’s handler: 401 and 403.',
    examples: [{ wrong: 'POST /mcp without a token → 200', right: 'POST /mcp without a token → 401' }],
  },
  needs: [mcpAccess],
  judge(seen): Judgement {
    const bodies = seen.all(mcpAccess).map((evidence) => evidence.body);
    const results = bodies.flatMap((body) => body.calls.map((call) => ({ body, ...call })));
    const strangers = results.filter(({ caller }) => caller !== 'permitted');
    return {
      examined: strangers.length, unit: 'kinds of stranger',
      problems: strangers.flatMap(({ body, caller, status }) => (status === undefined || status < 300 ? (status === undefined ? [] : [letIn(body, caller, status)]) : status >= 500 ? [crashed(body, caller, status)] : [])),
      unproven: [
        ...strangers.flatMap(({ body, caller, status, broke }) => (status !== undefined && (status < 300 || status >= 500 || status === 401 || status === 403) ? [] : [`${body.service}: ${who[caller]} was answered ${status ?? broke ?? 'nothing'}`])),
        ...results.flatMap(({ body, caller, status, broke }) => (caller === 'permitted' && (status === undefined || status >= 300) ? [`${body.service}: even a permitted caller is refused (${status ?? broke ?? 'no answer'})`] : [])),
        ...bodies.flatMap((body) => (body.calls.some((call) => call.caller === 'nobody') ? [] : [`${body.service}: the platform has no login (api.login), so only the Origin was tried`])),
      ],
    };
  },
});

const who: Readonly<Record<McpCaller, string>> = {
  permitted: 'a permitted caller', nobody: 'somebody without a token', nonsense: 'somebody with “not-a-token” for a token',
  'other-key': 'somebody with a token that another key signed', elsewhere: 'a page of another origin',
};

function letIn(body: McpAccess, caller: McpCaller, status: number): Problem {
  const severity: Severity = caller === 'elsewhere' ? 'medium' : 'critical';
  return {
    ...place(body, caller), severity,
    what: `The MCP server ${body.service} answers ${who[caller]}.`,
    why: caller === 'elsewhere' ? 'A page elsewhere can call its tools from the browser of somebody who has access.' : 'Whoever reaches the address can call every tool.',
    fix: caller === 'elsewhere' ? 'Compare the Origin header with the platform’s own pages and answer 403.' : 'Verify the token before the request reaches the protocol’s handler, and answer 401.',
    expected: caller === 'elsewhere' ? '403' : '401 or 403', found: String(status),
  };
}

function crashed(body: McpAccess, caller: McpCaller, status: number): Problem {
  return {
    ...place(body, caller), severity: 'medium',
    what: `The MCP server ${body.service} fails with ${status} when ${who[caller]} asks.`,
    why: 'A guard that fails by accident may as well let in by accident.', fix: 'Treat a token that cannot be read as no token: answer 401.',
    expected: '401 or 403', found: String(status),
  };
}

function place(body: McpAccess, caller: McpCaller): Pick<Problem, 'key' | 'subject' | 'confidence' | 'reproduce'> {
  const { origin, pathname } = new URL(body.address);
  const headers = { 'Content-Type': 'application/json', 'Accept': 'application/json, text/event-stream', ...(caller === 'elsewhere' && { Origin: 'https://elsewhere.invalid' }) };
  return { key: `${body.service}:${caller}`, subject: body.service, confidence: 'certain', reproduce: [`${curl(origin, 'POST', pathname, { token: caller !== 'nobody', headers })} -d @initialize.json`] };
}
