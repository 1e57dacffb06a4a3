import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TapKind } from '../../core/types.ts';
import type { BootRequest, StoreAddress } from '../driver.ts';
import { storePort } from '../kinds.ts';
import { choosePorts } from '../ports.ts';
import type { Address } from '../rewrite.ts';
import type { TapAddress } from '../taps/client.ts';
import type { Endpoint, HttpSettings, Settings } from '../taps/settings.ts';

export interface Places {
  readonly listen: Endpoint;
  /** A third party may want TLS. */
  readonly upstream: Endpoint | HttpSettings['upstream'];
  readonly control: Endpoint;
  readonly also?: readonly number[];
}

/** The folder of the tap's program: TypeScript in the clone, JavaScript in the published package. It needs nothing outside of it. */
export const tapFolder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'taps');
export const tapFile = existsSync(join(tapFolder, 'main.ts')) ? 'main.ts' : 'main.js';

/** What a tap is called among processes, containers and logs; no service of a compose file can have that name. */
export function tapName(store: string): string {
  return `tap of ${store}`;
}

/** A tap for each store. */
export async function chooseTaps(request: Pick<BootRequest, 'root' | 'taps'>, stores: readonly Pick<StoreAddress, 'name' | 'kind'>[], avoid: readonly number[]): Promise<readonly TapAddress[]> {
  return request.taps ? placeTaps(request.root, stores.map(({ name, kind }) => ({ store: name, kind, target: storePort[kind] })), avoid) : [];
}

/** Two free loopback ports for each tap, one for the platform and one to command it, and a token that only this run knows. */
export async function placeTaps<Kind extends TapKind>(root: string, before: readonly { readonly store: string; readonly kind: Kind; readonly target: number }[], avoid: readonly number[]): Promise<readonly TapAddress<Kind>[]> {
  const ports = await choosePorts(root, before.flatMap(({ store, target }) => [{ service: tapName(store), target }, { service: tapName(store), target: 0 }]), new Set(avoid));
  return before.map(({ store, kind }, index) => ({
    store, kind, token: randomBytes(24).toString('base64url'),
    data: { host: '127.0.0.1', port: ports[2 * index] ?? 0 }, control: { host: '127.0.0.1', port: ports[2 * index + 1] ?? 0 },
  }));
}

/** The ports of this machine that taps have. */
export function tapPorts(taps: readonly TapAddress<TapKind>[]): readonly number[] {
  return taps.flatMap(({ data, control }) => [data.port, control.port]);
}

/** The variable by which a tap's program is told what to do. */
export function tapOrder(tap: TapAddress<TapKind>, { listen, upstream, control, also = [] }: Places): { readonly ASSAY_TAP: string } {
  const settings = { store: tap.store, kind: tap.kind, listen, upstream, control, also, token: tap.token } satisfies Omit<Settings, 'kind'> & Pick<TapAddress<TapKind>, 'kind'>;
  return { ASSAY_TAP: JSON.stringify(settings) };
}

/** The addresses by which the platform reaches everything: a tap's in the place of its store's. */
export function throughTaps(addresses: readonly Address[], taps: readonly TapAddress[]): readonly Address[] {
  return addresses.map((address) => {
    const tap = taps.find((each) => each.store === address.service && storePort[each.kind] === address.target);
    return tap ? { ...address, port: tap.data.port } : address;
  });
}
