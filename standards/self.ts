import type { Standard } from '../core/types.ts';

/** For a library or a command-line tool such as assay itself: its source, no stack. */
export default {
  id: 'self', version: '1.0', title: 'A library or tool: source only', stack: false,
  demands: [
    { category: 'Code clean-up', required: true, atLeast: 'medium', families: ['audit'] },
    { category: 'Mock data', required: true, atLeast: 'medium', families: ['audit'] },
    { category: 'Hardcoding', required: true, atLeast: 'medium', families: ['audit'] },
    { category: 'Fallback data', required: true, atLeast: 'medium', families: ['audit'] },
    { category: 'Database connections', required: false, atLeast: 'medium', families: ['check'], reason: 'a library or tool has no stack' },
    { category: 'Endpoints', required: false, atLeast: 'medium', families: ['check'], reason: 'a library or tool has no stack' },
    { category: 'Error handling', required: false, atLeast: 'medium', families: ['check'], reason: 'a library or tool has no stack' },
    { category: 'Configuration', required: false, atLeast: 'medium', families: ['check'], reason: 'a library or tool has no stack' },
    { category: 'Security', required: false, atLeast: 'medium', families: ['check'], reason: 'a library or tool has no stack' },
    { category: 'User flows', required: false, atLeast: 'medium', families: ['e2e'], reason: 'a library or tool has no stack' },
    { category: 'Performance', required: false, atLeast: 'medium', families: ['load'], reason: 'a library or tool has no stack' },
    { category: 'Disaster recovery', required: false, atLeast: 'medium', families: ['check'], reason: 'a library or tool has no stack' },
  ],
} as const satisfies Standard;
