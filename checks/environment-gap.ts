import { isIn } from '../core/address.ts';
import { defineCheck } from '../core/define.ts';
import type { Platform } from '../core/ports.ts';
import type { Judgement, Problem } from '../core/types.ts';
import { buildTimeName } from './build/variables.ts';
import { serviceEnvironment, type ServiceEnvironment } from './evidence/environment.ts';
import { environmentReads, type EnvironmentRead, type EnvironmentReads } from './evidence/source.ts';

type Service = ServiceEnvironment['services'][number];

/** What the system, the language or the test runner sets. */
const ambient = /^(PATH|HOME|USER|SHELL|TERM|TZ|LANG|LC_.*|PWD|HOSTNAME|TMPDIR|TEMP|TMP|CI|DEBUG|NO_COLOR|FORCE_COLOR|NODE_ENV|NODE_OPTIONS|npm_.*|PYTHON.*|VIRTUAL_ENV|VITEST.*|JEST_.*|MODE|DEV|PROD|SSR|BASE_URL)$/;
const secretName = /(PASS(WORD|WD|PHRASE)?|SECRET|TOKEN|CREDENTIALS?|_KEY|_AUTH|DSN)$/i;

export default defineCheck({
  info: { id: 'environment-gap', family: 'check', category: 'Configuration', title: 'Each service is given what its code reads; no secret is empty or a well-known default' },
  aliases: [],
  explain: {
    means: 'A service runs without a variable that its code reads and has no default for, with an empty one, or with a credential that everybody knows.',
    why: 'The gap shows only when the code comes to that line: a feature that is silently off, or a door that is open with “postgres”.',
    fix: 'Give the variable in the compose file as ${NAME:?say what it is}, so that the stack does not start without it. What the code may do without stands in services.<name>.optional.',
    examples: [{ wrong: 'POSTGRES_PASSWORD: postgres', right: 'POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set it in .env}' }],
  },
  needs: [serviceEnvironment],
  also: [environmentReads],
  judge(seen, { platform }): Judgement {
    const bodies = seen.all(serviceEnvironment).map((evidence) => evidence.body);
    const unseen = bodies.find((body) => body.unseen !== undefined)?.unseen;
    if (unseen !== undefined) return { inapplicable: unseen };
    const services = bodies.flatMap((body) => body.services);
    const reads = seen.all(environmentReads).map((evidence) => evidence.body);
    const own = services.filter((service) => !service.store);
    const mapped = own.filter((service) => platform.services[service.name] !== undefined);
    const unmapped = own.filter((service) => platform.services[service.name] === undefined).map((service) => service.name);
    const compared = mapped.map((service) => ({ service, reads: readsOf(service.name, platform, reads) }));
    const names = new Set(compared.flatMap((each) => each.reads.flatMap((read) => read.keys)));
    return {
      examined: services.length, unit: services.length === 1 ? 'service' : 'services',
      problems: [...compared.flatMap((each) => gaps(each.service, each.reads)), ...known(services), ...services.flatMap(empty)],
      note: [
        `${names.size} variables that code reads`,
        ...(mapped.length > 0 && unmapped.length > 0 ? [`the code of ${unmapped.join(', ')} is not named (services.<name>.source), so only values were looked at`] : []),
      ].join('; '),
      unproven: [
        ...(own.length > 0 && mapped.length === 0 ? ['no service names its code (services.<name>.source), so what it reads is not known'] : []),
        ...(mapped.length > 0 && reads.length === 0 ? ['what the code reads is not known, as the source was not read'] : []),
        ...(mapped.length > 0 && reads.length > 0 && names.size === 0 ? ['no read of the environment was recognised in the code that services.<name>.source names'] : []),
      ],
    };
  },
});

interface Read extends EnvironmentRead {
  readonly path: string;
}

function readsOf(service: string, platform: Platform, reads: readonly EnvironmentReads[]): readonly Read[] {
  const { source = [], optional = [] } = platform.services[service] ?? {};
  const inside = (path: string): boolean => source.some((folder) => isIn(folder, path));
  return reads.flatMap(({ files }) => files).filter((file) => file.own === undefined && inside(file.path))
    .flatMap((file) => file.env.map((read) => ({ ...read, path: file.path })))
    .filter((read) => read.keys.length > 0 && !read.keys.some((key) => ambient.test(key) || buildTimeName.test(key) || optional.includes(key)));
}

/** One finding for each variable, at the first place that reads it. */
function gaps(service: Service, reads: readonly Read[]): readonly Problem[] {
  const given = new Map(service.variables.map((variable) => [variable.name, variable]));
  const missing = reads.filter((read) => read.default === undefined && read.guard !== 'development' && !read.keys.some((key) => given.has(key)));
  const first = new Map(missing.map((read) => [read.keys.join('|'), read] as const).reverse());
  return [...first.values()].reverse().map((read) => {
    const name = read.keys.join(' or ');
    return {
      key: `${service.name}:${name}:missing`, subject: service.name, severity: 'medium', confidence: 'likely',
      what: `${service.name} is not given ${name}, which its code reads without a default.`,
      why: 'The code goes on with nothing in its place, or fails when it comes there.',
      fix: `Give ${name} to ${service.name} in the compose file; or, if the code can do without it, name it in services.${service.name}.optional.`,
      location: { uri: read.path, line: read.line }, expected: name, found: `${service.variables.length} variables, not this one`,
    };
  });
}

/** One finding for each name: the same address given to five services is one mistake. */
function known(services: readonly Service[]): readonly Problem[] {
  const found = services.flatMap((service) => service.variables.flatMap(({ name, known: how }) => (how === undefined ? [] : [{ service: service.name, name, how }])));
  return [...Map.groupBy(found, ({ name }) => name)].map(([name, places]) => {
    const where = places.map((place) => place.service).join(', ');
    return {
      key: `${name}:known`, subject: where, severity: 'high', confidence: 'certain',
      what: places[0]?.how === 'value' ? `${name} of ${where} is a credential that everybody knows.` : `The password inside ${name} of ${where} is one that everybody knows.`,
      why: 'Whoever reaches the address tries these first.',
      fix: `Make a long random value for each deployment and hand it in as a variable with \${…:?}, without a default.`,
      expected: 'a value that only this deployment has', found: 'a well-known default (the value itself is not recorded)',
    };
  });
}

function empty(service: Service): readonly Problem[] {
  return service.variables.filter((variable) => variable.empty && secretName.test(variable.name)).map((variable) => ({
    key: `${service.name}:${variable.name}:empty`, subject: service.name, severity: 'high' as const, confidence: 'likely' as const,
    what: `${variable.name} of ${service.name} is empty.`,
    why: 'An empty secret often switches the check off that it is for.',
    fix: `Give it a value, or leave the variable out if the service does without; \${${variable.name}:?…} refuses to start without one.`,
    expected: 'a value', found: 'nothing',
  }));
}
