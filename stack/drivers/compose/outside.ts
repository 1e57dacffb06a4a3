import { fault, FaultError } from '../../../core/fault.ts';
import { asDocument, mapping } from '../../model/normalise.ts';
import type { Document } from '../../model/types.ts';
import { listens, pause } from '../../ready.ts';
import { outsidePort, throughOutside, type Outside } from '../outside.ts';
import type { Generated } from './generate.ts';
import { freeName, networksOf, placeKeys, tapService, type Own } from './taps.ts';

/** What each service is given, dollars as they are meant. */
export function givenTo(generated: Generated): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return Object.fromEntries(Object.entries(asDocument(generated.document.services)).map(([name, raw]) => [name, mapping(asDocument(raw).environment)]));
}

/** Puts a tap before each third party: a service of its own in the networks of those that are given the address, and its name in their variable. Pure. */
export function withOutside(generated: Generated, outside: readonly Outside[], own: Own): Generated {
  if (outside.length === 0) return generated;
  const services = asDocument(generated.document.services);
  const names = new Map<Outside, string>();
  for (const each of outside) names.set(each, freeName(`tap-${each.tap.store.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`, [...Object.keys(services), ...names.values()]));
  const nameOf = (each: Outside): string => names.get(each) ?? '';
  const given = givenTo(generated);
  const changed = Object.entries(services).map(([name, raw]): readonly [string, Document] => {
    const theirs = outside.filter((each) => each.services.includes(name));
    const service = asDocument(raw);
    if (theirs.length === 0) return [name, service];
    const environment = throughOutside(name, given[name] ?? {}, theirs, (each) => ({ host: nameOf(each), port: outsidePort }));
    return [name, {
      ...service, environment: Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, value.replaceAll('$', '$$$$')])),
      depends_on: { ...asDocument(service.depends_on), ...Object.fromEntries(theirs.map((each) => [nameOf(each), { condition: 'service_started' }])) },
    }];
  });
  const taps = outside.map((each) => [nameOf(each), tapOf(each, each.services.map((name) => asDocument(services[name])), own)] as const);
  return { ...generated, beside: [...names.values()], document: { ...generated.document, services: Object.fromEntries([...changed, ...taps]) } };
}

function tapOf({ tap, upstream }: Outside, holders: readonly Document[], own: Own): Document {
  const places = Object.assign({}, ...holders.map(networksOf)) as Document;
  const networks = Object.fromEntries(Object.entries(places).map(([network, place]) => [network, Object.fromEntries(Object.entries(asDocument(place)).filter(([key]) => !placeKeys.includes(key)))]));
  const [first = {}] = holders;
  // It must find the third party where the service did.
  const names = Object.fromEntries(['extra_hosts', 'dns', 'dns_search'].flatMap((key) => (first[key] === undefined ? [] : [[key, first[key]]])));
  return { ...tapService(tap, outsidePort, { upstream }, networks, own), ...names };
}

const listenMs = 60_000;
const askAgainMs = 100;

/** Resolves when every tap before a third party listens. Throws when one does not in time. */
export async function outsideListens(outside: readonly Outside[], signal: AbortSignal): Promise<void> {
  await Promise.all(outside.map(async ({ tap }) => {
    for (const until = Date.now() + listenMs; !signal.aborted; await pause(askAgainMs, signal)) {
      const said = await listens(tap.control.port);
      if (said === undefined) return;
      if (Date.now() > until) throw new FaultError(fault('boot-failed', `The tap before ${tap.store} does not listen: ${said}`));
    }
  }));
}
