import { readFileSync } from 'node:fs';
import { fault } from '../../core/fault.ts';
import type { DemandResult, Digest } from '../../core/types.ts';
import release from '../../standards/release.ts';
import { checks, planned, probes } from './checks.ts';
import { flowRecord, loadResult } from './observed.ts';
import { hostile, problems } from './problems.ts';
import { proofData, proofOutages } from './proof-evidence.ts';
import { hostileProof } from './proof-hostile.ts';
import { proven } from './proof-verdicts.ts';
import { demand, environment, Script, stack, type Recording } from './stream.ts';

const unread = 'no backup command is configured';

/** The honest platform: everything demanded is proven. */
export function passing(): Recording {
  const script = started('pass', '4c19');
  const digests = observed(script, false);
  for (const info of [
    checks.deadVariant,
    checks.randomMeasurement,
    checks.defaultSecret,
    checks.hardcodedAddress,
    checks.fabricatedOnError,
    checks.swallowedError,
  ])
    script.pass(info, 214, 'files', digests.source);
  liveChecks(script, digests);
  script.pass(checks.inventedAnswer, 25, 'endpoints', digests.endpoints, '25 of 25 proven');
  script
    .pass(checks.logIn, 3, 'steps', digests.logIn)
    .pass(checks.dashboard, 3, 'numbers', digests.dashboard)
    .pass(checks.browse, 961, 'requests', digests.load, 'p99 38 ms at 120/s (budget 250 ms)');
  down(script);
  return script.finish(43_900, 'pass', '11 of 12 demands proven, the others not demanded', demands({}), 0);
}

/** The dishonest twin with one finding of each kind. */
export function failing(): Recording {
  const script = started('fail', '7f3a');
  const digests = observed(script, true);
  script.at(2_200).foresee([checks.deadVariant, checks.randomMeasurement, checks.hardcodedAddress, checks.swallowedError]).foresee([checks.defaultSecret], [problems.secret]).foresee([checks.fabricatedOnError], [problems.fabricated]);
  script.at(29_000);
  script.pass(checks.deadVariant, 214, 'files', digests.source);
  script.fail(checks.randomMeasurement, 214, 'files', [problems.possible], digests.source);
  script.fail(checks.defaultSecret, 214, 'files', [problems.secret], digests.source);
  script.fail(checks.hardcodedAddress, 214, 'files', [problems.waived], digests.source);
  script.fail(checks.fabricatedOnError, 214, 'files', [problems.fabricated], digests.source);
  script.fail(checks.swallowedError, 214, 'files', [problems.known], digests.source);
  liveChecks(script, digests);
  script.fail(checks.inventedAnswer, 25, 'endpoints', [{ ...problems.invented, evidence: digests.endpoints }], digests.endpoints);
  script.pass(checks.logIn, 3, 'steps', digests.logIn);
  script.fail(checks.dashboard, 3, 'numbers', [{ ...problems.flow, evidence: digests.dashboard }], digests.dashboard);
  script.fail(checks.browse, 727, 'requests', [{ ...problems.slow, evidence: digests.load }], digests.load);
  down(script);
  return script.finish(
    47_800,
    'fail',
    'GET /api/metrics answers satisfaction: 94.5, and nothing supplied it',
    demands({
      'Mock data': ['fail', '24 of 25 endpoints free of it, 1 invented', 1],
      Hardcoding: ['fail', '1 finding', 1],
      'Fallback data': ['fail', '1 failure is turned into an answer', 1],
      'User flows': ['fail', '1 finding', 1],
      Performance: ['fail', '1 finding', 1],
    }),
    1,
  );
}

/** A machine that could not prove it: the graph refuses its password, a flow has no browser, a probe ran out of time. */
export function inconclusive(): Recording {
  const script = started('inconclusive', 'b207');
  const refused = fault('store-refused', 'neo4j at 127.0.0.1:40813 refuses the platform’s credentials', {
    cause: new Error('Neo.ClientError.Security.Unauthorized: The client is unauthorized due to authentication failure.'),
  });
  const late = fault('probe-timeout', 'The endpoints were not all asked within 60 s', {
    cause: new Error('GET /api/search: socket hang up'),
    where: { uri: 'assay.config.ts', line: 18 },
  });
  const browser = fault('browser-missing', 'No Chromium was found for the flows');
  const source = sourceProbe(script);
  script
    .probe('stores', 'observe', 12_000, 12_900, 'store-probe', refused)
    .probe('endpoints', 'observe', 12_000, 72_000, 'http-probe', late);
  script
    .at(72_200)
    .say({
      type: 'probe-skipped',
      probe: 'load/browse-quotes',
      access: 'load',
      kind: 'load-result',
      reason: 'the stack was not whole',
      inapplicable: false,
    });
  script.probe('flow/log-in', 'flow', 72_100, 72_140, 'flow-record', browser);
  script.at(72_300);
  for (const info of [
    checks.deadVariant,
    checks.randomMeasurement,
    checks.defaultSecret,
    checks.hardcodedAddress,
    checks.fabricatedOnError,
    checks.swallowedError,
  ])
    script.pass(info, 214, 'files', source);
  script
    .check(checks.unreachableStore, 1, { status: 'error', fault: refused })
    .check(checks.brokenEndpoint, 1, { status: 'error', fault: late });
  script
    .check(checks.inventedAnswer, 1, { status: 'skipped', reason: 'no answer was recorded' })
    .check(checks.logIn, 1, { status: 'error', fault: browser });
  script.check(checks.openEndpoint, 1, { status: 'inapplicable', reason: 'no login is configured' });
  script.say({ type: 'fault-raised', fault: browser });
  down(script);
  return script.finish(
    75_000,
    'inconclusive',
    'Database connections is unproven: neo4j refuses the platform’s credentials',
    demands({
      'Mock data': ['unproven', 'no answer was recorded', 0],
      'Database connections': ['unproven', 'neo4j refuses the platform’s credentials', 0],
      Endpoints: ['unproven', 'not all asked within 60 s', 0],
      Security: ['not demanded', 'no login is configured', 0],
      'User flows': ['unproven', 'no Chromium was found', 0],
      Performance: ['unproven', 'the load did not run', 0],
    }),
    3,
  );
}

/** The live proof of a platform that lies in every way that there is a word for. */
export function proving(): Recording {
  const script = started('proof', '5eed');
  const digests = observed(script, true);
  const data = script.seal('proof-data', 'quotedesk', proofData);
  const outages = script.seal('proof-outages', 'quotedesk', proofOutages);
  script.probe('proof', 'outage', 29_100, 38_000, 'proof-data', () => data);
  script.probe('proof-outages', 'outage', 38_000, 41_500, 'proof-outages', () => outages);
  script.fail(checks.fabricatedOnError, 214, 'files', [{ ...problems.fabricated, confirmedBy: 'GET /api/documents/recent: empty-lie' }], digests.source);
  script.fail(checks.swallowedError, 214, 'files', [{ ...problems.possible, refutedBy: 'GET /api/quotes: proven' }], digests.source);
  liveChecks(script, digests);
  script.fail(checks.inventedAnswer, 19, 'endpoints', [{ ...problems.invented, evidence: [data.digest, outages.digest] }], [data.digest, outages.digest]);
  down(script);
  const failed = demands({ 'Mock data': ['fail', '1 finding', 1], 'Fallback data': ['fail', '1 finding', 1] });
  return { ...script.finish(47_800, 'fail', problems.invented.what, failed, 1), proven };
}

/** Answers and logs full of markup, direction marks and megabyte lines, and a flow whose words are no better. */
export function hostilePlatform(): Recording {
  const script = started('hostile', '0bad');
  const source = sourceProbe(script);
  script.at(13_000).say({ type: 'progress', scope: 'endpoints', done: 1, total: 2, label: hostile.what });
  const ref = script.seal('http-probe', hostile.what, {
    body: hostile.what,
    nested: { [hostile.what]: hostile.found },
    list: Array.from({ length: 500 }, (_, index) => index),
  });
  script.probe('endpoints', 'observe', 13_000, 14_000, 'http-probe', () => ref);
  const flow = script.seal('flow-record', 'log-in', {
    flow: 'log-in',
    title: hostile.what,
    steps: [{ name: hostile.what, ms: 1, ok: false, error: hostile.why }],
    expectations: [{ label: hostile.what, expected: hostile.why, found: hostile.fix, ok: false }],
    requests: [{ method: hostile.fix, url: 'javascript:alert(1)', status: 0, ms: 0 }],
    consoleErrors: [hostile.what],
    failedRequests: [hostile.what],
    origins: [hostile.what],
  });
  script.probe('flow/log-in', 'flow', 14_000, 15_000, 'flow-record', () => flow);
  script
    .pass(checks.deadVariant, 214, 'files', source)
    .fail(checks.inventedAnswer, 1, hostile.fix, [{ ...hostile, evidence: [ref.digest] }], [ref.digest]);
  script.say({ type: 'fault-raised', fault: fault('probe-failed', hostile.what, { cause: hostile.why }) });
  const data = script.seal('proof-data', hostile.what, hostileProof.data);
  script.probe('proof', 'outage', 15_100, 15_200, 'proof-data', () => data);
  return { ...script.finish(16_000, 'fail', hostile.what, demands({ 'Mock data': ['fail', hostile.what, 1] }), 1), proven: hostileProof.proven };
}

export const recordings: readonly (() => Recording)[] = [passing, failing, inconclusive, proving, hostilePlatform];

interface Digests {
  readonly source: readonly Digest[];
  readonly stores: readonly Digest[];
  readonly endpoints: readonly Digest[];
  readonly logIn: readonly Digest[];
  readonly dashboard: readonly Digest[];
  readonly load: readonly Digest[];
}

function started(name: string, run: string): Script {
  const script = new Script(name, run);
  script
    .at(0)
    .say({
      type: 'run-started',
      schema: 1,
      assay: '0.1.0',
      platform: 'quotedesk',
      standard: release,
      profile: 'full',
      planned,
      probes,
      environment,
    });
  script
    .at(20)
    .say({
      type: 'stack-changed',
      phase: 'booting',
      report: { ...stack, services: stack.services.map((service) => ({ ...service, state: 'starting' as const, addresses: {} })) },
      ms: 0,
    });
  return script;
}

function sourceProbe(script: Script): readonly Digest[] {
  const ref = script.seal('source-tree', 'quotedesk', { files: 214, languages: { typescript: 171, tsx: 38, javascript: 5 } });
  script.at(40).say({ type: 'probe-started', probe: 'source', access: 'source' });
  script.at(2_140).say({ type: 'probe-finished', probe: 'source', access: 'source', kind: 'source-tree', result: ref, ms: 2_100 });
  script.at(11_220).say({ type: 'stack-changed', phase: 'ready', report: stack, ms: 11_200 });
  return [ref.digest];
}

function observed(script: Script, lie: boolean): Digests {
  const source = sourceProbe(script);
  const stores = script.seal('store-probe', 'postgres, redis, neo4j', [
    { store: 'postgres', version: '17.10', answerMs: 1.9 },
    { store: 'redis', version: '7.0.15', answerMs: 0.3 },
    { store: 'neo4j', version: '5.26.1', answerMs: 1.4 },
  ]);
  script.probe('stores', 'observe', 11_300, 11_900, 'store-probe', () => stores);
  script.probe('health', 'observe', 11_300, 11_700, 'health-probe', () =>
    script.seal('health-probe', '/api/health/ready', { status: 200, body: { postgres: 'up', redis: 'up', neo4j: 'up' } }),
  );
  const answer = {
    method: 'GET',
    path: '/api/metrics',
    status: 200,
    ms: 9.3,
    body: { total_customers: 18, total_quotes: 31, open: 7, ...(lie && { satisfaction: 94.5 }) },
  };
  const endpoints = script.seal('http-probe', 'GET /api/metrics', answer);
  script.probe(
    'endpoints',
    'observe',
    11_300,
    14_800,
    'http-probe',
    () => endpoints,
    () => script.at(12_900).say({ type: 'progress', scope: 'endpoints', done: 17, total: 25, label: 'GET /api/search?q=pump' }),
  );
  script.probe('auth', 'observe', 11_310, 13_200, 'auth-probe', () =>
    script.seal('auth-probe', '25 endpoints', { endpoints: 25, roles: 3 }),
  );
  script.probe('environment', 'observe', 11_320, 11_400, 'environment-probe', () =>
    script.seal('environment-probe', '4 services', { variables: 41 }),
  );
  const logIn = flow(script, 'log-in', 'A user logs in', 15_000, ['start', 'filled', 'dashboard'], false);
  const dashboard = flow(
    script,
    'dashboard-numbers',
    'The dashboard shows what the database holds',
    17_400,
    ['filled', lie ? 'lie' : 'dashboard', lie ? 'lie' : 'dashboard'],
    lie,
  );
  const load = script.seal('load-result', 'browse-quotes', loadResult(lie));
  script.probe('load/browse-quotes', 'load', 20_000, 28_600, 'load-result', () => load);
  script.at(29_000);
  return { source, stores: [stores.digest], endpoints: [endpoints.digest], logIn, dashboard, load: [load.digest] };
}

function flow(script: Script, id: string, title: string, from: number, screens: readonly string[], lie: boolean): readonly Digest[] {
  script.at(from).say({ type: 'probe-started', probe: `flow/${id}`, access: 'flow' });
  const shots = screens.map((name, index) => {
    script.at(from + 400 * (index + 1));
    return script.attach(
      `flow/${id}`,
      'screenshot',
      `${id}, step ${index + 1}`,
      'image/jpeg',
      readFileSync(new URL(`screens/${name}.jpg`, import.meta.url)),
    );
  });
  const ref = script.seal('flow-record', id, flowRecord(id, title, shots, lie));
  script.at(from + 1_800).say({ type: 'probe-finished', probe: `flow/${id}`, access: 'flow', kind: 'flow-record', result: ref, ms: 1_800 });
  return [ref.digest];
}

function liveChecks(script: Script, digests: Digests): void {
  script
    .pass(checks.unreachableStore, 3, 'stores', digests.stores, 'slowest 1.9 ms')
    .pass(checks.brokenEndpoint, 25, 'endpoints', digests.endpoints)
    .pass(checks.untrueHealth, 2, 'probes');
  script.pass(checks.missingVariable, 41, 'variables').pass(checks.openEndpoint, 25, 'endpoints', [], '3 roles');
}

function down(script: Script): void {
  script.at(42_000).say({ type: 'stack-changed', phase: 'stopping', report: stack, ms: 0 });
  script.at(43_700).say({ type: 'stack-changed', phase: 'down', report: stack, ms: 1_700 });
}

function demands(
  changed: Partial<Record<DemandResult['category'], readonly [DemandResult['state'], string, number]>>,
): readonly DemandResult[] {
  const honest: readonly DemandResult[] = [
    demand('Code clean-up', 'pass', '214 files, no dead variants', ['dead-variant'], 214),
    demand('Mock data', 'pass', '25 of 25 endpoints free of it', ['random-as-measurement', 'invented-answer'], 239),
    demand('Hardcoding', 'pass', '214 files, 41 variables', ['default-secret', 'hardcoded-address'], 428),
    demand('Fallback data', 'pass', '214 files, no failure turned into an answer', ['fabricated-on-error', 'swallowed-error'], 428),
    demand('Database connections', 'pass', '3 stores, slowest 1.9 ms', ['unreachable-store'], 3),
    demand('Endpoints', 'pass', '25 of 25 proven', ['broken-endpoint'], 25),
    demand('Error handling', 'pass', 'readiness says what 3 stores say', ['untrue-health'], 2),
    demand('Configuration', 'pass', '41 variables of 4 services', ['missing-variable'], 41),
    demand('Security', 'pass', '25 endpoints, 3 roles', ['open-endpoint'], 25),
    demand('User flows', 'pass', '2 flows, 3 pages', ['log-in', 'dashboard-numbers'], 6),
    demand('Performance', 'pass', 'p99 38 ms at 120/s (budget 250 ms)', ['browse-quotes'], 961),
    demand('Disaster recovery', 'not demanded', unread),
  ];
  return honest.map((each) => {
    const change = changed[each.category];
    return change
      ? {
          ...each,
          state: change[0],
          reason: change[1],
          findings: change[2],
          examined: change[0] === 'unproven' || change[0] === 'not demanded' ? 0 : each.examined,
        }
      : each;
  });
}
