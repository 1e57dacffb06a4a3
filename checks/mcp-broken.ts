import { defineCheck } from '../core/define.ts';
import type { Judgement, Problem } from '../core/types.ts';
import { starvation } from '../core/starved.ts';
import { mcpAnswers, type McpAnswers } from './evidence/mcp.ts';

export default defineCheck({
  info: { id: 'mcp-broken', family: 'check', category: 'Endpoints', title: 'The MCP server opens a session, lists its tools, and its tools answer' },
  aliases: [],
  explain: {
    means: 'The protocol’s official client could not open a session, was shown no tools, or a tool that was called with a proper sample failed.',
    why: 'An assistant that is connected to it has nothing to work with, and tells its user so, or makes something up.',
    fix: 'Repeat the call with the official inspector; the finding quotes what the server said.',
    examples: [{ wrong: 'tools/list → []', right: 'tools/list → search_documents, get_quote' }],
  },
  needs: [mcpAnswers],
  judge(seen): Judgement {
    const bodies = seen.all(mcpAnswers).map((evidence) => evidence.body);
    const late = bodies.flatMap(lateOf);
    const lateKeys = new Set(late.map(({ key }) => key));
    const examined = bodies.reduce((sum, body) => sum + 1 + body.calls.length, 0) - late.length;
    return {
      examined, unit: 'MCP requests',
      problems: bodies.flatMap((body) => [...session(body), ...calls(body), ...absent(body)]).filter(({ key }) => !lateKeys.has(key)),
      note: bodies.flatMap((body) => [
        ...(body.server ? [`${body.server.name} ${body.server.version}: ${body.tools.map((tool) => tool.name).join(', ')}`] : []),
        ...body.uncalled.flatMap((each) => (each.leftOut ? [`${each.tool} not called: ${each.reason}`] : [])),
      ]).join('; '),
      unproven: [...late.map(({ what, found = '', because }) => `${what} ${found}; ${because}`), ...bodies.flatMap((body) => body.uncalled.filter((each) => !each.leftOut && body.tools.some((tool) => tool.name === each.tool)).map(({ tool, reason }) => `${tool}: ${reason}`))],
    };
  },
});

/** What failed while others had the processors, and that they had. */
function lateOf(body: McpAnswers): readonly (Problem & { readonly because: string })[] {
  const because = starvation(body.granted);
  return because === undefined ? [] : [...(body.broke === undefined ? [] : session(body)), ...calls(body)].map((each) => ({ ...each, because }));
}

function session(body: McpAnswers): readonly Problem[] {
  if (body.broke !== undefined) {
    return [problem(body, 'session', 'The MCP server opens no session for a permitted client.', 'No assistant can use it.', 'See what it answers; check mcp.path, mcp.role and mcp.originVariable in the configuration.', 'initialize and tools/list answered', body.broke)];
  }
  if (body.tools.length > 0) return [];
  return [problem(body, 'tools', 'The MCP server shows no tools.', 'An assistant has nothing to call.', 'Register the tools before the session is answered.', 'at least one tool', 'an empty list')];
}

function calls(body: McpAnswers): readonly Problem[] {
  return body.calls.filter((call) => call.isError && body.tools.some((tool) => tool.name === call.tool)).map((call) => problem(body, `call ${call.tool}`, `The MCP tool ${call.tool} fails.`,
    'The assistant gets an error where its user expects an answer.', 'Call it with the sample of mcp.calls, and read the server’s log.', 'an answer without isError', (call.broke ?? call.said).slice(0, 300)));
}

/** A sample for a tool that is not there: the configuration and the server disagree about what there is. */
function absent(body: McpAnswers): readonly Problem[] {
  if (body.broke !== undefined) return [];
  const missing = body.calls.filter((call) => !body.tools.some((tool) => tool.name === call.tool));
  return missing.map((call) => problem(body, `missing ${call.tool}`, `The MCP tool ${call.tool} is not there.`, 'What the platform promises to assistants does not exist.',
    'Register it, or take it out of mcp.calls.', call.tool, body.tools.map((tool) => tool.name).join(', ') || 'no tools'));
}

function problem(body: McpAnswers, key: string, what: string, why: string, fix: string, expected: string, found: string): Problem {
  return { key, subject: body.service, severity: 'high', confidence: 'certain', what, why, fix, expected, found, reproduce: [`npx @modelcontextprotocol/inspector --cli '${body.address}' --transport http --header "Authorization: Bearer $TOKEN" --method tools/list`] };
}
