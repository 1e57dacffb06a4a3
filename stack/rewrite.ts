/** One port of one service: what it is inside the service's network, what the user's model published it as, and where it is in this run. */
export interface Address {
  readonly service: string;
  readonly target: number;
  readonly published: number | undefined;
  readonly port: number;
}

const loopback = /(?<![\w.-])(localhost|127\.0\.0\.1):(\d{1,5})(?!\d)/g;

/**
 * Puts the run's addresses in the place of those that the user's model publishes: `localhost:3000` becomes `127.0.0.1:<port>`. The host is always written
 * as a number, so that a page's own origin, the addresses built into it and the origins that an API allows are the same text.
 */
export function rewritePublished(value: string, addresses: readonly Address[]): string {
  return value.replace(loopback, (found, _host, port: string) => {
    const address = addresses.find((each) => each.published === Number(port));
    return address ? `127.0.0.1:${address.port}` : found;
  });
}

const hostKey = /HOST|SERVER|ADDR|ENDPOINT/i;

/** The addresses of other services as a process on this machine reaches them. Used where there is no network in which service names are hosts. */
export function rewriteEnvironment(environment: Readonly<Record<string, string>>, addresses: readonly Address[]): Record<string, string> {
  const ports: Record<string, string> = {};
  const rewritten = Object.entries(environment).map(([key, value]) => {
    const own = hostKey.test(key) ? addresses.filter((each) => each.service === value) : [];
    const portKey = portKeyOf(key);
    if (!own[0]) return [key, rewriteHosts(rewritePublished(value, addresses), addresses)] as const;
    if (portKey !== undefined) ports[portKey] = String((own.find((each) => String(each.target) === environment[portKey]) ?? own[0]).port);
    return [key, '127.0.0.1'] as const;
  });
  return { ...Object.fromEntries(rewritten), ...ports };
}

/** `REDIS_HOST` → `REDIS_PORT`, `PGHOST` → `PGPORT`; undefined where the name tells no pair. */
function portKeyOf(key: string): string | undefined {
  return /HOST(NAME)?$/.test(key) ? key.replace(/HOST(NAME)?$/, 'PORT') : undefined;
}

/** `postgres:5432`, `//user:word@postgres/db`, `http://api`; never the user of `postgres:12345@…`. */
export function rewriteHosts(value: string, addresses: readonly Address[]): string {
  let result = value;
  for (const name of new Set(addresses.map((each) => each.service))) {
    const own = addresses.filter((each) => each.service === name);
    const main = own[0];
    if (!main) continue;
    const host = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    result = result.replace(new RegExp(`(?<![\\w.-])${host}:(\\d{1,5})(?!\\d|[^\\s/,]*@)`, 'g'), (_found, port: string) => `127.0.0.1:${(own.find((each) => each.target === Number(port)) ?? main).port}`);
    result = result.replace(new RegExp(`(://(?:[^@/\\s,]*@)?)${host}(?=[/?#\\s,]|$)`, 'g'), (_found, before: string) => `${before}127.0.0.1:${main.port}`);
  }
  return result;
}

/** Whether a value reaches out to that service: as host of an address, or by being its name. */
export function mentions(value: string, service: string): boolean {
  const host = service.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return value === service || new RegExp(`(://(?:[^@/\\s,]*@)?|^|[,\\s])${host}(:\\d{1,5}|(?=[/?#]))`).test(value) || new RegExp(`://(?:[^@/\\s,]*@)?${host}$`).test(value);
}

/**
 * The variables that lead to services which are not there: those that name one as host, and those of the same family (`NEO4J_URL` takes `NEO4J_PASSWORD` with it).
 * A service that can live without a store is started without them and says so itself; one that cannot will say that too.
 */
export function variablesOf(environment: Readonly<Record<string, string>>, absent: readonly string[]): readonly string[] {
  const direct = Object.entries(environment).filter(([, value]) => absent.some((service) => mentions(value, service))).map(([key]) => key);
  const families = direct.filter((key) => absent.some((service) => key.toLowerCase().startsWith(`${service.toLowerCase().replaceAll('-', '_')}_`))).map((key) => `${key.split('_')[0] ?? key}_`);
  return Object.keys(environment).filter((key) => direct.includes(key) || families.some((family) => key.startsWith(family)));
}
