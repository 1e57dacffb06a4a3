import type { Standard } from '../core/types.ts';

/** Source and configuration only: what can be judged every week without booting anything. */
export default {
  id: 'weekly', version: '1.0', title: 'Source and configuration, without a stack', stack: false,
  demands: [
    { category: 'Code clean-up', required: true, atLeast: 'medium', families: ['audit'] },
    { category: 'Mock data', required: true, atLeast: 'medium', families: ['audit'] },
    { category: 'Hardcoding', required: true, atLeast: 'medium', families: ['audit'] },
    { category: 'Fallback data', required: true, atLeast: 'medium', families: ['audit'] },
    { category: 'Database connections', required: false, atLeast: 'medium', families: ['check'], reason: 'needs a stack; see release or monthly' },
    { category: 'Endpoints', required: false, atLeast: 'medium', families: ['check'], reason: 'needs a stack; see release or monthly' },
    { category: 'Error handling', required: false, atLeast: 'medium', families: ['check'], reason: 'needs a stack; see release or monthly' },
    { category: 'Configuration', required: true, atLeast: 'medium', families: ['audit'] },
    { category: 'Security', required: false, atLeast: 'medium', families: ['check'], reason: 'needs a stack; see release or monthly' },
    { category: 'User flows', required: false, atLeast: 'medium', families: ['e2e'], reason: 'needs a stack; see release or monthly' },
    { category: 'Performance', required: false, atLeast: 'medium', families: ['load'], reason: 'needs a stack; see release or monthly' },
    { category: 'Disaster recovery', required: false, atLeast: 'medium', families: ['check'], reason: 'needs a stack; see release or monthly' },
  ],
} as const satisfies Standard;
