import type { Renderer } from './renderer.ts';
import { junitDocument } from './xml/suites.ts';

/** JUnit XML where inconclusive is skipped. */
const junit: Renderer = {
  name: 'junit',
  file: 'junit.xml',
  render: (run) => junitDocument(run, 'lenient'),
};

export default junit;
