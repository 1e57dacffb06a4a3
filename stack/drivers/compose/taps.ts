import type { Json, TapKind } from '../../../core/types.ts';
import type { TapAddress } from '../../taps/client.ts';
import { storePort } from '../../kinds.ts';
import { asDocument, list } from '../../model/normalise.ts';
import type { Document, Model } from '../../model/types.ts';
import { tapName, tapOrder, type Places } from '../tap.ts';
import { label } from './engine.ts';
import type { Generated } from './generate.ts';

/** Where a tap is commanded inside its container; no kind of store answers there. */
const controlPort = 9190;
/** What belongs to a place in a network, by which others find it: the tap's now. */
export const placeKeys = ['aliases', 'ipv4_address', 'ipv6_address', 'link_local_ips', 'mac_address'];

/** What every container of a tap is given. */
export interface Own {
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
}
interface Given extends Own {
  /** Ports by which a store is published, or named in the variables of others. */
  readonly named: (store: string) => readonly number[];
}

/** Services before which, or for which, there can be a tap: one without a network of the stack has no place for it. */
export function tappable(model: Model, store: string): boolean {
  const mode = asDocument(asDocument(model.document.services)[store]).network_mode;
  return mode === undefined || mode === null;
}

/**
 * Puts a tap before each store: the tap takes the service's name, aliases and addresses, so that nobody else's settings change, and the store moves to
 * `<name>-origin` with everything else it has. The store's own port stays published, its other ports are passed on. Pure; without taps the model is the same.
 */
export function withTaps(generated: Generated, taps: readonly TapAddress[], given: Given): Generated {
  if (taps.length === 0) return generated;
  const services = asDocument(generated.document.services);
  const origins = Object.fromEntries(taps.map((tap) => [tap.store, freeName(`${tap.store}-origin`, Object.keys(services))]));
  const moved = Object.entries(services).flatMap(([name, raw]): readonly (readonly [string, Document])[] => {
    const service = referring(asDocument(raw), origins);
    const tap = taps.find((each) => each.store === name);
    if (!tap) return [[name, service]];
    const origin = origins[name] ?? name;
    return [[origin, originOf(service, name)], [name, tapOf(tap, service, origin, given)]];
  });
  return { ...generated, origins, document: { ...generated.document, services: Object.fromEntries(moved) } };
}

/** A name that no service has. */
export function freeName(wanted: string, taken: readonly string[]): string {
  return taken.includes(wanted) ? freeName(`${wanted}-origin`, taken) : wanted;
}

function originOf(service: Document, name: string): Document {
  const networks = Object.fromEntries(Object.entries(networksOf(service)).map(([network, place]) => {
    const kept = Object.entries(asDocument(place)).filter(([key]) => !placeKeys.includes(key));
    return [network, kept.length > 0 ? Object.fromEntries(kept) : null];
  }));
  return { ...service, networks, labels: { ...asDocument(service.labels), [label.service]: name } };
}

/** Ports beside that of its protocol by which the store is reached in its networks: those it exposes, and those by which others name it. */
function otherPorts(tap: TapAddress, { expose }: Document, named: Given['named']): readonly number[] {
  const exposed = list(expose).map((each) => Number(String(each).split('/')[0]));
  return [...new Set([...exposed, ...named(tap.store)])].filter((port) => port > 0 && ![storePort[tap.kind], controlPort].includes(port));
}

function tapOf(tap: TapAddress, service: Document, origin: string, given: Given): Document {
  const port = storePort[tap.kind];
  return tapService(tap, port, { upstream: { host: origin, port }, also: otherPorts(tap, service, given.named) }, networksOf(service), given);
}

/** A tap as a service, which listens at `port`: it is reached from everywhere in its networks, and from this machine alone outside of them. */
export function tapService(tap: TapAddress<TapKind>, port: number, places: Pick<Places, 'upstream' | 'also'>, networks: Document, { image, labels }: Own): Document {
  const everywhere = '0.0.0.0';
  const publish = (target: number, published: number): Document => ({ mode: 'ingress', target, host_ip: '127.0.0.1', published: String(published), protocol: 'tcp' });
  return {
    image, pull_policy: 'never', restart: 'no', cap_drop: ['ALL'], networks,
    environment: tapOrder(tap, { listen: { host: everywhere, port }, control: { host: everywhere, port: controlPort }, ...places }),
    labels: { ...labels, [label.service]: tapName(tap.store), [label.tap]: tap.store },
    ports: [publish(port, tap.data.port), publish(controlPort, tap.control.port)],
  };
}

/** The networks that a service is in, by name, and its place in each. */
export function networksOf(service: Document): Document {
  const { networks } = service;
  if (Array.isArray(networks)) return Object.fromEntries(networks.map((name) => [String(name), null]));
  return networks === undefined || networks === null ? { default: null } : asDocument(networks);
}

/** What others share with the store's own container, other than its network, is with the store. */
function referring(service: Document, origins: Readonly<Record<string, string>>): Document {
  const moved = (value: string): string => value.replace(/^service:(.+)$/, (_, name: string) => `service:${origins[name] ?? name}`);
  const shared = Object.fromEntries(['pid', 'ipc'].flatMap((key): readonly (readonly [string, Json])[] => (typeof service[key] === 'string' ? [[key, moved(service[key])]] : [])));
  const from = service.volumes_from && { volumes_from: list(service.volumes_from).map((each) => String(each).replace(/^[^:]+/, (name) => origins[name] ?? name)) };
  return { ...service, ...shared, ...from };
}
