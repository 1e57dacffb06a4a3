import type { Config } from './schema.ts';

/** What the schema makes of an empty configuration; its test compares them. Here so that a run without a configuration loads no schema. */
export const defaultConfig: Config = {
  standard: 'release', profile: 'default', units: 'assay',
  source: { include: ['.'], exclude: [], notProduction: [] },
  layers: [], stores: {}, services: {}, queues: [], load: {}, waivers: [], reporter: [],
};
