import { createHash } from 'node:crypto';
import { knownEndpoints } from '../../checks/probes/http/survey.ts';
import type { HttpInit, KnownEndpoint, Platform, Ports, Stack, Store } from '../../core/ports.ts';
import type { EvidenceRef } from '../../core/types.ts';
import { sessionsOn } from '../../engine/sessions.ts';
import { digestName } from '../../core/seal.ts';

export interface Attached {
  readonly ref: EvidenceRef;
  readonly bytes: Uint8Array;
}

/** Ports wired by hand around servers that the test itself started: real HTTP, real clock, attachments kept in memory. */
export function portsFor(services: Readonly<Record<string, string>>, more: { readonly platform?: Partial<Platform>; readonly stores?: readonly Store[]; readonly endpoints?: readonly KnownEndpoint[]; readonly ours?: boolean } = {}): Ports & { readonly attached: Attached[]; readonly secrets: string[] } {
  const attached: Attached[] = [];
  const secrets: string[] = [];
  const platform: Platform = { name: 'tried', root: '/', source: { include: [], exclude: [], notProduction: [] }, services: {}, load: {}, layers: [], ...more.platform };
  const stack: Stack = {
    report: { driver: 'native', because: 'the test started it', services: [], stores: [], absent: {} },
    ours: more.ours ?? true,
    stores: more.stores ?? [],
    origin: (service) => services[service],
    environment: () => ({}),
    logs: async () => [],
  };
  const http = { request: ask };
  const given: Ports & { readonly attached: Attached[]; readonly secrets: string[] } = {
    attached, secrets, platform, stack, http,
    endpoints: async () => more.endpoints ?? knownEndpoints(given, AbortSignal.timeout(30_000)),
    token: sessionsOn(platform, stack, http, (value) => secrets.push(value)),
    clock: { now: () => Date.now(), tick: () => performance.now() },
    attach: async (kind, subject, mediaType, bytes) => {
      const ref = { kind, subject, mediaType, digest: digestName(createHash('sha256').update(bytes).digest('hex')), at: new Date().toISOString(), bytes: bytes.length };
      attached.push({ ref, bytes });
      return ref;
    },
    progress: () => undefined,
    secret: (value) => void secrets.push(value),
  };
  return given;
}

async function ask(url: string, init: HttpInit = {}): Promise<{ status: number; headers: Record<string, string>; body: string; ms: number }> {
  const start = performance.now();
  const { timeoutMs = 10_000, signal, body, ...rest } = init;
  const time = AbortSignal.timeout(timeoutMs);
  const answer = await fetch(url, {
    ...rest, redirect: 'manual', signal: signal ? AbortSignal.any([signal, time]) : time,
    ...(body !== undefined && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  });
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text(), ms: performance.now() - start };
}
