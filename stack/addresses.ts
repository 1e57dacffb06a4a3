import type { BootRequest, StoreAddress } from './driver.ts';
import { healthPorts } from './health.ts';
import { credentials, storeKind, storePort } from './kinds.ts';
import type { ServiceModel } from './model/types.ts';
import { choosePorts } from './ports.ts';
import type { Address } from './rewrite.ts';

type Asked = Pick<BootRequest, 'root' | 'stores'>;

/**
 * A free loopback port for every port by which a service is reached: published ones, the stores' own, and those that health checks ask. `more` adds those by
 * which services reach each other, for processes that share one machine. Ports in `avoid` were taken a moment ago.
 */
export async function chooseAddresses(
  request: Asked, services: readonly ServiceModel[], more: (service: ServiceModel) => readonly number[], avoid: readonly number[],
): Promise<readonly Address[]> {
  const wanted = services.flatMap((service) => {
    const kind = storeKind(service, request.stores);
    const published = service.ports.filter((port) => port.protocol === 'tcp' && (!kind || port.target === storePort[kind]));
    const others = new Set(kind ? [storePort[kind]] : [...more(service), ...healthPorts(service)]);
    for (const port of published) others.delete(port.target);
    return [...published, ...[...others].map((target) => ({ target, published: undefined }))].map((port) => ({ service: service.name, target: port.target, published: port.published }));
  });
  const ports = await choosePorts(request.root, wanted, new Set(avoid));
  return wanted.map((each, index) => ({ ...each, port: ports[index] ?? 0 }));
}

/** The ports by which any of these services names that one: `worker:9000` in a variable. */
export function namedPorts(services: readonly ServiceModel[]): (service: ServiceModel) => readonly number[] {
  const values = services.flatMap((each) => Object.values(each.environment));
  const found = values.flatMap((value) => [...value.matchAll(/([\w.-]+):(\d{1,5})(?!\d|[^\s/,]*@)/g)].map((match) => ({ name: match[1], port: Number(match[2]) })));
  return (service) => found.filter((each) => each.name === service.name && each.port > 0).map((each) => each.port);
}

/** Where the stores among the services answer, with the credentials of the model. */
export function storeAddresses(request: Asked, services: readonly ServiceModel[], addresses: readonly Address[]): readonly StoreAddress[] {
  return services.flatMap((service) => {
    const kind = storeKind(service, request.stores);
    const port = kind && addresses.find((each) => each.service === service.name && each.target === storePort[kind])?.port;
    return kind && port ? [{ name: service.name, kind, host: '127.0.0.1', port, ...credentials(service, kind) }] : [];
  });
}

/** `http://127.0.0.1:PORT` of a service's container port, its first when none is named. */
export function originIn(addresses: readonly Address[]): (service: string, port?: number) => string | undefined {
  return (service, port) => {
    const found = addresses.find((each) => each.service === service && (port === undefined || each.target === port));
    return found && `http://127.0.0.1:${found.port}`;
  };
}

/** Container port → port on this machine. */
export function portsIn(addresses: readonly Address[]): (service: string) => Record<string, number> {
  return (service) => Object.fromEntries(addresses.filter((each) => each.service === service).map((each) => [each.target, each.port]));
}
