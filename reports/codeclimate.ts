import type { Finding } from '../core/types.ts';
import type { Renderer } from './renderer.ts';
import { clip, oneLine } from './words/visible.ts';

/** GitLab shows the first hundred or so; beyond this the file itself becomes a burden. */
export const mostIssues = 5_000;
const longestText = 1_000;

/** Code Climate issues, which GitLab shows in a merge request. Waived findings are left out: the format cannot say so. */
const codeclimate: Renderer = {
  name: 'codeclimate',
  file: 'codeclimate.json',
  render: (run) =>
    `${JSON.stringify(
      run.findings
        .filter((finding) => !finding.waiver)
        .slice(0, mostIssues)
        .map(issue),
      null,
      2,
    )}\n`,
};

export default codeclimate;

function issue(finding: Finding): unknown {
  return {
    type: 'issue',
    check_name: finding.check,
    description: clip(oneLine(finding.what), longestText),
    content: { body: clip(oneLine(`${finding.why} Fix: ${finding.fix}`), longestText) },
    categories: [
      finding.category === 'Security' || finding.category === 'Hardcoding'
        ? 'Security'
        : finding.category === 'Performance'
          ? 'Performance'
          : 'Bug Risk',
    ],
    severity: severityOf(finding),
    fingerprint: finding.fingerprint,
    location: {
      path: oneLine(finding.location?.uri ?? '.'),
      lines: { begin: finding.location?.line ?? 1, ...(finding.location?.endLine !== undefined && { end: finding.location.endLine }) },
    },
  };
}

function severityOf(finding: Finding): 'blocker' | 'critical' | 'major' | 'minor' | 'info' {
  if (finding.confidence === 'possible' || finding.known) return 'info';
  return ({ critical: 'blocker', high: 'critical', medium: 'major', low: 'minor' } as const)[finding.severity];
}
