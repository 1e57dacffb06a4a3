import { causeText, fault, FaultError } from '../core/fault.ts';
import { readOnly, wordOf } from '../core/tap.ts';
import type { StoreAddress } from './driver.ts';
import { openStore } from './stores/open.ts';
import type { TapHandle } from './taps/client.ts';
import type { Endpoint } from './taps/settings.ts';

const healMs = 30_000;

/**
 * A tap whose read-only outage is proved by the server: with the store's own credentials and driver it is asked through the tap, and must say that it only reads. Nothing is
 * written if it does not. The other outages are seen by the tap's own probe, and Redis refuses that probe's write already.
 */
export function witnessed(tap: TapHandle, address: StoreAddress | undefined, data: Endpoint): TapHandle {
  if (address === undefined || (address.kind !== 'postgres' && address.kind !== 'neo4j')) return tap;
  const through: StoreAddress = { ...address, host: data.host, port: data.port };
  return {
    store: tap.store, kind: tap.kind, close: () => tap.close(), take: (signal) => tap.take(signal), mode: (mode, signal) => tap.mode(mode, signal), heal: (signal) => tap.heal(signal),
    async inflict(outage, signal) {
      const { seen } = await tap.inflict(outage, signal);
      if (wordOf(outage) !== readOnly) return { seen };
      try {
        return { seen: `${seen}; ${await ownWords(through, signal)}` };
      } catch (error) {
        await tap.heal(AbortSignal.timeout(healMs)).catch(() => undefined);
        throw error;
      }
    },
  };
}

async function ownWords(address: StoreAddress, signal: AbortSignal): Promise<string> {
  const store = openStore(address, false, '');
  if (address.kind === 'postgres') {
    const [row] = await store.query('SHOW transaction_read_only', [], signal);
    if (row?.['transaction_read_only'] === 'on') return 'the server says of itself that transactions only read';
  } else {
    const said = await store.query('MATCH (n) WHERE false SET n.nothing = 1', [], signal).then(() => '', causeText);
    if (/read-only mode/.test(said)) return 'the server refused a write that would have changed nothing';
  }
  throw new FaultError(fault('probe-failed', `read-only was set at the tap of ${address.name}, and the server behind it would still take a write`));
}
