import type { Ports, Stack, WriteSample } from '../../../core/ports.ts';
import type { ProofData, Target } from '../../../core/proof/evidence.ts';
import { blank } from '../../../core/proof/routes.ts';
import type { Json } from '../../../core/types.ts';
import type { Endpoint } from '../../openapi/inventory.ts';
import { madeBodies } from '../../openapi/made.ts';
import { fields } from '../../openapi/operations.ts';
import { lacksRecord, sampleOf, type Listed } from '../../openapi/sample.ts';
import { demanding, wantedIn } from '../../openapi/wanted.ts';
import { rolesOf } from '../http/session.ts';
import { withBodies } from './asked-for.ts';
import type { Inventory } from './askables.ts';
import { isGood, type Answered } from './asked.ts';
import { idOf, recordIn } from './contradictions.ts';
import { writeOnce, type WriteDone } from './writes.ts';

/** An operation that writes and has no sample. */
export interface Making {
  readonly target: Target;
  readonly endpoint: Endpoint;
}

/** What may end the session that asks, lock somebody out, reach out of the platform or change the platform itself: nobody tries that unasked. */
const grave = /log_?-?out|sign_?-?out|password|passwd|(?<![a-z])reset|revoke|deactivate|disable|terminate|shutdown|shut_?-?down|restart|reboot|maintenance|purge|flush|truncate|(?<![a-z])wipe|migrate|upgrade|restore|backup|import(?!ant|er)|export(?!er)|webhook|invite|mail|(?<![a-z])sms|notify|payment|(?<![a-z])charges?(?![a-z])|checkout|refund|refresh|impersonate|two_?-?factor|2fa|tfa|(?<![a-z])otp(?![a-z])|mfa/i;
/** `resetPassword` has words of its own. */
const worded = (part: string): string => part.replaceAll(/([a-z])([A-Z])/g, '$1_$2');
/** Whose own records these are: changing or removing one may lock out who asks. */
const accounts = /^(users?|accounts?|members?|me|self|profile|sessions?|tokens?|roles?|permissions?|policies|api_?-?keys?|settings?|config(uration)?|admin)$/i;

/** Why an operation without a sample is not tried with a body that is made; empty where there is nothing to say beyond that no sample is there; undefined where it may be tried. */
export function whyUntried({ method, path, request }: Endpoint, known: boolean): string | undefined {
  const words = path.split('/').filter((part) => part !== '' && !part.includes('{'));
  if (words.some((word) => grave.test(worded(word)))) return ': by its name it may end a session, lock somebody out, reach beyond the platform or change the platform itself, so that assay makes none';
  if (method !== 'POST' && accounts.test(words.at(-1) ?? '')) return ': by its name it changes who may do what, so that assay makes none';
  if (!known && method !== 'DELETE') return '';
  const types = Object.keys(request);
  return types.length > 0 && !types.some((type) => /[/+]json/.test(type) || type.startsWith('multipart/')) ? `: assay makes none of the type ${types[0] ?? ''}` : undefined;
}

/** All of them together get this long: the other passes need their time too. */
const makingLimitMs = 180_000;

/** What is made first, and what is taken away last. */
const order: Readonly<Record<string, number>> = { POST: 0, PUT: 1, PATCH: 2, DELETE: 4 };
const turn = (endpoint: Pick<Endpoint, 'method' | 'path'>): number => (takesAway(endpoint) ? 4 : endpoint.method === 'POST' && endpoint.path.includes('{') ? 3 : (order[endpoint.method] ?? 3));

/** What removes, by its method or, where it is posted, by the name of what it does (`/flows/bulk_delete`). */
const removing = /(^|[_-])(delete|remove|destroy|discard|clear|unlink)([_-]|$)/i;
const takesAway = ({ method, path }: Pick<Endpoint, 'method' | 'path'>): boolean => method === 'DELETE' || (method === 'POST' && removing.test(path.split('/').findLast((part) => part !== '' && !part.includes('{')) ?? ''));

/** Operations in the order in which they are tried: what makes things, what changes them, what is done to them, what takes them away. */
export function inTurn<T extends { readonly endpoint: Pick<Endpoint, 'method' | 'path'> }>(making: readonly T[]): readonly T[] {
  return making.toSorted((left, right) => turn(left.endpoint) - turn(right.endpoint));
}

/** Samples that made something new which is found again: they are tried in outages too. What changes or renames a record is not, for others are asked for that very record then. */
const accepted = new WeakMap<Stack, readonly { readonly target: Target; readonly sample: WriteSample }[]>();

export function acceptedOn(stack: Stack): readonly { readonly target: Target; readonly sample: WriteSample }[] {
  return accepted.get(stack) ?? [];
}

/** Who is not let in, or is told that nothing is served: one of our own writes may have changed who may do what, or the platform itself. */
const shutOut: ReadonlySet<number> = new Set([401, 403, 503]);
type Tried = WriteDone | { readonly reason: string };
const isShutOut = (result: Tried): boolean => 'answered' in result && shutOut.has(result.answered.status);
/** Shut out, or asking for a record that one of our own writes may have renamed or taken away. */
const hindered = (result: Tried): boolean => isShutOut(result) || ('answered' in result && result.answered.status === 404 && result.target.path.includes('{'));

/** Brings the stores back as they were, puts there again what was made, and gives that. */
export type Anew = (done: readonly WriteDone[]) => Promise<readonly Listed[]>;
/** So many times in a row the stores are brought back for nothing; what is refused then is refused anyway. */
const mostFruitless = 4;

/**
 * Writes what has no sample with bodies made from the schema: first what makes things, so that what takes them away can take those. What is shut out after others were let in,
 * or asks for what is gone by then, is tried once more with the stores as they were.
 */
export async function madeWrites(ports: Ports, inventory: Inventory, before: readonly WriteDone[], anew: Anew, signal: AbortSignal): Promise<{ readonly done: readonly WriteDone[]; readonly notMade: ProofData['notMade'] }> {
  const done: WriteDone[] = [];
  const notMade: ProofData['notMade'][number][] = [];
  const created: Listed[] = before.flatMap(createdBy);
  const making = inTurn(inventory.making);
  let fruitless = 0;
  const start = ports.clock.tick();
  for (const [index, each] of making.entries()) {
    if (ports.clock.tick() - start > makingLimitMs) {
      notMade.push({ pass: 'write', target: each.target.name, reason: 'no time was left to try it with a body that is made; give one in proof.samples' });
      continue;
    }
    ports.progress(index, making.length, `write ${each.target.name}`);
    let result = await madeWrite(ports, inventory, each, created, signal);
    const last = done.findLastIndex(({ answered }) => isGood(answered));
    if (hindered(result) && fruitless < mostFruitless && last >= 0) {
      const wasShutOut = isShutOut(result);
      if (wasShutOut) done.splice(last, 1, ...done.slice(last, last + 1).map((one) => ({ ...one, shutsOut: true as const })));
      created.splice(0, created.length, ...(await anew([...before, ...done])));
      result = await madeWrite(ports, inventory, each, created, signal);
      fruitless = hindered(result) ? fruitless + 1 : 0;
      // It would have been shut out anyway: who was tried before it has nothing to do with that.
      if (wasShutOut && fruitless > 0) done.splice(last, 1, ...done.slice(last, last + 1).map(({ shutsOut: _none, ...one }) => one));
    }
    if ('reason' in result) notMade.push({ pass: 'write', target: each.target.name, reason: result.reason });
    else {
      if (isGood(result.answered)) fruitless = 0;
      done.push(result);
      created.push(...createdBy(result));
    }
  }
  accepted.set(ports.stack, done.flatMap(({ target, sample, written, shutsOut }) => (shutsOut !== true && target.method === 'POST' && sample.readBack !== undefined && (written.readBack?.holds.length ?? 0) > 0 ? [{ target, sample }] : [])));
  return { done, notMade };
}

async function madeWrite(ports: Ports, inventory: Inventory, making: Making, created: readonly Listed[], signal: AbortSignal): Promise<WriteDone | { readonly reason: string }> {
  const { target, endpoint } = making;
  const samples = await madeSamples(ports, inventory, making, created);
  if ('reason' in samples) return samples;
  const send = (sample: MadeSample): Promise<WriteDone> => writeOnce(ports, inventory.origin, { ...target, ...(sample.role !== undefined && { role: sample.role }) }, sample, signal, (answer) => readBackFor(endpoint, sample, answer, inventory));
  let last: WriteDone | undefined = await firstGood(samples, send);
  const wanted = new Set<string>();
  for (let time = 0; time < mostRepairs && last && (last.answered.status === 400 || last.answered.status === 422); time++) {
    const more = wantedIn(last.answered.body).filter((name) => !wanted.has(name));
    for (const name of more) wanted.add(name);
    const fuller = more.length === 0 ? undefined : demanding(inventory.document, endpoint, [...wanted]);
    const fullerEndpoint = { ...endpoint, ...fuller };
    const again = fuller && await madeSamples(ports, inventory, { target, endpoint: fullerEndpoint }, created);
    if (again === undefined || 'reason' in again) break;
    const next = await firstGood(again, send);
    if (next) last = { ...next, endpoint: fullerEndpoint };
  }
  return last ?? { reason: `no sample for ${target.name} (proof.samples)` };
}

/** A platform may name one missing field after the other. */
const mostRepairs = 3;

type MadeSample = WriteSample & { readonly url: string };

/** Samples made for an operation, the fullest body first, each body as every role that may be let in. */
export async function madeSamples(ports: Ports, { document, listed }: Pick<Inventory, 'document' | 'listed'>, { target, endpoint }: Making, created: readonly Listed[]): Promise<readonly (readonly MadeSample[])[] | { readonly reason: string }> {
  const known = takesAway(endpoint) ? [...created, ...listed] : [...listed, ...created];
  const place = sampleOf(endpoint, known, 'records');
  if ('missing' in place) return { reason: place.missing };
  const bodies = withBodies(endpoint, await ports.routes(), known).flatMap((each) => madeBodies(document ?? {}, each, known));
  if (bodies.length === 0) return { reason: `no sample for ${target.name} (proof.samples): the document does not say enough of its body` };
  const roles = endpoint.open || rolesOf(ports).length === 0 ? [undefined] : endpoint.role === undefined ? rolesOf(ports) : [endpoint.role];
  return bodies.map((body) => roles.map((role): MadeSample => ({ method: endpoint.method, path: endpoint.path, url: place.url, ...(role !== undefined && { role }), ...body, made: true })));
}

/** Tries samples until one is taken: the next role where one is not let in, the next body where it is refused. Gives what was tried last. Below some routers a list has a slash behind its path. */
export async function firstGood<T extends { readonly answered: Answered }>(samples: readonly (readonly MadeSample[])[], send: (sample: MadeSample) => Promise<T>): Promise<T | undefined> {
  let last: T | undefined;
  for (const roles of samples) {
    for (const sample of roles) {
      last = await send(sample);
      if ((last.answered.status === 307 || last.answered.status === 308) && !sample.url.endsWith('/')) last = await send({ ...sample, url: `${sample.url}/` });
      if (last.answered.status !== 401 && last.answered.status !== 403) break;
    }
    if (last && isGood(last.answered)) break;
  }
  return last;
}

/** The record that an answer says was made, as a list of one below the path that made it. */
export function createdBy({ target: { method, path }, answered }: { readonly target: Pick<Target, 'method' | 'path'>; readonly answered: Answered }): readonly Listed[] {
  const record = method === 'POST' && isGood(answered) ? recordIn(answered.body ?? null) : undefined;
  return record === undefined ? [] : [{ path: trimmed(path), values: {}, body: [record] }];
}

const trimmed = (path: string): string => path.replace(/\/$/, '');

/** Where the platform gives back what was written: the record itself, else the list that it lies in. */
function readBackFor({ method, path }: Endpoint, { url }: { readonly url: string }, answer: Json | undefined, { reading, missing, listed }: Inventory): readonly string[] {
  // What has no sample yet, because nothing is there, can be read once something was made.
  const read = [...reading.map(({ target }) => target), ...missing.filter(({ missing: reason = '', aside, writes }) => !writes && aside === undefined && lacksRecord(reason))];
  const readable = (template: string): boolean => read.some((target) => target.method === 'GET' && blank(target.path) === blank(template));
  const slash = path.endsWith('/') ? '/' : '';
  const at = trimmed(url.split('?')[0] ?? url);
  const whole = (method === 'PUT' || method === 'PATCH' || method === 'DELETE') && readable(path) ? [url] : [];
  const record = method === 'POST' ? recordTemplate(trimmed(path), at, answer, readable, listed) : [];
  const lists = [...(method === 'POST' && readable(path) ? [url] : []), ...upwards(trimmed(path), at).flatMap(([template, address]) => (readable(template) ? [`${address}${slash}`] : []))];
  return [...whole, ...record.map((each) => `${each}${slash}`), ...(method === 'DELETE' ? [] : lists)];
}

/** The path above and the one above that: the record that an action is done to, and the list that it lies in. */
function upwards(template: string, address: string): readonly (readonly [string, string])[] {
  const up = (path: string): string => path.slice(0, path.lastIndexOf('/'));
  return [[up(template), up(address)] as const, [up(up(template)), up(up(address))] as const].filter(([each]) => each !== '');
}

/** `/things/${answer:id}`, where such an address is read and the answer says which one was made. */
function recordTemplate(path: string, at: string, answer: Json | undefined, readable: (template: string) => boolean, listed: readonly Listed[]): readonly string[] {
  if (!readable(`${path}/{}`) || answer === undefined) return [];
  const parameter = listed.find((each) => blank(each.path) === blank(`${path}/{}`))?.path.match(/\{([^}]+)\}$/)?.[1];
  const inside = [['', answer] as const, ...Object.entries(fields(answer)).map(([name, value]) => [`${name}.`, value] as const)];
  return inside.flatMap(([prefix, value]) => {
    const name = parameter !== undefined && fields(value)[parameter] !== undefined ? parameter : idOf(value);
    return name === undefined ? [] : [`${at}/\${answer:${prefix}${name}}`];
  }).slice(0, 1);
}
