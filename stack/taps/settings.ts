import type { StoreKind } from '../../core/types.ts';
import { leaseMs } from './wire.ts';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** What a tap is started with, as JSON in the environment variable `ASSAY_TAP`. Port 0 of `listen` and `control` means any; the line printed says which. */
export interface Settings {
  readonly store: string;
  readonly kind: StoreKind;
  readonly listen: Endpoint;
  readonly upstream: Endpoint;
  readonly control: Endpoint;
  /** Other ports of the store, passed on unread. */
  readonly also?: readonly number[];
  /** What a controller must say first. */
  readonly token: string;
  /** How long an outage holds without renewal, in milliseconds; 10 s where it is left out. Tests shorten it. */
  readonly leaseMs?: number;
}

/** The same of a tap before a third party's HTTP API: what stands behind it may want TLS. */
export interface HttpSettings extends Omit<Settings, 'kind' | 'upstream' | 'also'> {
  readonly kind: 'http';
  readonly upstream: Endpoint & { readonly secure: boolean };
}

/** Reads the settings; throws a sentence that names the field that is wrong. */
export function readSettings(text: string | undefined): Settings | HttpSettings {
  const raw: unknown = JSON.parse(text ?? 'null');
  if (!isRecord(raw)) throw new Error('ASSAY_TAP must hold the tap’s settings as a JSON object');
  const { kind, also = [], upstream } = raw;
  if (!isPorts(also)) throw new Error('ASSAY_TAP: also must hold ports');
  const every = { store: words(raw, 'store'), token: words(raw, 'token'), leaseMs: typeof raw['leaseMs'] === 'number' ? raw['leaseMs'] : leaseMs, listen: endpoint(raw, 'listen'), control: endpoint(raw, 'control') };
  if (kind === 'http') return { ...every, kind, upstream: { ...endpoint(raw, 'upstream'), secure: isRecord(upstream) && upstream['secure'] === true } };
  if (kind !== 'postgres' && kind !== 'redis' && kind !== 'neo4j') throw new Error('ASSAY_TAP: kind must be postgres, redis, neo4j or http');
  return { ...every, kind, upstream: endpoint(raw, 'upstream'), also };
}

function isPorts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((each) => Number.isInteger(each));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function words(from: Readonly<Record<string, unknown>>, name: string): string {
  const value = from[name];
  if (typeof value !== 'string' || value === '') throw new Error(`ASSAY_TAP: ${name} must be a text`);
  return value;
}

function endpoint(from: Readonly<Record<string, unknown>>, name: string): Endpoint {
  const value = from[name];
  if (!isRecord(value) || typeof value['host'] !== 'string' || typeof value['port'] !== 'number') throw new Error(`ASSAY_TAP: ${name} must hold host and port`);
  return { host: value['host'], port: value['port'] };
}
