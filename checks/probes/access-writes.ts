import { defineProbe } from '../../core/define.ts';
import type { Ports } from '../../core/ports.ts';
import type { Json } from '../../core/types.ts';
import { accessAnswers, type AccessAnswers, type GuardedEndpoint } from '../evidence/access.ts';
import { bodyFor, nobody } from '../openapi/example.ts';
import type { Endpoint } from '../openapi/inventory.ts';
import { isJwt } from './http/forge.ts';
import { reopened, rolesOf } from './http/session.ts';
import { asStrangers } from './http/strangers.ts';
import { surveyOf } from './http/survey.ts';

/**
 * Asks every endpoint that writes and needs a token as those who may not. Identifiers are made up on purpose: where the guard is missing,
 * nothing that the platform holds is to be changed by the question.
 */
export default defineProbe<AccessAnswers>({
  id: 'access-writes',
  kind: accessAnswers,
  access: 'mutate',
  timeoutMs: 300_000,
  without: (platform) => (!platform.api ? 'the configuration names no api' : !platform.api.login ? 'the configuration names no login (api.login), so nothing needs a token' : undefined),
  async collect(ports, signal) {
    const { api, origin, document, reading, writing } = await surveyOf(ports, signal);
    const token = await ports.token(rolesOf(ports)[0] ?? '');
    const guarded = writing.filter((each) => !each.open && !each.declaredOpen);
    const endpoints: GuardedEndpoint[] = [];
    for (const endpoint of guarded) {
      const { method, path, role } = endpoint;
      const { url, madeUp } = madeUpUrl(endpoint);
      const body = bodyOf(document.document, endpoint);
      const calls = await asStrangers(ports, { method, url: origin + url, ...(body && { body }), ...(role !== undefined && { role }) }, token, signal);
      endpoints.push({ method, path, url, madeUp: [...madeUp, ...(body ? ['the body'] : [])], calls, ...(role !== undefined && { role }) });
      ports.progress(endpoints.length, guarded.length, `${method} ${path}`);
    }
    await openAnew(ports, endpoints, signal);
    return {
      subject: api.service,
      body: { service: api.service, origin, writes: true, token: isJwt(token) ? 'jwt' : 'opaque', endpoints, others: reading.filter(({ endpoint }) => !endpoint.open && !endpoint.declaredOpen).length, open: [], unasked: [] },
    };
  },
});

/** A stranger who was let in may have ended the very session whose claims it copied; who asks next is not to be refused for that. */
async function openAnew(ports: Ports, endpoints: readonly GuardedEndpoint[], signal: AbortSignal): Promise<void> {
  if (!endpoints.some(({ calls }) => calls.some(({ status }) => status !== undefined && status < 400))) return;
  await reopened(ports, signal);
}

function madeUpUrl(endpoint: Endpoint): { readonly url: string; readonly madeUp: readonly string[] } {
  const madeUp: string[] = [];
  const url = endpoint.path.replace(/\{([^}]+)\}/g, (_whole, name: string) => {
    const schema = endpoint.parameters.find((each) => each.in === 'path' && each.name === name)?.schema ?? {};
    madeUp.push(name);
    return schema['type'] === 'integer' || schema['type'] === 'number' ? '2147483647' : nobody;
  });
  return { url, madeUp };
}

function bodyOf(document: Json | undefined, endpoint: Endpoint): ReturnType<typeof bodyFor> {
  if (document !== undefined) return bodyFor(document, endpoint);
  return endpoint.method === 'DELETE' ? undefined : { contentType: 'application/json', text: '{}' };
}
