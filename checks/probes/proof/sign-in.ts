import { randomUUID } from 'node:crypto';
import type { Ports } from '../../../core/ports.ts';
import type { OutageSeen } from '../../../core/proof/evidence.ts';
import type { Json } from '../../../core/types.ts';
import { askHttp } from './http-target.ts';

/** Signs in with a password that is wrong and with the one that is right while nobody may be able to check either. Undefined where the platform has no login. */
export async function signInDuring(ports: Ports, origin: string, budgetMs: number, signal: AbortSignal): Promise<OutageSeen['signIn']> {
  const { login } = ports.platform.api ?? {};
  const [right] = Object.values(login?.roles ?? {});
  if (!login || !right) return undefined;
  const wrong = Object.fromEntries(Object.entries(right).map(([name, value]) => [name, /pass|pin|secret/i.test(name) ? randomUUID() : value]));
  const as = (body: Json): ReturnType<typeof askHttp> => askHttp(ports, origin, { method: login.method, url: login.path, body: { text: JSON.stringify(body), contentType: 'application/json', json: body } }, budgetMs, signal);
  const [no, yes] = await Promise.all([as(wrong), as(right)]);
  return { wrongPassword: no.status, rightPassword: yes.status };
}
