import type { RunView } from '../core/fold.ts';
import type { Finding, Frame } from '../core/types.ts';
import type { Renderer } from './renderer.ts';
import { proofGlyphs, proofSeen, provenText, standingOf, tracedText, whyOf, type ProofSeen } from './words/proof.ts';
import { clip, oneLine, visible } from './words/visible.ts';
import {
  because,
  bySeverity,
  count,
  duration,
  fails,
  glyphs,
  grouped,
  headline,
  place,
  reference,
  rowReason,
  standing,
} from './words/words.ts';

/** A step summary on GitHub may hold 1 MiB and is dropped silently near it. */
export const mostBytes = 900_000;
const longestText = 2_000;
const longestCode = 300;
const shownSteps = 20;
const shownCommands = 5;
/** Findings that fail nothing are listed in one line each, at most so many. */
const listedOthers = 200;
const listedEndpoints = 50;

/** Markdown for a step summary or a merge request: verdict, readiness table, worst findings first, cut with a count at 900 KB. */
const markdown: Renderer = {
  name: 'markdown',
  file: 'report.md',
  render: (run, lookup) => document(run, proofSeen(run, lookup)),
};

export default markdown;

function document(run: RunView, proof: ProofSeen | undefined): string {
  const failing = run.findings.filter((finding) => fails(run, finding));
  const others = run.findings.filter((finding) => !fails(run, finding));
  const parts = [head(run), readiness(run), ...(proof ? [proofPart(proof)] : []), ...faults(run)];
  const tail = [...(others.length > 0 ? [otherFindings(run, others)] : []), environment(run)];
  const room = mostBytes - bytesOf([...parts, ...tail].join('\n\n')) - 500;
  return `${[
    ...parts,
    ...(failing.length > 0
      ? [
          '## Findings',
          ...fitting(
            failing.map((finding) => findingPart(run, finding)),
            failing,
            room,
          ),
        ]
      : []),
    ...tail,
  ].join('\n\n')}\n`;
}

/** As many as there is room for; the rest is counted. */
function fitting(parts: readonly string[], findings: readonly Finding[], room: number): readonly string[] {
  const kept: string[] = [];
  let used = 0;
  for (const part of parts) {
    used += bytesOf(part) + 2;
    if (used > room) return [...kept, leftOut(findings.slice(kept.length))];
    kept.push(part);
  }
  return kept;
}

function leftOut(findings: readonly Finding[]): string {
  return `… and ${count(findings.length, 'more finding')}: ${bySeverity(findings)}. The HTML and JSON reports have them all.`;
}

function head(run: RunView): string {
  const { standard, run: id, at, assay } = run.header;
  return [
    `# ${glyphs[run.verdict]} ${run.verdict.toUpperCase()}: ${inline(headline(run))}`,
    `${inline(because(run))}.`.replace(/\.\.$/, '.'),
    [`${inline(standard.title)} (${standard.id} ${standard.version})`, `run ${code(id)}`, duration(run.ms), at, `assay ${inline(assay)}`].join(' · '),
  ].join('\n\n');
}

function readiness(run: RunView): string {
  const rows = run.gate.demands.map((demand) => {
    const reason = [rowReason(run, demand).replace(/^not demanded: /, ''), ...demand.notes].join('; ');
    const cells = [demand.category, `${glyphs[demand.state]} ${demand.state}`, grouped(demand.examined), grouped(demand.findings), cell(reason)];
    return `| ${cells.join(' | ')} |`;
  });
  return ['## Readiness', '', '| Category | State | Examined | Findings | Reason |', '|---|---|--:|--:|---|', ...rows].join('\n');
}

/** How far the live proof reaches, and every endpoint that it does not call honest. */
function proofPart({ coverage, proofs }: ProofSeen): string {
  const lacking = proofs.filter(({ verdict }) => ['lie', 'failure', 'open'].includes(standingOf(verdict)));
  const rows = lacking.slice(0, listedEndpoints).map((proof) => `| ${cell(proof.target.name)} | ${proofGlyphs[standingOf(proof.verdict)]} ${proof.verdict} | ${cell(whyOf(proof) ?? '')} |`);
  const left = lacking.length - rows.length;
  const table = rows.length === 0 ? [] : ['', '| Endpoint | Verdict | Why |', '|---|---|---|', ...rows, ...(left > 0 ? ['', `… and ${grouped(left)} more`] : [])];
  const told = [provenText(coverage), tracedText(coverage)].filter((each) => each !== undefined).join(', ');
  return ['## Proof', '', `${told}.`, ...table].join('\n');
}

function faults(run: RunView): readonly string[] {
  if (run.faults.length === 0) return [];
  const items = run.faults.map(({ fault, from }) =>
    [
      `- **${code(fault.code)}** ${inline(fault.what)}${from === undefined ? '' : ` (in ${code(from)})`}`,
      ...(fault.cause === undefined ? [] : [`  cause: ${inline(fault.cause)}`]),
      `  fix: ${inline(fault.fix)}`,
    ].join('  \n'),
  );
  return [`## What could not be looked at\n\n${items.join('\n')}`];
}

function findingPart(run: RunView, finding: Finding): string {
  const { location, frame } = finding;
  return [
    `### ${inline(finding.severity)}: ${inline(finding.what)}`,
    [inline(finding.why), ...(location ? [`at ${code(place(location))}`] : [])].join('  \n'),
    ...(frame ? [fence(frameText(frame))] : []),
    facts(run, finding).join('\n'),
  ].join('\n\n');
}

function frameText({ lines, firstLine, mark }: Frame): string {
  const numbered = lines.map((line, index) => {
    const number = firstLine + index;
    return `${number === mark ? '>' : ' '} ${String(number).padStart(4)}  ${clip(oneLine(line), longestCode)}`;
  });
  return numbered.join('\n');
}

function facts(run: RunView, finding: Finding): readonly string[] {
  const { expected, found, path = [], reproduce = [] } = finding;
  const way = path.slice(0, shownSteps).map((step) => `${inline(step.label)} (${code(place(step))})`);
  return [
    ...(expected === undefined ? [] : [`- expected: ${inline(expected)}`]),
    ...(found === undefined ? [] : [`- found: ${inline(found)}`]),
    ...(finding.confirmedBy === undefined ? [] : [`- confirmed by the live proof: ${inline(finding.confirmedBy)}`]),
    ...(way.length === 0 ? [] : [`- path: ${way.join(' → ')}`]),
    ...reproduce.slice(0, shownCommands).map((command) => `- try: ${code(command)}`),
    `- fix: ${inline(finding.fix)}`,
    `- proof: ${code(`assay show ${reference(run, finding)}`)} · ${code(finding.check)} · ${finding.confidence}`,
  ];
}

function otherFindings(run: RunView, findings: readonly Finding[]): string {
  const items = findings.slice(0, listedOthers).map((finding) => otherLine(run, finding));
  const left = findings.length - items.length;
  return `## Findings that fail nothing\n\n${[...items, ...(left > 0 ? [`- and ${grouped(left)} more`] : [])].join('\n')}`;
}

function otherLine(run: RunView, finding: Finding): string {
  const { waiver, severity, what, location } = finding;
  const accepted = waiver ? `: ${inline(waiver.reason)} (${inline(waiver.owner)}, until ${inline(waiver.expires)})` : '';
  return `- ${[`${standing(run, finding)}${accepted}`, severity, inline(clip(what, 200)), ...(location ? [code(place(location))] : [])].join(' · ')}`;
}

function environment(run: RunView): string {
  const rows = Object.entries(run.header.environment).map(([name, value]) => `| ${cell(name)} | ${cell(value)} |`);
  return `<details><summary>Environment</summary>\n\n| | |\n|---|---|\n${rows.join('\n')}\n\n</details>`;
}

/** Text in running Markdown: one line, with everything that Markdown, HTML or a mention could act on made harmless. */
function inline(text: string): string {
  return clip(oneLine(text), longestText)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]|~#$!@]/g, '\\$&')
    .replace(/:\/\//g, ':&#8203;//');
}

function cell(text: string): string {
  return inline(clip(text, 500));
}

/** A code span that its content cannot close. */
function code(text: string): string {
  const content = clip(oneLine(text), longestText);
  const ticks = '`'.repeat(longestRun(content) + 1);
  return `${ticks}${content.startsWith('`') || content.endsWith('`') ? ` ${content} ` : content}${ticks}`;
}

function fence(text: string): string {
  const ticks = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${ticks}text\n${visible(text)}\n${ticks}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
