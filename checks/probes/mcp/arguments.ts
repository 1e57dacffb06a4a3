import type { Ports } from '../../../core/ports.ts';
import type { Json } from '../../../core/types.ts';
import { bearerFor, rolesOf } from '../http/session.ts';
import { atPath } from '../../../core/pointer.ts';

const reference = /^\$\{GET (\S+) (\S+)\}$/;
const answerLimitMs = 10_000;

/** Asks as the role, the first one where none is given, and fills in what the configuration takes from the API's answers (`${GET /api/quotes quotes.0.id}`). Throws a sentence when nothing stands there. */
export async function filledArguments(ports: Ports, value: Json, signal: AbortSignal, role: string | undefined = rolesOf(ports)[0]): Promise<Json> {
  if (typeof value === 'string') {
    const [, path, at] = reference.exec(value) ?? [];
    return path === undefined || at === undefined ? value : fromApi(ports, path, at, role, signal);
  }
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return Promise.all(value.map((item: Json) => filledArguments(ports, item, signal, role)));
  const entries = await Promise.all(Object.entries(value).map(async ([key, item]) => [key, await filledArguments(ports, item, signal, role)] as const));
  return Object.fromEntries(entries);
}

async function fromApi(ports: Ports, path: string, at: string, role: string | undefined, signal: AbortSignal): Promise<Json> {
  const { api } = ports.platform;
  const origin = api && ports.stack.origin(api.service);
  if (origin === undefined) throw new Error(`GET ${path} cannot be asked: there is no API`);
  const answer = await ports.http.request(origin + path, { headers: await bearerFor(ports, role), timeoutMs: answerLimitMs, signal });
  if (answer.status !== 200) throw new Error(`GET ${path} answered ${answer.status}`);
  const found = atPath(JSON.parse(answer.body) as Json, at);
  if (found === undefined || found === null) throw new Error(`GET ${path} has nothing at ${at}`);
  return found;
}
