import { info } from './stream.ts';

/** The checks that the recorded runs name: enough of each family and category to fill every row. */
export const checks = {
  deadVariant: info('dead-variant', 'audit', 'Code clean-up', 'No dead variants of live files'),
  inventedAnswer: info('invented-answer', 'check', 'Mock data', 'Every answer comes from a store'),
  randomMeasurement: info('random-as-measurement', 'audit', 'Mock data', 'No random number is shown as a measurement'),
  defaultSecret: info('default-secret', 'audit', 'Hardcoding', 'No secret has a working default'),
  hardcodedAddress: info('hardcoded-address', 'audit', 'Hardcoding', 'No deployment address is fixed in code'),
  fabricatedOnError: info('fabricated-on-error', 'audit', 'Fallback data', 'No failure is turned into an answer'),
  swallowedError: info('swallowed-error', 'audit', 'Fallback data', 'No failure disappears'),
  unreachableStore: info(
    'unreachable-store',
    'check',
    'Database connections',
    'Each declared store answers with the platform’s credentials',
  ),
  brokenEndpoint: info('broken-endpoint', 'check', 'Endpoints', 'Each endpoint answers as its schema says, in time'),
  untrueHealth: info('untrue-health', 'check', 'Error handling', 'Readiness says what the stores say'),
  missingVariable: info('missing-variable', 'check', 'Configuration', 'Each variable that code reads is given'),
  openEndpoint: info('open-endpoint', 'check', 'Security', 'Authentication is enforced'),
  logIn: info('log-in', 'e2e', 'User flows', 'A user logs in'),
  dashboard: info('dashboard-numbers', 'e2e', 'User flows', 'The dashboard shows what the database holds'),
  browse: info('browse-quotes', 'load', 'Performance', 'Quotes are listed under load'),
} as const;

export const planned = Object.values(checks);

export const probes = [
  { id: 'source', access: 'source' },
  { id: 'stores', access: 'observe' },
  { id: 'health', access: 'observe' },
  { id: 'endpoints', access: 'observe' },
  { id: 'auth', access: 'observe' },
  { id: 'environment', access: 'observe' },
  { id: 'flow/log-in', access: 'flow' },
  { id: 'flow/dashboard-numbers', access: 'flow' },
  { id: 'load/browse-quotes', access: 'load' },
] as const;
