import type { Renderer } from './renderer.ts';
import { junitDocument } from './xml/suites.ts';

/** JUnit XML where inconclusive is a failure, for systems that take skipped for good. */
const junitStrict: Renderer = {
  name: 'junit-strict',
  file: 'junit-strict.xml',
  render: (run) => junitDocument(run, 'strict'),
};

export default junitStrict;
