import type { Ports, Stack, WriteSample } from '../../../core/ports.ts';
import { blank } from '../../../core/proof/routes.ts';
import type { Endpoint } from '../../openapi/inventory.ts';
import type { Listed } from '../../openapi/sample.ts';
import { askedAlso, surveyOf, type Surveyed } from '../http/survey.ts';
import type { Inventory } from './askables.ts';
import { isGood, type Answered } from './asked.ts';
import { fillWrite } from './fill.ts';
import { foundIn } from './found.ts';
import { askHttp } from './http-target.ts';
import { createdBy, firstGood, inTurn, madeSamples, type Making } from './making.ts';
import { proofOf } from './world.ts';
import type { WriteDone } from './writes.ts';

/** Writes that put records of our own into the stores. */
export interface Filling {
  readonly samples: readonly WriteSample[];
  readonly making: readonly Making[];
}

/** Of what was written, that which made a record in a list which can be read: what is done to a record (`/notes/{id}/archive`) may answer with one too, and takes another away. */
export function fillingOf(inventory: Pick<Inventory, 'making' | 'reading' | 'missing'>, done: readonly WriteDone[]): Filling {
  const read = new Set([...inventory.reading.map(({ target }) => target), ...inventory.missing].filter(({ method }) => method === 'GET').map(({ path }) => blank(path.replace(/\/$/, ''))));
  const isList = (path: string): boolean => read.has(blank(path.replace(/\/$/, ''))) || read.has(blank(`${path.replace(/\/$/, '')}/{}`));
  const makers = done.filter((each) => each.shutsOut !== true && isList(each.target.path) && createdBy(each).length > 0);
  return {
    samples: makers.flatMap(({ sample }) => (sample.made === true ? [] : [sample])),
    making: inventory.making.flatMap((each) => {
      const maker = makers.find(({ sample, target }) => sample.made === true && target.name === each.target.name);
      return maker ? [{ ...each, endpoint: maker.endpoint ?? each.endpoint }] : [];
    }),
  };
}

/** One record alone is no list, and counts of one say nothing. */
const recordsEach = 2;

/** Puts records of our own into the stores once more, and asks endpoints that had nothing to show before. Callers bring the stores back. */
export async function refilled(ports: Ports, inventory: Inventory, filling: Filling, endpoints: readonly Endpoint[], signal: AbortSignal): Promise<readonly Surveyed[]> {
  const created = await recreated(ports, inventory, filling, recordsEach, signal);
  const surveyed = created.length === 0 ? [] : await askedAlso(ports, await surveyOf(ports, signal), endpoints, signal, created);
  return surveyed.filter(({ result }) => 'answer' in result && isGood(result.answer));
}

/** Makes records of our own once more, `times` of each, and gives them. */
export async function recreated(ports: Ports, inventory: Inventory, filling: Filling, times: number, signal: AbortSignal): Promise<readonly Listed[]> {
  const created: Listed[] = [];
  const send = async (sample: WriteSample): Promise<{ readonly target: { readonly method: string; readonly path: string }; readonly answered: Answered }> => {
    const write = await fillWrite(ports, sample, signal);
    return { target: sample, answered: await askHttp(ports, inventory.origin, write.request, proofOf(ports).budgetMs, signal) };
  };
  for (let time = 0; time < times; time++) {
    for (const sample of filling.samples) created.push(...createdBy(await send(sample)));
    for (const each of inTurn(filling.making)) {
      const samples = await madeSamples(ports, inventory, each, created);
      const last = 'reason' in samples ? undefined : await firstGood(samples, send);
      if (last) created.push(...createdBy(last));
    }
  }
  return created;
}

/** Endpoints that only read and are not among those given: they showed nothing, or had nothing to be asked for. */
export async function openReads(ports: Ports, shown: ReadonlySet<string>, signal: AbortSignal): Promise<readonly Endpoint[]> {
  const survey = await surveyOf(ports, signal);
  const found = await foundIn(ports, survey, await ports.routes(), signal);
  return [...survey.reading, ...found.reading].map(({ endpoint }) => endpoint).filter(({ method, path }) => !shown.has(`${method} ${path}`));
}

/** What our own records made answer something: it is asked with them in outages too. */
export interface Refill {
  readonly filling: Filling;
  readonly endpoints: readonly Endpoint[];
}
const refills = new WeakMap<Stack, Refill>();

export function refillOf(stack: Stack): Refill | undefined {
  return refills.get(stack);
}

export function keepRefill(stack: Stack, refill: Refill): void {
  refills.set(stack, refill);
}
