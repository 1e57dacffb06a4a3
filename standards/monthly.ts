import type { Standard } from '../core/types.ts';

/** Everything that a running stack shows, without the source audit of every week. */
export default {
  id: 'monthly', version: '1.0', title: 'The running stack, month by month', stack: true,
  demands: [
    { category: 'Code clean-up', required: false, atLeast: 'medium', families: ['audit'], reason: 'weekly covers it' },
    { category: 'Mock data', required: false, atLeast: 'medium', families: ['audit'], reason: 'weekly covers it' },
    { category: 'Hardcoding', required: false, atLeast: 'medium', families: ['audit'], reason: 'weekly covers it' },
    { category: 'Fallback data', required: false, atLeast: 'medium', families: ['audit'], reason: 'weekly covers it' },
    { category: 'Database connections', required: true, whenApplicable: true, atLeast: 'medium', families: ['check'] },
    { category: 'Endpoints', required: true, atLeast: 'medium', families: ['check'] },
    { category: 'Error handling', required: true, atLeast: 'medium', families: ['check'] },
    { category: 'Configuration', required: true, atLeast: 'medium', families: ['check'] },
    { category: 'Security', required: true, atLeast: 'medium', families: ['check'] },
    { category: 'User flows', required: true, whenApplicable: true, atLeast: 'medium', families: ['e2e'] },
    { category: 'Performance', required: true, atLeast: 'medium', families: ['load'] },
    { category: 'Disaster recovery', required: false, atLeast: 'medium', families: ['check'], reason: 'weekly covers it' },
  ],
} as const satisfies Standard;
