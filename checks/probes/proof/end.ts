import type { Ports, WriteSample } from '../../../core/ports.ts';
import type { Settled } from '../../../core/proof/evidence.ts';
import type { Json } from '../../../core/types.ts';
import { poll } from '../poll.ts';
import { askHttp } from './http-target.ts';
import { proofOf } from './world.ts';
import { atPointer } from '../../../core/pointer.ts';

/** A queue that had to connect again, a job that was put off and tried once more: all of it fits into this. */
const patience = { limitMs: 30_000, pauseMs: 500 };

/** Where a write came to: the value that says so, and those that are the same each time. */
export interface End {
  readonly url: string;
  readonly at: string;
  readonly wanted: Json;
  readonly found: Json;
  readonly reached: boolean;
  readonly values: Readonly<Record<string, Json>>;
}

/** Asks until the write has come to its end or the time is over. */
export async function endOf(ports: Ports, origin: string, { url, at, becomes, same = [], role }: NonNullable<WriteSample['settles']> & { readonly role: string | undefined }, signal: AbortSignal): Promise<End> {
  const valueAt = (body: Json | undefined, pointer: string): Json => atPointer(body, pointer) ?? null;
  const isThere = (body: Json | undefined): boolean => JSON.stringify(valueAt(body, at)) === JSON.stringify(becomes);
  const { answer: { body } } = await poll(ports, patience, () => askHttp(ports, origin, { method: 'GET', url, role }, proofOf(ports).budgetMs, signal), (each) => isThere(each.body), signal);
  return { url, at, wanted: becomes, found: valueAt(body, at), reached: isThere(body), values: Object.fromEntries(same.map((each) => [each, valueAt(body, each)])) };
}

/** An end beside the usual one. */
export function beside({ values, ...end }: End, usual: End): Settled {
  const differs = Object.entries(values).flatMap(([pointer, now]) => {
    const calm = usual.values[pointer] ?? null;
    return end.reached && JSON.stringify(now) !== JSON.stringify(calm) ? [{ pointer, now, calm }] : [];
  });
  return { ...end, differs };
}
