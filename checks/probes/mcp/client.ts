import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { McpTarget } from './target.ts';

type Transport = Parameters<Client['connect']>[0];

/** A session of the official client. Loaded only when one is wanted: judging again, and every other command, needs none of it. */
export async function openSession({ address, token, origin }: McpTarget, limitMs: number, signal: AbortSignal): Promise<Client> {
  const [{ Client: Official }, { StreamableHTTPClientTransport }] = await Promise.all([
    import('@modelcontextprotocol/sdk/client/index.js'), import('@modelcontextprotocol/sdk/client/streamableHttp.js'),
  ]);
  const headers = { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...(origin !== undefined && { origin }) };
  const transport = new StreamableHTTPClientTransport(new URL(address), {
    requestInit: { headers },
    reconnectionOptions: { maxRetries: 0, initialReconnectionDelay: 1_000, maxReconnectionDelay: 1_000, reconnectionDelayGrowFactor: 1 },
  });
  const client = new Official({ name: 'assay', version: '1' });
  // The SDK's types were not written for exactOptionalPropertyTypes; the class is what its own client takes.
  await client.connect(transport as unknown as Transport, { timeout: limitMs, signal }).catch(async (error: unknown) => {
    await client.close().catch(() => undefined);
    throw error;
  });
  return client;
}
