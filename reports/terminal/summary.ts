import picocolors from 'picocolors';
import type { RunView } from '../../core/fold.ts';
import type { DemandResult, DemandState, Finding, Severity, Verdict } from '../../core/types.ts';
import { lackText, provenText, tracedText, whyOf, type ProofSeen } from '../words/proof.ts';
import { clip, oneLine } from '../words/visible.ts';
import { because, bySeverity, count, fails, glyphs, grouped, headline, place, reference, rowNotes, rowReason, standing } from '../words/words.ts';
import { columnsOf, fit, pad, wrap } from './layout.ts';

export interface SummaryOptions {
  /** Width of the terminal; a log uses 100. */
  readonly columns: number;
  readonly colour: boolean;
  /** Where the HTML report was written, to be printed on the last line. */
  readonly report?: string;
  /** The live proof, where one was made. */
  readonly proof?: ProofSeen | undefined;
}

/** Findings beyond this many are counted and pointed to. */
const shownFindings = 10;
/** Why, fix and the like take at most this many characters on a terminal. */
const longestText = 600;
const longestLabelled = 300;
/** Notes beside a reason fill a row of the readiness table up to so many characters; the report has them all. */
const longestRow = 140;
/** Endpoints that could not be proven, with what is missing; beyond these they are counted. */
const shownUnproven = 5;
const labelColumns = 'expected  '.length;

type Paint = ReturnType<typeof picocolors.createColors>;
interface Page {
  readonly columns: number;
  readonly paint: Paint;
  readonly run: RunView;
}

/** What stands at the end of a run, whatever happened before: verdict, findings, faults, readiness table, exit line. Ends with a line end. */
export function summary(run: RunView, options: SummaryOptions): string {
  const page: Page = { columns: Math.max(60, options.columns), paint: picocolors.createColors(options.colour), run };
  const blocks = [
    verdictBlock(page),
    ...findingBlocks(page),
    ...faultBlocks(page),
    readiness(page),
    proven(page, options.proof),
    accepted(page),
    exitLine(page, options.report),
  ];
  return `\n${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function verdictBlock({ run, columns, paint }: Page): readonly string[] {
  const badge = verdictPaint(paint, run.verdict)(` ${run.verdict.toUpperCase()} `);
  const sentence = `${headline(run)}: ${oneLine(because(run))}`;
  const indent = run.verdict.length + 4;
  const [first = '', ...rest] = wrap(sentence, columns - indent - 1);
  return [`${badge}  ${paint.bold(first)}`, ...rest.map((line) => ' '.repeat(indent) + paint.bold(line))];
}

function verdictPaint(paint: Paint, verdict: Verdict): (text: string) => string {
  const background = { pass: paint.bgGreen, fail: paint.bgRed, inconclusive: paint.bgYellow }[verdict];
  return (text) => background(verdict === 'fail' ? paint.white(paint.bold(text)) : paint.black(paint.bold(text)));
}

function findingBlocks(page: Page): readonly (readonly string[])[] {
  const counted = page.run.findings.filter((finding) => fails(page.run, finding));
  const shown = counted.slice(0, shownFindings).map((finding) => findingBlock(page, finding));
  const left = counted.slice(shownFindings);
  if (left.length === 0) return shown;
  const rest = `and ${count(left.length, 'more finding')}: ${bySeverity(left)}; the report has them all, assay show ${reference(page.run)} lists them`;
  return [...shown, dimmed(page, rest)];
}

function findingBlock(page: Page, finding: Finding): readonly string[] {
  const { paint } = page;
  const id = paint.dim(finding.check);
  const what = clip(oneLine(finding.what), longestText).replace(/ +/g, ' ').trim();
  // Only the first line has the check's name beside it; those below it have the whole width.
  const [first = ''] = wrap(what, page.columns - 13 - columnsOf(finding.check) - 3);
  const left = what.slice(first.length).trim();
  const rest = left === '' ? [] : wrap(left, page.columns - 14);
  const gap = ' '.repeat(Math.max(2, page.columns - 13 - columnsOf(first) - columnsOf(finding.check) - 1));
  return [
    `   ${severityPaint(paint, finding.severity)(pad(finding.severity, 8))}  ${paint.bold(first)}${gap}${id}`,
    ...rest.map((line) => `${' '.repeat(13)}${paint.bold(line)}`),
    ...labelled(page, '', finding.why),
    ...code(page, finding),
    ...(finding.expected === undefined ? [] : labelled(page, 'expected', finding.expected)),
    ...(finding.found === undefined ? [] : labelled(page, 'found', finding.found)),
    ...(finding.confirmedBy === undefined ? [] : labelled(page, 'confirmed', `by the live proof, ${finding.confirmedBy}`)),
    ...labelled(page, 'proof', `assay show ${reference(page.run, finding)}`),
    ...(finding.reproduce ?? []).slice(0, 3).flatMap((command) => labelled(page, 'try', command)),
    ...labelled(page, 'fix', finding.fix),
  ];
}

function severityPaint(paint: Paint, severity: Severity): (text: string) => string {
  return { critical: (text: string) => paint.red(paint.bold(text)), high: paint.red, medium: paint.yellow, low: paint.dim }[severity];
}

/** Where it is, with the marked line of code. */
function code({ paint, columns }: Page, { location, frame }: Finding): readonly string[] {
  if (!location) return [];
  const where = oneLine(place({ uri: location.uri, ...(location.line !== undefined && { line: location.line }) }));
  const line = frame?.lines[frame.mark - frame.firstLine];
  if (line === undefined) return [`${' '.repeat(13)}${paint.cyan(fit(where, columns - 14))}`];
  const room = columns - 13 - columnsOf(where) - 4;
  return room >= 20
    ? [`${' '.repeat(13)}${paint.cyan(where)}   ${fit(oneLine(line.trim()), room)}`]
    : [`${' '.repeat(13)}${paint.cyan(fit(where, columns - 14))}`, `${' '.repeat(15)}${fit(oneLine(line.trim()), columns - 16)}`];
}

/** Quiet lines, wrapped at the table's edge. */
function dimmed({ paint, columns }: Page, text: string): readonly string[] {
  return wrap(text, columns - 4).map((line) => `   ${paint.dim(line)}`);
}

/** `   label   text`, wrapped below itself. */
function labelled({ paint, columns }: Page, label: string, text: string): readonly string[] {
  const indent = label === '' ? 13 : 13 + labelColumns;
  const lines = wrap(clip(oneLine(text), label === '' ? longestText : longestLabelled), columns - indent - 1);
  return lines.map((line, index) => `${' '.repeat(13)}${label === '' ? '' : paint.dim(pad(index === 0 ? label : '', indent - 13))}${line}`);
}

function faultBlocks(page: Page): readonly (readonly string[])[] {
  const { paint, run } = page;
  const shown = run.faults.slice(0, shownFindings).map(({ fault, from }) => {
    const [first = '', ...rest] = wrap(clip(oneLine(fault.what), longestText), page.columns - 13 - columnsOf(fault.code) - 3);
    const gap = ' '.repeat(Math.max(2, page.columns - 14 - columnsOf(first) - columnsOf(fault.code)));
    return [
      `   ${paint.yellow(pad('fault', 8))}  ${paint.bold(first)}${gap}${paint.dim(fault.code)}`,
      ...rest.map((line) => `${' '.repeat(13)}${paint.bold(line)}`),
      ...(from === undefined ? [] : labelled(page, 'in', from)),
      ...(fault.where ? labelled(page, 'at', place(fault.where)) : []),
      ...(fault.cause === undefined ? [] : labelled(page, 'cause', fault.cause)),
      ...labelled(page, 'fix', fault.fix),
    ];
  });
  const left = run.faults.length - shownFindings;
  return left > 0 ? [...shown, dimmed(page, `and ${count(left, 'more fault')}; the report has them all`)] : shown;
}

function readiness({ run, columns, paint }: Page): readonly string[] {
  const category = Math.max(0, ...run.gate.demands.map((demand) => demand.category.length));
  const state = Math.max(4, ...run.gate.demands.map(({ state: each }) => shortState(each).length));
  return run.gate.demands.flatMap((demand) => {
    const indent = 3 + category + 2 + state + 3;
    const [first = '', ...rest] = wrap(rowText(run, demand), columns - indent - 1);
    const told = statePaint(paint, demand.state)(pad(shortState(demand.state), state));
    return [`   ${pad(demand.category, category)}  ${told}   ${first}`, ...rest.map((line) => ' '.repeat(indent) + line)];
  });
}

/** How far the live proof reaches, and what it could not prove; its lies are findings and stand above. */
function proven(page: Page, proof: ProofSeen | undefined): readonly string[] {
  if (!proof) return [];
  const { coverage, proofs } = proof;
  const open = proofs.filter(({ verdict }) => verdict === 'unproven');
  const told = open.slice(0, shownUnproven).flatMap((each) => labelled(page, 'unproven', `${oneLine(each.target.name)}: ${oneLine(whyOf(each) ?? 'no reason is given')}`));
  const lacking = lackText(coverage);
  return [
    ...titled(page, 'Proof', [provenText(coverage), tracedText(coverage)].filter((each) => each !== undefined).join(', ')),
    ...(lacking === '' ? [] : labelled(page, '', `not proven: ${lacking}`)),
    ...told,
    ...(open.length > told.length && open.length > shownUnproven ? labelled(page, '', `and ${grouped(open.length - shownUnproven)} more unproven; the report has the matrix`) : []),
  ];
}

/** A line that begins where the findings' severities stand. */
function titled({ columns, paint }: Page, title: string, text: string): readonly string[] {
  const [first = '', ...rest] = wrap(text, columns - 14);
  return [`   ${pad(title, 8)}  ${paint.bold(first)}`, ...rest.map((line) => `${' '.repeat(13)}${paint.bold(line)}`)];
}

function shortState(state: DemandState): string {
  return state === 'not demanded' ? glyphs[state] : state;
}

function rowText(run: RunView, demand: DemandResult): string {
  const reason = oneLine(rowReason(run, demand));
  return [reason, ...rowNotes(demand, longestRow - reason.length).map(oneLine)].join('; ');
}

function statePaint(paint: Paint, state: DemandState): (text: string) => string {
  return {
    pass: paint.green,
    fail: (text: string) => paint.red(paint.bold(text)),
    unproven: (text: string) => paint.yellow(paint.bold(text)),
    'not demanded': paint.dim,
  }[state];
}

/** What does not count is still said: waived findings each with owner and expiry, the others by number. */
function accepted(page: Page): readonly string[] {
  const { run } = page;
  const waived = run.findings.filter((finding) => finding.waiver);
  const others = (kind: ReturnType<typeof standing>): number => run.findings.filter((finding) => standing(run, finding) === kind).length;
  const lines = waived.slice(0, shownFindings).flatMap((finding) => waivedLines(page, finding));
  const moreWaived = waived.length > shownFindings ? dimmed(page, `and ${grouped(waived.length - shownFindings)} more waived`) : [];
  const rest = [
    others('known') > 0 ? `${count(others('known'), 'finding')} known from the baseline` : '',
    others('not failing') > 0 ? `${count(others('not failing'), 'finding')} below what the standard demands` : '',
    others('possible') > 0 ? `${count(others('possible'), 'possible finding')}` : '',
  ].filter(Boolean);
  const summed = rest.length > 0 ? dimmed(page, `${rest.join(' · ')} · none fails the run; the report lists them`) : [];
  return [...lines, ...moreWaived, ...summed];
}

function waivedLines({ columns, paint }: Page, { waiver, what, check }: Finding): readonly string[] {
  const told = waiver ? `${waiver.reason} (${waiver.owner}, until ${waiver.expires})` : '';
  return [
    `   waived    ${fit(`${check}: ${oneLine(what)}`, columns - 14)}`,
    `             ${paint.dim(fit(oneLine(told), columns - 14))}`,
  ];
}

function exitLine({ run, columns, paint }: Page, report: string | undefined): readonly string[] {
  const parts = [
    ...(run.exit === undefined ? [] : [`exit ${run.exit}`]),
    ...(report === undefined ? [] : [`report ${oneLine(report)}`]),
    `assay judge ${reference(run)} repeats this without the stack`,
  ];
  const joined = ` ${parts.join(' · ')}`;
  return (columnsOf(joined) < columns ? [joined] : parts.map((part) => ` ${part}`)).map((line) => paint.dim(line));
}
