/** The only place where the MCP server reads its environment. */
import { z } from 'zod';
import {
  configOrExit,
  graphConfig,
  parseConfig,
  port,
  serverFields,
  storeFields,
  type GraphConfig,
} from '@quotedesk/shared/config.ts';

const schema = z.object({ ...storeFields, ...serverFields, PORT: port(4030) });

export type McpConfig = z.output<typeof schema> & { readonly graph: GraphConfig | undefined };

export function readConfig(env: NodeJS.ProcessEnv): McpConfig {
  return configOrExit('mcp', () => {
    const fields = parseConfig(schema, env);
    return { ...fields, graph: graphConfig(fields) };
  });
}
