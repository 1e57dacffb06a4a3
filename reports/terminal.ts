import type { Renderer } from './renderer.ts';
import { proofSeen } from './words/proof.ts';
import { summary } from './terminal/summary.ts';

/** Width of a summary that goes into a file, where nobody tells the width. */
const fileColumns = 100;

/** The end-of-run summary as plain text. The command line calls `summary` itself, with the terminal's width and colours. */
const terminal: Renderer = {
  name: 'terminal',
  file: 'summary.txt',
  render: (run, lookup) => summary(run, { columns: fileColumns, colour: false, proof: proofSeen(run, lookup) }),
};

export default terminal;
