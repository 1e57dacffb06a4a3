/** What a platform's own files import from 'assay': its configuration and its own rules, checks, flows and scenarios. */
export { defineConfig, type ConfigInput } from './engine/schema.ts';
export { defineCheck, defineProbe, type Check, type Unit } from './core/define.ts';
export { defineFlow, type Flow, type FlowRecord, type Journey } from './e2e/flow.ts';
export { defineScenario, type Aim, type LoadResult, type Scenario, type Target } from './load/scenario.ts';
export type * from './core/types.ts';
export type * from './core/ports.ts';
