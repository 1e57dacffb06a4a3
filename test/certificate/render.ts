import type { GateReport } from './report.ts';
import { isDown, linesOf, type Line, type LineName } from './table.ts';

/** One run of the certificate: what was run, under which name it stands. */
export interface Tried {
  readonly name: string;
  readonly report: GateReport;
}
/** What came of one part of the certificate: a build, or the lies tried alone. */
export interface Part {
  readonly name: string;
  readonly seconds: number;
  /** As it should be: the verdict that this build must have, every lie as its manifest says. */
  readonly fine: boolean;
  readonly said: string;
}

const glyph: Readonly<Record<Line['state'], string>> = { pass: '✓', fail: '✗', unproven: '?', 'not demanded': '–' };
const longestCell = 420;
const longestOpen = 260;

/** What the certificate that started this said of each line. */
const certified: Readonly<Partial<Record<LineName, string>>> = {
  'Code clean-up': '“27 duplicate files deleted”',
  'Mock data': '“zero mock data”',
  'Hardcoding': '“zero hardcoding”',
  'Fallback data': '“zero fallback data”',
  'Database connections': '“all databases healthy”',
  'Endpoints': '“three endpoints answer”, by curl, on an empty database',
  'Front end’s build': '“still failing on its variables”',
};

/** Each run with its lines: verdict, examined count, what was seen or is missing, evidence. */
export function asText(tried: readonly Tried[]): string {
  return `${tried.flatMap(({ name, report }) => [
    '', `${name}: ${report.verdict.toUpperCase()}, ${report.reason} (${(report.durationMs / 1000).toFixed(0)} s, run ${report.run})`, '',
    ...(isDown(report) ? [`  ${report.faults[0]?.what ?? 'The stack did not come up.'} The source is judged; every other line says what the running platform would show.`, ''] : []),
    ...linesOf(report).flatMap((line) => [
      `  ${glyph[line.state]} ${line.name.padEnd(22)} ${line.state.padEnd(13)} ${line.examined > 0 ? `${line.examined} examined` : 'nothing examined'}`,
      ...(line.words === '' ? [] : [`      ${line.words}`]), ...(line.open === '' ? [] : [`      unproven: ${line.open}`]), ...(line.evidence === '' ? [] : [`      evidence ${line.evidence}`]),
    ]),
    ...report.faults.map((each) => `  ! ${each.code}: ${each.what}`),
  ]).join('\n')}\n`;
}

/** All runs side by side, as Markdown. */
export function asMarkdown(tried: readonly Tried[]): string {
  const lines = tried.map(({ report }) => linesOf(report));
  const names = lines[0]?.map((line) => line.name) ?? [];
  return [
    `| line | the certificate said | ${tried.map(({ name }) => name).join(' | ')} |`,
    `|---|---|${tried.map(() => '---|').join('')}`,
    ...names.map((name) => `| ${[name, certified[name] ?? '–', ...lines.map((each) => cell(each.find((line) => line.name === name)))].join(' | ')} |`),
    `| **verdict** | **“100 % production ready”** | ${tried.map(({ report }) => `**${report.verdict}**`).join(' | ')} |`,
  ].join('\n');
}

function cell(line: Line | undefined): string {
  if (!line) return '';
  const open = line.open === '' ? '' : `; **unproven**: ${clipped(line.open, longestOpen)}`;
  const examined = line.examined > 0 ? ` ${line.examined} examined:` : line.state === 'not demanded' ? '' : ' nothing examined:';
  return `${glyph[line.state]} **${line.state}**${examined} ${clipped(line.words, longestCell)}${open}`.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function clipped(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest).replace(/\s+\S*$/, '')} …` : text;
}

/** The end of a certificate: each part with what came of it and how long it took. */
export function closingText(parts: readonly Part[]): string {
  const widest = Math.max(...parts.map(({ name }) => name.length));
  return ['', 'The certificate in short', '', ...parts.map(({ name, seconds, fine, said }) => `  ${fine ? '✓' : '✗'} ${name.padEnd(widest)}  ${`${seconds.toFixed(0)} s`.padStart(7)}  ${said}`), ''].join('\n');
}
