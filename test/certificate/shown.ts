import { counts } from '../lies/run.ts';
import type { Together } from '../lies/results.ts';
import type { GateReport } from './report.ts';

/** What the certificate's own questions are answered with: which file of a family runs, and which address the page was built for and asks. */
const asked = new Set(['file-variant-family', 'build-variable-lost']);

/** The findings of a run that name the families of dead variants and the wrong address, in the built files and in the browser. */
export function shownOf({ findings, checks }: GateReport): Together['shown'] {
  const flows = new Set(checks.filter(({ family }) => family === 'e2e').map(({ id }) => id));
  return findings.filter((each) => counts(each) && (asked.has(each.check) || (flows.has(each.check) && each.what.includes('not the platform’s API'))))
    .map(({ check, what, found, expected }) => ({ check, in: asked.has(check) ? (check === 'file-variant-family' ? 'source' as const : 'built files' as const) : 'browser' as const, what, ...(found !== undefined && { found }), ...(expected !== undefined && { expected }) }));
}
