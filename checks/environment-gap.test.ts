import { describe, expect, it } from 'vitest';
import type { Platform } from '../core/ports.ts';
import type { Evidence, Judgement, StackReport } from '../core/types.ts';
import { collected, emptyReport, evidence, platform, ports, seen } from '../test/platform.ts';
import unit from './environment-gap.ts';
import { environmentReads, type EnvironmentRead } from './evidence/source.ts';
import probeUnit from './probes/service-environment.ts';

const report: StackReport = {
  ...emptyReport, stores: [{ name: 'postgres', kind: 'postgres' }],
  services: ['api', 'postgres'].map((name) => ({ name, state: 'ready', addresses: {} })),
};
const given = { DATABASE_URL: 'postgres://desk:d8f7a6s5d4@postgres/desk', JWT_SECRET: 'a-long-and-random-one-9d8f7' };
const apiReads: readonly EnvironmentRead[] = [{ keys: ['DATABASE_URL'], line: 3 }, { keys: ['JWT_SECRET'], line: 4 }];

interface Plan {
  readonly api?: Readonly<Record<string, string>>;
  readonly postgres?: Readonly<Record<string, string>>;
  readonly reads?: readonly EnvironmentRead[];
  readonly path?: string;
  readonly services?: Platform['services'];
  readonly unread?: boolean;
}

async function sealed(plan: Plan): Promise<Evidence> {
  const environment = { api: plan.api ?? given, postgres: plan.postgres ?? { POSTGRES_PASSWORD: 'd8f7a6s5d4' } };
  return collected(probeUnit.probe, ports(platform(undefined), { report, environment }));
}

async function judged(plan: Plan): Promise<Judgement | undefined> {
  const of = platform(undefined, { services: plan.services ?? { api: { source: ['api/src'], optional: ['LOG_LEVEL'] } } });
  const reads = evidence(environmentReads, { files: [{ path: plan.path ?? 'api/src/config.ts', env: plan.reads ?? apiReads }] });
  return unit.check?.judge(seen(await sealed(plan), ...(plan.unread ? [] : [reads])), { now: 0, platform: of, stack: report });
}

describe('environment-gap', () => {
  it('finds nothing where all is given', async () => {
    expect(await judged({})).toMatchObject({ examined: 2, problems: [], unproven: [] });
  });

  it('finds a variable that the code reads and nobody gives, where it is read first', async () => {
    const reads = [...apiReads, { keys: ['MAIL_URL'], line: 9 }, { keys: ['MAIL_URL'], line: 30 }];
    expect(await judged({ reads })).toMatchObject({ problems: [{ key: 'api:MAIL_URL:missing', severity: 'medium', location: { uri: 'api/src/config.ts', line: 9 } }] });
  });

  it.each<[string, EnvironmentRead]>([
    ['has a default', { keys: ['PORT'], line: 1, default: { form: 'number' } }],
    ['stands in for one that is given', { keys: ['PG_URL', 'DATABASE_URL'], line: 1 }],
    ['is optional by configuration', { keys: ['LOG_LEVEL'], line: 1 }],
    ['comes from the system', { keys: ['NODE_ENV'], line: 1 }],
    ['is for the build', { keys: ['VITE_API_URL'], line: 1 }],
    ['is read in development only', { keys: ['TRACE'], line: 1, guard: 'development' }],
  ])('does not miss a variable that %s', async (_name, read) => {
    expect(await judged({ reads: [read] })).toMatchObject({ problems: [] });
  });

  it('looks at the code of that service alone', async () => {
    expect(await judged({ path: 'worker/src/config.ts', reads: [{ keys: ['QUEUE'], line: 1 }] })).toMatchObject({ problems: [] });
  });

  it.each([
    ['JWT_SECRET', 'changeme', 'value'],
    ['ADMIN_PASSWORD', 'Admin', 'value'],
    ['NEO4J_AUTH', 'neo4j/password', 'value'],
    ['DATABASE_URL', 'postgres://desk:desk@postgres/desk', 'password'],
    ['REDIS_URL', 'redis://:redis@redis:6379', 'password'],
  ])('finds %s with a well-known value, and keeps no value', async (name, value, found) => {
    const plan = { api: { ...given, [name]: value } };
    expect(await judged(plan)).toMatchObject({ problems: [{ key: `${name}:known`, subject: 'api', severity: 'high', what: expect.stringContaining(found === 'value' ? 'is a credential' : 'password inside') }] });
    const body = JSON.stringify((await sealed(plan)).body);
    for (const secret of [value, ...Object.values(given)]) expect(body).not.toContain(secret);
  });

  it('finds a store with its default password', async () => {
    expect(await judged({ postgres: { POSTGRES_PASSWORD: 'postgres' } })).toMatchObject({ problems: [{ key: 'POSTGRES_PASSWORD:known', subject: 'postgres' }] });
  });

  it('finds an empty secret, and no other empty value', async () => {
    expect(await judged({ api: { ...given, API_TOKEN: ' ', BANNER: '' } })).toMatchObject({ problems: [{ key: 'api:API_TOKEN:empty', severity: 'high' }] });
  });

  it('says how much it compared, and when that was nothing', async () => {
    expect(await judged({})).toMatchObject({ note: expect.stringContaining('2 variables that code reads') });
    expect(await judged({ reads: [] })).toMatchObject({ problems: [], unproven: [expect.stringContaining('no read of the environment was recognised')] });
  });

  it('is inapplicable where nobody can see the environment', async () => {
    const attached = { ...report, driver: 'attached' as const };
    const body = await collected(probeUnit.probe, ports(platform(undefined), { report: attached }));
    expect(unit.check?.judge(seen(body), { now: 0, platform: platform(undefined), stack: attached })).toHaveProperty('inapplicable');
  });

  it('says what it could not know', async () => {
    expect(await judged({ services: {} })).toMatchObject({ problems: [], unproven: [expect.stringContaining('no service names its code')] });
    expect(await judged({ unread: true })).toMatchObject({ problems: [], unproven: [expect.stringContaining('the source was not read')] });
  });
});
