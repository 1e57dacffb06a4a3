import type { KnownEndpoint, Platform, Ports, Store } from '../core/ports.ts';
import type { EvidenceRef } from '../core/types.ts';
import { platform, ports } from './platform.ts';

export interface Attached {
  readonly ref: EvidenceRef;
  readonly bytes: Uint8Array;
}
export interface Given {
  readonly platform?: Partial<Platform>;
  readonly stores?: readonly Store[];
  readonly endpoints?: readonly KnownEndpoint[];
  readonly ours?: boolean;
  readonly granted?: number;
}

/** The ports of `test/platform.ts` around servers that a test itself started by name; what a probe attaches is kept in memory, so that the test can look at it. */
export function portsFor(services: Readonly<Record<string, string>>, more: Given = {}): Ports & { readonly attached: readonly Attached[]; readonly secrets: readonly string[] } {
  const attached: Attached[] = [];
  const base = ports(platform(undefined, more.platform), { origins: services, stores: more.stores ?? [], ours: more.ours ?? true, granted: more.granted ?? 1 });
  return {
    ...base,
    attached,
    endpoints: async () => more.endpoints ?? base.endpoints(),
    attach: async (kind, subject, mediaType, bytes) => {
      const ref = await base.attach(kind, subject, mediaType, bytes);
      attached.push({ ref, bytes });
      return ref;
    },
  };
}
