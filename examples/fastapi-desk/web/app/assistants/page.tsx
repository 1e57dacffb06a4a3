'use client';

import type { ReactNode } from 'react';
import { Shell } from '../../components/Shell';
import { mcpUrl } from '../../lib/config';

export default function AssistantsPage(): ReactNode {
  return (
    <Shell title="Assistants">
      <p>Connect an assistant over MCP (streamable HTTP), with your token as its bearer:</p>
      <p><code data-testid="mcp-address">{mcpUrl}/mcp</code></p>
      <p>It can search documents, read quotes, and see which products fit with each other.</p>
    </Shell>
  );
}
