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
      { path: 'examples', reason: 'the reference platform is judged by its own run' },
      { path: 'bench', reason: 'measurements' },
    ],
  },
});
