import picocolors from 'picocolors';
import type { Bar, Progress, RunView } from '../../core/fold.ts';
import type { Access, Family } from '../../core/types.ts';
import { bootingOf } from '../words/booting.ts';
import { familiesOf, type FamilyProgress } from '../words/families.ts';
import { failingSoFar, knownChecks } from '../words/known.ts';
import { timeLeft } from '../words/left.ts';
import { oneLine } from '../words/visible.ts';
import { clock, count, duration, glyphs, lineOf } from '../words/words.ts';
import { columnsOf, fit, pad } from './layout.ts';

export interface FrameOptions {
  readonly columns: number;
  /** Lines that the terminal has; the frame never takes all of them. */
  readonly rows: number;
  readonly colour: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The run before, from which the time that is left is told; without one, nothing is. */
  readonly before?: RunView | undefined;
}

/** Running units that a family shows at most. */
const shownRunning = 3;
/** Newest findings shown while the run goes on; the summary has the others. */
const shownFindings = 5;
const barColumns = 18;

type Paint = ReturnType<typeof picocolors.createColors>;
interface Page {
  readonly run: RunView;
  readonly columns: number;
  readonly paint: Paint;
  readonly elapsed: number;
  readonly before: RunView | undefined;
}

/** The live tree: one line a unit with its denominator, finished families folded into one. Every line fits the columns. */
export function frame(run: RunView, options: FrameOptions): readonly string[] {
  const page: Page = {
    run,
    before: options.before,
    columns: Math.max(39, options.columns - 1),
    paint: picocolors.createColors(options.colour),
    elapsed: run.finished ? run.ms : Math.max(0, options.now - Date.parse(run.header.at) || 0),
  };
  const head = ` assay · ${run.header.platform} · ${run.header.standard.id} ${run.header.standard.version} · run ${run.header.run}`;
  const rows = [bootRow(page), ...familiesOf(run).flatMap((part) => familyRows(page, part))];
  const body = fold(rows, Math.max(3, options.rows - 5));
  return [page.paint.bold(fit(oneLine(head), page.columns)), '', ...body, footer(page)];
}

/** Where the terminal is too low, the rows in front give way: the newest work stands at the end. */
function fold(rows: readonly string[], room: number): readonly string[] {
  const filled = rows.filter((row) => row !== '');
  return filled.length <= room ? filled : filled.slice(filled.length - room);
}

function bootRow({ run, columns, paint, elapsed }: Page): string {
  const { stack, phase } = run;
  const booting = bootingOf(run);
  if (!stack || !phase || !booting) return run.header.standard.stack ? paint.dim(row('·', 'boot', 'not started', '', columns)) : '';
  const absent = Object.keys(stack.absent).length;
  if (phase === 'booting') {
    const { ready, total, doing } = booting;
    const started = run.bars.find((bar) => bar.kind === 'stack' && bar.id === 'boot')?.startMs ?? 0;
    const text = [`${meter(ready / Math.max(1, total))} ${ready}/${count(total, 'service')}`, doing].filter((each) => each !== '').join(' · ');
    return paint.bold(row('▸', 'boot', text, duration(elapsed - started), columns));
  }
  const left = absent > 0 ? `, ${absent} left out` : '';
  const short = `${booting.ready} of ${count(booting.total, 'service')}, ${stack.driver}`;
  const [sign, colour] = phase === 'failed' ? [glyphs.fail, paint.red] : [glyphs.pass, paint.green];
  // Why this driver is said whole or not at all: the report has it.
  return mark(row(sign, 'boot', [`${short} (${stack.because.replace(/\.$/, '')})${left}`, `${short}${left}`], duration(run.bootMs ?? 0), columns), colour);
}

function familyRows(page: Page, part: FamilyProgress): readonly string[] {
  const { run, columns, paint } = page;
  const { family, planned, probes, bars, running, seen, known } = part;
  if (planned.length > 0 && known.length >= planned.length && running.length === 0 && (seen >= probes.length || run.outcomes.length > 0))
    return [doneRow(page, part), ...findingRows(page, family)];
  if (running.length === 0 && seen === 0 && known.length === 0) return [paint.dim(row(' ', family, waitsFor(page, probes), '', columns))];
  const [only] = running;
  if (only && probes.length === 1) return [aloneRow(page, family, only), ...findingRows(page, family)];
  const failed = bars.filter((bar) => bar.state === 'failed').length;
  const text =
    seen >= probes.length && running.length === 0
      ? `${count(seen, 'probe')} seen, ${known.length}/${count(planned.length, 'check')} judged`
      : `${meter((seen + running.reduce((sum, bar) => sum + partOf(run, bar), 0)) / probes.length)} ${seen}/${count(probes.length, 'probe')}${failed > 0 ? `, ${failed} failed` : ''}${running.length === 0 ? ' · waits' : ''}`;
  const shown = running.slice(0, shownRunning).map((bar) => runningRow(page, bar));
  const more = running.length > shownRunning ? [paint.dim(fit(`             and ${running.length - shownRunning} more`, columns))] : [];
  const lead = row(running.length === 0 ? ' ' : '▸', family, text, '', columns);
  return [running.length === 0 ? lead : paint.bold(lead), ...shown, ...more, ...findingRows(page, family)];
}

function waitsFor({ run }: Page, probes: readonly { readonly access: Access }[]): string {
  const needsStack = probes.some(({ access }) => access !== 'source');
  if (needsStack && run.phase !== 'ready') return 'after boot';
  return probes.some(({ access }) => access === 'load') ? 'waits until it has the stack alone' : 'waits';
}

function doneRow({ run, columns, paint }: Page, { family, bars, known }: FamilyProgress): string {
  const findings = failingSoFar(run, family).count;
  const open = known.filter(({ status }) => status === 'error' || status === 'skipped').length;
  const ends = bars.map((bar) => bar.startMs + (bar.ms ?? 0));
  const judging = run.outcomes.filter((each) => each.check.family === family).reduce((sum, each) => sum + each.ms, 0);
  const took = bars.length === 0 ? judging : Math.max(...ends) - Math.min(...bars.map((bar) => bar.startMs));
  const text = `${count(known.length, 'check')}, ${count(findings, 'finding')}${open > 0 ? `, ${open} unproven` : ''}`;
  const sign = findings > 0 ? glyphs.fail : open > 0 ? glyphs.unproven : glyphs.pass;
  return mark(row(sign, family, text, duration(took), columns), findings > 0 ? paint.red : open > 0 ? paint.yellow : paint.green);
}

/** A family with one probe stands in one line, with that probe's own progress. */
function aloneRow({ run, columns, paint, elapsed }: Page, family: Family, bar: Bar): string {
  const { done, total, label } = progressOf(run, bar);
  const text = [total > 0 ? `${meter(partOf(run, bar))} ${done}/${total}` : bar.id, label].filter((each) => each !== '').join(' · ');
  return paint.bold(row('▸', family, text, duration(Math.max(0, elapsed - bar.startMs)), columns));
}

function runningRow({ run, columns, paint, elapsed }: Page, bar: Bar): string {
  const { done, total, label } = progressOf(run, bar);
  const far = [total > 0 ? `${done}/${total}` : '', label].filter((each) => each !== '').join(' · ');
  return paint.dim(row(' ', '', `${bar.id}${far === '' ? '' : `  ${far}`}`, duration(Math.max(0, elapsed - bar.startMs)), columns));
}

/** How far a probe says that it is, without its own name, which stands before it. */
function progressOf(run: RunView, { id }: Bar): Progress {
  const { done, total, label } = run.progress[id] ?? { done: 0, total: 0, label: '' };
  return { done, total, label: oneLine(label.startsWith(`${id}: `) ? label.slice(id.length + 2) : label) };
}

/** The part of a probe that is done, below one while it runs. */
function partOf(run: RunView, bar: Bar): number {
  const { done, total } = progressOf(run, bar);
  return total > 0 ? Math.min(0.95, Math.max(0, done - 1) / total) : 0;
}

function findingRows({ run, columns, paint }: Page, family: Family): readonly string[] {
  const { count: found, worst } = failingSoFar(run, family);
  const shown = worst.slice(0, shownFindings).map(({ what, location, subject }) => paint.red(row('', `  ${glyphs.fail}`, oneLine(what), location ? oneLine(lineOf(location)) : oneLine(subject ?? ''), columns)));
  return found > shown.length ? [...shown, paint.red(fit(`             and ${count(found - shown.length, 'more finding')}`, columns))] : shown;
}

function footer({ run, before, columns, paint, elapsed }: Page): string {
  const left = timeLeft(run, before, elapsed);
  const said = [count(failingSoFar(run).count, 'finding'), `${knownChecks(run).length}/${count(run.header.planned.length, 'check')}`, clock(elapsed)].join(' · ');
  const longer = left === undefined ? said : `${said} · about ${clock(left)} left`;
  const text = fit(columnsOf(longer) <= columns ? longer : said, columns);
  return paint.dim(`${' '.repeat(Math.max(0, columns - columnsOf(text)))}${text}`);
}

/** `sign name      text                right`, exactly as wide as the columns allow. Of several texts the first that fits. */
function row(sign: string, name: string, text: string | readonly [string, ...string[]], right: string, columns: number): string {
  const lead = ` ${pad(sign, 1)} ${pad(name, 8)}  `;
  const end = right === '' ? '' : `  ${fit(right, Math.floor(columns / 3))}`;
  const room = columns - columnsOf(lead) - columnsOf(end);
  const texts = (typeof text === 'string' ? [text] : text).map(oneLine);
  return `${lead}${pad(texts.find((each) => columnsOf(each) <= room) ?? texts.at(-1) ?? '', room)}${end}`.trimEnd();
}

/** Colours the sign alone. */
function mark(line: string, colour: (text: string) => string): string {
  return ` ${colour(line.slice(1, 2))}${line.slice(2)}`;
}

function meter(part: number): string {
  const full = Math.min(barColumns, Math.floor(part * barColumns));
  return '█'.repeat(full) + '░'.repeat(barColumns - full);
}
