import { randomUUID } from 'node:crypto';
import type { Ports } from '../../../core/ports.ts';
import { carrying, loginBody } from '../../../core/session.ts';
import type { OutageSeen } from '../../../core/proof/evidence.ts';
import type { Exchange } from '../../../core/tap.ts';
import type { Inventory } from './askables.ts';
import { isGood, type Answered } from './asked.ts';
import { storesOf } from './baseline.ts';
import { fillWrite } from './fill.ts';
import { askHttp } from './http-target.ts';
import { tapsOf, watching } from './observed.ts';
import { proofOf } from './world.ts';

/** What a sign-in needs, seen while all is well; and a token that was signed out before, with something that it could once ask for. */
export interface SignIn {
  readonly target: string;
  readonly stores: readonly string[];
  readonly over?: { readonly token: string; readonly method: string; readonly url: string; readonly target: string };
}

/** Signs in twice to see which stores that takes, and, where a sample ends a session, ends one and keeps its token. Undefined where the platform has no login. */
export async function signInOf(ports: Ports, inventory: Inventory, signal: AbortSignal): Promise<SignIn | undefined> {
  const { login } = ports.platform.api ?? {};
  const [role] = Object.keys(login?.roles ?? {});
  if (login?.path === undefined || role === undefined) return undefined;
  const once = (): ReturnType<typeof watching> => watching(tapsOf(ports.stack), async () => {
    const from = ports.clock.now();
    await ports.token(role, 'anew');
    return { from, to: ports.clock.now() };
  }, signal);
  const [first, second] = [await once(), await once()];
  const over = await signedOut(ports, inventory, signal);
  return { target: `${login.method} ${login.path}`, stores: takenBy(first.exchanges, second.exchanges), ...(over && { over }) };
}

/** What counts or holds a place: a guard at the door, that a sign-in may rightly go without. */
const guarding = /^(?:EVAL|EVALSHA|FCALL|INCR\w*|DECR\w*|P?EXPIRE\w*|P?TTL)\b/;

/** The stores that a sign-in asks each time: what passes beside one alone is somebody else's. */
export function takenBy(first: readonly Exchange[], second: readonly Exchange[]): readonly string[] {
  const name = ({ store, statement }: Exchange): string => `${store} ${statement}`;
  const again = new Set(second.map(name));
  return storesOf(first.filter((each) => again.has(name(each)) && !guarding.test(each.statement)));
}

async function signedOut(ports: Ports, { origin, writing, reading }: Inventory, signal: AbortSignal): Promise<SignIn['over']> {
  const ending = writing.find(({ sample }) => sample.endsSession === true)?.sample;
  const asked = reading.find(({ target }) => target.kind === 'http' && target.role !== undefined && target.role === ending?.role && !target.path.includes('{'));
  if (ending?.role === undefined || !asked) return undefined;
  const token = await ports.token(ending.role);
  const { status } = await askHttp(ports, origin, (await fillWrite(ports, ending, signal)).request, proofOf(ports).budgetMs, signal);
  await ports.token(ending.role, 'anew');
  return isGood({ status }) ? { token, method: asked.target.method, url: asked.target.path, target: asked.target.name } : undefined;
}

/** Signs in with a password that is wrong and with the one that is right while nobody may be able to check either, and asks as somebody who signed out. */
export async function signInDuring(ports: Ports, origin: string, known: SignIn, budgetMs: number, signal: AbortSignal): Promise<OutageSeen['signIn']> {
  const { login } = ports.platform.api ?? {};
  const [right] = Object.values(login?.roles ?? {});
  if (login?.path === undefined || !right) return undefined;
  const wrong = Object.fromEntries(Object.entries(right).map(([name, value]) => [name, /pass|pin|secret/i.test(name) ? randomUUID() : value]));
  const as = (body: Readonly<Record<string, string>>): Promise<Answered> => askHttp(ports, origin, { method: login.method, url: login.path ?? '', body: { ...loginBody(login, body), json: body } }, budgetMs, signal);
  const { over } = known;
  const gone = over && askHttp(ports, origin, { method: over.method, url: over.url, headers: carrying(login, over.token) }, budgetMs, signal);
  const [no, yes, late] = await Promise.all([as(wrong), as(right), gone]);
  return { wrongPassword: no.status, rightPassword: yes.status, target: known.target, stores: known.stores, ...(over && late && { signedOut: { target: over.target, status: late.status } }) };
}
