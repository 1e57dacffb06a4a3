import type { Standard } from '../core/types.ts';

/** What can be read from a stack that assay did not boot: nothing is written, broken or loaded. */
export default {
  id: 'attached', version: '1.0', title: 'What can be read from a stack that is not ours', stack: true,
  demands: [
    { category: 'Code clean-up', required: true, atLeast: 'medium', families: ['audit'] },
    { category: 'Mock data', required: true, atLeast: 'medium', families: ['audit'] },
    { category: 'Hardcoding', required: true, atLeast: 'medium', families: ['audit'] },
    { category: 'Fallback data', required: true, atLeast: 'medium', families: ['audit'] },
    { category: 'Database connections', required: true, whenApplicable: true, atLeast: 'medium', families: ['check'] },
    { category: 'Endpoints', required: true, atLeast: 'medium', families: ['check'] },
    { category: 'Error handling', required: true, atLeast: 'medium', families: ['check'] },
    { category: 'Configuration', required: false, atLeast: 'medium', families: ['check'], reason: 'attached: assay did not boot this stack' },
    { category: 'Security', required: true, atLeast: 'medium', families: ['check'] },
    { category: 'User flows', required: false, atLeast: 'medium', families: ['e2e'], reason: 'attached: assay did not boot this stack' },
    { category: 'Performance', required: false, atLeast: 'medium', families: ['load'], reason: 'attached: assay did not boot this stack' },
    { category: 'Disaster recovery', required: false, atLeast: 'medium', families: ['check'], reason: 'attached: assay did not boot this stack' },
  ],
} as const satisfies Standard;
