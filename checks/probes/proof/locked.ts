import type { Ports, Holding } from '../../../core/ports.ts';
import type { Known } from './baseline.ts';

/** One exchange of a target, as far as it says what was asked. */
type Asked = Pick<Known, 'exchanges' | 'stores'>;

/**
 * Tables that may be kept from everybody while those stay that every target asks (a session, the user who signed in): what stands behind them is seen then, and not only how the door fails.
 * None where no table is asked by all, for the other outages show the same there.
 */
export function behindTheDoor(known: readonly Asked[], store: string, holdings: readonly Holding[]): readonly string[] {
  const all = known.filter(({ stores }) => stores.includes(store));
  const asked = holdings.map(({ name }) => ({ name, by: all.filter((each) => asks(each, store, name)).length }));
  return all.length > 1 && asked.some(({ by }) => by === all.length) ? asked.filter(({ by }) => by > 0 && by < all.length).map(({ name }) => name) : [];
}

/** Whether any statement of the target speaks of the table. */
export function asks({ exchanges }: Pick<Known, 'exchanges'>, store: string, name: string): boolean {
  const table = new RegExp(`(?<![\\w.])(?:"?\\w+"?\\.)?"?${name.split('.').at(-1)?.replaceAll(/[^\w]/g, '.') ?? ''}"?(?!\\w)`, 'i');
  return exchanges.some((all) => all.some((each) => each.store === store && (each.effect === 'read' || each.effect === 'write') && table.test(each.statement)));
}

/** Keeps everybody from those tables of a store; undefined where it cannot. */
export async function lockedAway(ports: Ports, store: string, names: readonly string[], signal: AbortSignal): Promise<{ readonly active: string; readonly undo: () => Promise<void> } | undefined> {
  const world = ports.stack.ours ? ports.stack.stores.find((each) => each.name === store)?.world : undefined;
  const held = await world?.lock?.(names, signal);
  return held && { active: `${names.length} tables are locked by a transaction of assay`, undo: held.release };
}
