import type { Standard } from '../core/types.ts';

/** Everything that a release must show. Disaster recovery is demanded once a backup command can be configured and drilled. */
export default {
  id: 'release', version: '1.0', title: 'Ready to release', stack: true,
  demands: [
    { category: 'Code clean-up', required: true, atLeast: 'medium', families: ['audit'] },
    { category: 'Mock data', required: true, atLeast: 'medium', families: ['audit'] },
    { category: 'Hardcoding', required: true, atLeast: 'medium', families: ['audit'] },
    { category: 'Fallback data', required: true, atLeast: 'medium', families: ['audit'] },
    { category: 'Database connections', required: true, whenApplicable: true, atLeast: 'medium', families: ['check'] },
    { category: 'Endpoints', required: true, atLeast: 'medium', families: ['check'] },
    { category: 'Error handling', required: true, atLeast: 'medium', families: ['check'] },
    { category: 'Configuration', required: true, atLeast: 'medium', families: ['check'] },
    { category: 'Security', required: true, atLeast: 'medium', families: ['check'] },
    { category: 'User flows', required: true, whenApplicable: true, atLeast: 'medium', families: ['e2e'] },
    { category: 'Performance', required: true, atLeast: 'medium', families: ['load'] },
    { category: 'Disaster recovery', required: false, atLeast: 'medium', families: ['check'], reason: 'no backup command is configured' },
  ],
} as const satisfies Standard;
