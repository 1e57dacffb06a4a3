import type { RunView } from '../core/fold.ts';
import type { Finding } from '../core/types.ts';
import type { Renderer } from './renderer.ts';
import { levelOf } from './sarif.ts';
import { proofSeen, provenText, type ProofSeen } from './words/proof.ts';
import { clip, visible } from './words/visible.ts';
import { because, count, headline, standing } from './words/words.ts';

/** GitHub shows ten annotations of a type for each step; the rest it drops without a word, so the summary counts them. */
const mostOfAType = 10;
const longestText = 1_000;

type Command = 'error' | 'warning' | 'notice';

/** Workflow commands: the verdict first, then the worst findings at their places, inside the limits of a step. */
const github: Renderer = {
  name: 'github',
  file: 'annotations.txt',
  render: (run, lookup) => `${annotations(run, proofSeen(run, lookup)).join('\n')}\n`,
};

export default github;

function annotations(run: RunView, proof: ProofSeen | undefined): readonly string[] {
  const told = run.findings.filter((finding) => !finding.waiver && !finding.known);
  const of = (command: Command): readonly string[] => [
    ...(command === 'error'
      ? run.faults.map(({ fault }) =>
          line(
            'error',
            { title: `assay: ${fault.code}`, ...(fault.where && { file: fault.where.uri, line: fault.where.line }) },
            `${fault.what}\n${fault.fix}`,
          ),
        )
      : []),
    ...told.filter((finding) => commandOf(run, finding) === command).map((finding) => annotation(run, finding, command)),
  ];
  const errors = of('error');
  const warnings = of('warning');
  const notices = of('notice');
  const left = [errors.length - mostOfAType, warnings.length - mostOfAType, notices.length - (mostOfAType - 1)]
    .filter((n) => n > 0)
    .reduce((sum, n) => sum + n, 0);
  const verdict = [
    `${headline(run)}: ${because(run)}`,
    ...(run.verdict === 'fail' ? [run.gate.reason] : []),
    ...(proof ? [provenText(proof.coverage)] : []),
    ...(left > 0 ? [`${count(left, 'more annotation')} in the report`] : []),
  ].join('\n');
  return [
    line('notice', { title: `assay: ${run.verdict}` }, verdict),
    ...errors.slice(0, mostOfAType),
    ...warnings.slice(0, mostOfAType),
    ...notices.slice(0, mostOfAType - 1),
  ];
}

/** Only what fails the run is an error here, since an error is what people take for the reason of a red build. */
function commandOf(run: RunView, finding: Finding): Command {
  const level = levelOf(finding);
  if (level === 'note' || standing(run, finding) !== undefined) return 'notice';
  return level;
}

function annotation(run: RunView, finding: Finding, command: Command): string {
  const { location } = finding;
  const at = location && { file: location.uri, line: location.line, endLine: location.endLine, col: location.column };
  return line(
    command,
    { ...at, title: `${finding.severity}: ${finding.check}` },
    `${finding.what}\n${finding.why}\nFix: ${finding.fix}\nProof: assay show ${run.header.run}#${finding.number}`,
  );
}

function line(command: Command, properties: Readonly<Record<string, string | number | undefined>>, message: string): string {
  const named = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${command} ${named.join(',')}::${data(message)}`;
}

function data(text: string): string {
  return clip(visible(text), longestText).replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
