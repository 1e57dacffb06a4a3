import { defineProbe } from '../../core/define.ts';
import { causeText } from '../../core/fault.ts';
import type { Store } from '../../core/ports.ts';
import { storeRoundTrips, type StoreRoundTrips, type TakenStore } from '../evidence/stores.ts';

/** Takes a marker that only assay knows through every store: written, read back, removed, proven gone. */
export default defineProbe<StoreRoundTrips>({
  id: 'store-round-trip',
  kind: storeRoundTrips,
  access: 'mutate',
  timeoutMs: 60_000,
  async collect(ports, signal) {
    const marker = `assay-${crypto.randomUUID()}`;
    const stores = await Promise.all(ports.stack.stores.map((store) => taken(store, marker, signal)));
    return { subject: 'stores', body: { stores } };
  },
});

async function taken(store: Store, marker: string, signal: AbortSignal): Promise<TakenStore> {
  try {
    return { name: store.name, kind: store.kind, trip: await store.roundTrip(marker, signal) };
  } catch (error) {
    signal.throwIfAborted();
    return { name: store.name, kind: store.kind, failed: causeText(error) };
  }
}
