import { fault, FaultError } from '../../core/fault.ts';
import { thirdParty } from '../../core/tap.ts';
import type { TapKind } from '../../core/types.ts';
import type { BootRequest, ThirdParty } from '../driver.ts';
import type { ServiceModel } from '../model/types.ts';
import type { TapAddress } from '../taps/client.ts';
import type { Endpoint, HttpSettings } from '../taps/settings.ts';
import { placeTaps } from './tap.ts';

type Environments = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A third party whose address some services are given, the tap that takes its place, and what really stands behind it. */
export interface Outside {
  readonly variable: string;
  readonly services: readonly string[];
  readonly upstream: HttpSettings['upstream'];
  readonly tap: TapAddress<'http'>;
}

const address = /^(https?):\/\/((?:[^@/?#]*@)?)([^/?#]+)/i;
/** Where a tap before a third party listens inside its container. */
export const outsidePort = 8080;

/**
 * A tap for each third party that is declared and whose variable one of the running services is given; none for one that only services have which are left out. Throws
 * `config-invalid` when no service of the model is given the variable, when its value is no address, or when it is another one in another service.
 */
export async function chooseOutside(request: Pick<BootRequest, 'root' | 'taps' | 'thirdParties'>, environments: Environments, known: Environments, avoid: readonly number[]): Promise<readonly Outside[]> {
  const wanted = request.taps ? request.thirdParties ?? [] : [];
  for (const each of wanted) if (holders(each, known).length === 0) throw invalid(each, each.services ? `none of ${each.services.join(', ')} is given ${each.variable}` : `no service is given ${each.variable}`);
  const held = wanted.flatMap((each) => { const services = holders(each, environments); return services.length > 0 ? [{ each, services, upstream: upstreamOf(each, services, environments) }] : []; });
  const taps = await placeTaps(request.root, held.map(({ each }) => ({ store: thirdParty(each.name), kind: 'http', target: outsidePort } as const)), avoid);
  return taps.flatMap((tap, index) => {
    const { each, services, upstream } = held[index] ?? {};
    return each && services && upstream ? [{ variable: each.variable, services, upstream, tap }] : [];
  });
}

/** What each service is given, by its name. */
export function environmentsOf(services: readonly Pick<ServiceModel, 'name' | 'environment'>[]): Environments {
  return Object.fromEntries(services.map(({ name, environment }) => [name, environment]));
}

/** Every tap of a stack: those before stores, and those before third parties. */
export function tapsIn({ taps, outside }: { readonly taps: readonly TapAddress[]; readonly outside: readonly Outside[] }): readonly TapAddress<TapKind>[] {
  return [...taps, ...outside.map(({ tap }) => tap)];
}

function holders({ variable, services }: ThirdParty, environments: Environments): readonly string[] {
  return Object.keys(environments).filter((name) => (services?.includes(name) ?? true) && (environments[name]?.[variable] ?? '') !== '');
}

function upstreamOf(wanted: ThirdParty, services: readonly string[], environments: Environments): HttpSettings['upstream'] {
  const places = services.map((service) => {
    const [, scheme = '', , host = ''] = address.exec(environments[service]?.[wanted.variable] ?? '') ?? [];
    if (!URL.canParse(`${scheme}://${host}`)) throw invalid(wanted, `${wanted.variable} of ${service} is no http or https address`);
    const { hostname, port, protocol } = new URL(`${scheme}://${host}`);
    const secure = protocol === 'https:';
    return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? (secure ? 443 : 80) : Number(port), secure };
  });
  const [first = { host: '', port: 0, secure: false }] = places;
  const other = places.findIndex(({ host, port, secure }) => host !== first.host || port !== first.port || secure !== first.secure);
  if (other > 0) throw invalid(wanted, `${wanted.variable} is another address in ${services[other] ?? ''} than in ${services[0] ?? ''}; name the services of each`);
  return first;
}

function invalid({ name }: ThirdParty, what: string): FaultError {
  return new FaultError(fault('config-invalid', `proof.thirdParties names ${name}, but ${what}`));
}

/** The address with the tap in the place of the host: path, query and user stay. The platform speaks plain HTTP to it. */
function movedTo(value: string, { host, port }: Endpoint): string {
  return value.replace(address, (_, _scheme, user: string) => `http://${user}${host}:${port}`);
}

/** A service's variables with the taps' addresses in them; `at` says where the service reaches each tap. */
export function throughOutside(service: string, environment: Readonly<Record<string, string>>, outside: readonly Outside[], at: (each: Outside) => Endpoint): Record<string, string> {
  const own = outside.filter((each) => each.services.includes(service));
  return { ...environment, ...Object.fromEntries(own.map((each) => [each.variable, movedTo(environment[each.variable] ?? '', at(each))])) };
}
