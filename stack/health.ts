import type { ServiceModel } from './model/types.ts';
import type { Address } from './rewrite.ts';

const healthAddress = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d+))?(\/[^\s'"`);|&]*)?/;

/** The port that a service's own health check asks, if it asks one. */
export function healthPorts(service: ServiceModel): readonly number[] {
  const found = healthAddress.exec((service.healthcheck ?? []).join(' '));
  return found ? [Number(found[1] ?? 80)] : [];
}

/** The address that a service's own health check asks, as it is reached from this machine; undefined where it asks none or its port is not published. */
export function healthUrl(service: ServiceModel, addresses: readonly Pick<Address, 'service' | 'target' | 'port'>[]): string | undefined {
  const found = healthAddress.exec((service.healthcheck ?? []).join(' '));
  const address = found && addresses.find((each) => each.service === service.name && each.target === Number(found[1] ?? 80));
  return address ? `http://127.0.0.1:${address.port}${found[2] ?? '/'}` : undefined;
}
