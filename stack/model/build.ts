import { resolve } from 'node:path';
import type { ServiceBuild } from '../../core/ports.ts';
import type { ServiceModel } from './types.ts';

/** How a service is built, with the arguments that this stack really gave; undefined when its image comes ready. */
export function serviceBuild(service: ServiceModel | undefined, args: Readonly<Record<string, string>>): ServiceBuild | undefined {
  return service?.build && { context: service.build.context, dockerfile: resolve(service.build.context, service.build.dockerfile ?? 'Dockerfile'), args };
}
