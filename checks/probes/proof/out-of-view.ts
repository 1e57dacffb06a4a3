import type { Stack } from '../../../core/ports.ts';

const address = /^https?:\/\/(?:[^@/?#]*@)?(\[[^\]]+\]|[^:/?#]+)/i;
/** Addresses that are told to others, or that only tell of the platform itself: nobody answers with what came from there. */
const toldOnly = /public|origin|cors|issuer|audience|redirect|callback|webhook|sentry|otel|telemetry|trace|frontend|web_?url|site|app_?url|self/i;

/** Hosts outside of the stack that a service is given the address of, and that no third party of the configuration covers: what is fetched there is seen by nobody. */
export function outOfView(stack: Stack, declared: readonly string[]): readonly string[] {
  const services = new Set(stack.report.services.map(({ name }) => name.toLowerCase()));
  const found = stack.report.services.flatMap(({ name: service }) => Object.entries(stack.environment(service)).flatMap(([variable, value]) => {
    const host = address.exec(value)?.[1]?.toLowerCase();
    if (host === undefined || declared.includes(variable) || toldOnly.test(variable) || services.has(host) || !host.includes('.') || /^(?:127\.|0\.0\.0\.0|10\.|192\.168\.|\[)|\.(?:localhost|internal|local|test|example|invalid)$/.test(host)) return [];
    return [{ service, variable, host }];
  }));
  return [...Map.groupBy(found, ({ variable, host }) => `${variable} ${host}`).values()].flatMap((all) => (all[0] ? [`what ${[...new Set(all.map(({ service }) => service))].join(', ')} may fetch from ${all[0].host} (${all[0].variable}) is out of view: proof.thirdParties of the configuration does not name it`] : []));
}
