import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { startService, type Service } from '../../shared/test/support/process.ts';
import { openSession, type TestSession } from '../../shared/test/support/session.ts';
import { createStores, eventually, skip, type TestStores } from '../../shared/test/support/stores.ts';
import { openTap, type Tap } from '../../shared/test/support/tap.ts';

const SECRET = 'a secret that only this test knows';

describe('the MCP server on real stores', { skip }, () => {
  let stores: TestStores;
  let session: TestSession;
  let postgres: Tap;
  let service: Service;
  let client: Client;
  let url: string;

  before(async () => {
    stores = await createStores();
    session = await openSession(stores, SECRET);
    postgres = await openTap(stores.databaseUrl);
    service = await startService('mcp/src/main.ts', {
      DATABASE_URL: postgres.url,
      REDIS_URL: stores.redisUrl,
      JWT_SECRET: SECRET,
      WEB_ORIGIN: 'http://page.example',
    });
    url = `http://127.0.0.1:${service.port}/mcp`;
    client = new Client({ name: 'test', version: '1.0.0' });
    const requestInit = { headers: { authorization: `Bearer ${session.token}` } };
    await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }) as never);
  });

  after(async () => {
    await client.close();
    assert.equal(await service.stop(), 0);
    await session.close();
    postgres.close();
    await stores.drop();
  });

  async function use(name: string, args: Record<string, unknown>) {
    const { content, isError } = await client.callTool({ name, arguments: args });
    return { text: (content as { text: string }[])[0]?.text ?? '', failed: isError === true };
  }

  test('it offers three tools, and an official client can use them', async () => {
    const { tools } = await client.listTools();
    assert.deepEqual(tools.map((tool) => tool.name).toSorted(), [
      'get_quote',
      'related_products',
      'search_documents',
    ]);
    const { text, failed } = await use('search_documents', { query: 'anything' });
    assert.equal(failed, false);
    assert.deepEqual(JSON.parse(text), { query: 'anything', total: 0, documents: [] });
  });

  test('what there is not is an error, not an empty answer', async () => {
    assert.deepEqual(await use('get_quote', { quote_id: randomUUID() }), {
      text: 'There is no such quote.',
      failed: true,
    });
    assert.equal((await use('get_quote', {})).failed, true);
    const related = await use('related_products', { sku: 'JC-28' });
    assert.deepEqual(related, { text: 'graph is not part of this profile', failed: true });
  });

  test('a store that is out is named, and used again when it is back', async () => {
    postgres.set('reset');
    const { text, failed } = await use('search_documents', { query: 'anything' });
    assert.deepEqual([text, failed], ['postgres does not answer; try again later.', true]);
    postgres.set('pass');
    await eventually(async () => assert.equal((await use('search_documents', { query: 'x' })).failed, false));
  });

  test('token and origin are checked', async () => {
    const statusOf = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(url, { method: 'POST', headers })).status;
    assert.equal(await statusOf({}), 401);
    const authorization = `Bearer ${session.token}`;
    assert.equal(await statusOf({ authorization, origin: 'http://evil.example' }), 403);
    assert.equal((await fetch(url, { headers: { authorization } })).status, 405);
  });
});
