import picocolors from 'picocolors';
import type { Bar, RunView } from '../../core/fold.ts';
import { families, type Access, type Family } from '../../core/types.ts';
import { timeLeft } from '../words/left.ts';
import { oneLine } from '../words/visible.ts';
import { clock, count, duration, fails, glyphs, place } from '../words/words.ts';
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
  const rows = [bootRow(page), ...families.flatMap((family) => familyRows(page, family))];
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
  if (!stack || !phase) return run.header.standard.stack ? paint.dim(row('·', 'boot', 'not started', '', columns)) : '';
  const ready = stack.services.filter((service) => service.state === 'ready' || service.state === 'done').length;
  const absent = Object.keys(stack.absent).length;
  if (phase === 'booting') {
    const waiting = stack.services
      .filter((service) => service.state === 'starting')
      .map((service) => service.name)
      .join(', ');
    const started = run.bars.find((bar) => bar.kind === 'stack' && bar.id === 'boot')?.startMs ?? 0;
    return paint.bold(
      row(
        '▸',
        'boot',
        `${meter(ready, stack.services.length)} ${ready}/${count(stack.services.length, 'service')} · ${waiting}`,
        duration(elapsed - started),
        columns,
      ),
    );
  }
  const left = absent > 0 ? `, ${absent} left out` : '';
  const text = `${ready} of ${count(stack.services.length, 'service')}, ${stack.driver} (${stack.because})${left}`;
  return phase === 'failed'
    ? paint.red(row(glyphs.fail, 'boot', text, duration(run.bootMs ?? 0), columns))
    : mark(row(glyphs.pass, 'boot', text, duration(run.bootMs ?? 0), columns), paint.green);
}

function familyRows(page: Page, family: Family): readonly string[] {
  const { run, columns, paint } = page;
  const planned = run.header.planned.filter((check) => check.family === family);
  const probes = run.header.probes.filter((probe) => familyOf(probe.access) === family);
  if (planned.length === 0 && probes.length === 0) return [];
  const judged = run.outcomes.filter((each) => each.check.family === family);
  const bars = run.bars.filter((bar) => bar.kind === 'probe' && bar.access !== undefined && familyOf(bar.access) === family);
  const running = bars.filter((bar) => bar.state === 'running');
  const seen = bars.length - running.length + run.skipped.filter((probe) => familyOf(probe.access) === family).length;
  if (planned.length > 0 && judged.length >= planned.length && running.length === 0)
    return [doneRow(page, family, bars), ...findingRows(page, family)];
  if (running.length === 0 && seen === 0 && judged.length === 0)
    return [
      paint.dim(
        row(
          ' ',
          family,
          waitsFor(
            page,
            probes.map((probe) => probe.access),
          ),
          '',
          columns,
        ),
      ),
    ];
  const failed = bars.filter((bar) => bar.state === 'failed').length;
  const text =
    seen >= probes.length && running.length === 0
      ? `${count(seen, 'probe')} seen, ${judged.length}/${count(planned.length, 'check')} judged`
      : `${meter(seen, probes.length)} ${seen}/${count(probes.length, 'probe')}${failed > 0 ? `, ${failed} failed` : ''}`;
  const shown = running.slice(0, shownRunning).map((bar) => runningRow(page, bar));
  const more = running.length > shownRunning ? [paint.dim(fit(`     and ${running.length - shownRunning} more`, columns))] : [];
  return [paint.bold(row('▸', family, text, '', columns)), ...shown, ...more, ...findingRows(page, family)];
}

/** Which family a probe of this access works for. */
export function familyOf(access: Access): Family {
  return access === 'source' ? 'audit' : access === 'flow' ? 'e2e' : access === 'load' ? 'load' : access === 'outage' ? 'proof' : 'check';
}

function waitsFor({ run }: Page, accesses: readonly Access[]): string {
  const needsStack = accesses.some((access) => access !== 'source');
  if (needsStack && run.phase !== 'ready') return 'after boot';
  return accesses.includes('load') ? 'waits until it has the stack alone' : 'waits';
}

function doneRow({ run, columns, paint }: Page, family: Family, bars: readonly Bar[]): string {
  const judged = run.outcomes.filter((each) => each.check.family === family);
  const findings = run.findings.filter((finding) => finding.family === family && fails(run, finding)).length;
  const open = judged.filter(({ outcome }) => outcome.status === 'error' || outcome.status === 'skipped').length;
  const ends = bars.map((bar) => bar.startMs + (bar.ms ?? 0));
  const took =
    bars.length === 0 ? judged.reduce((sum, each) => sum + each.ms, 0) : Math.max(...ends) - Math.min(...bars.map((bar) => bar.startMs));
  const text = `${count(judged.length, 'check')}, ${count(findings, 'finding')}${open > 0 ? `, ${open} unproven` : ''}`;
  const sign = findings > 0 ? glyphs.fail : open > 0 ? glyphs.unproven : glyphs.pass;
  return mark(row(sign, family, text, duration(took), columns), findings > 0 ? paint.red : open > 0 ? paint.yellow : paint.green);
}

function runningRow({ run, columns, paint, elapsed }: Page, bar: Bar): string {
  const progress = run.progress[bar.id];
  const far = progress ? `${progress.total > 0 ? `${progress.done}/${progress.total} · ` : ''}${progress.label}` : '';
  return paint.dim(
    row(' ', '', `${bar.id}${far === '' ? '' : `  ${oneLine(far)}`}`, duration(Math.max(0, elapsed - bar.startMs)), columns),
  );
}

function findingRows({ run, columns, paint }: Page, family: Family): readonly string[] {
  const found = run.findings.filter((finding) => finding.family === family && fails(run, finding));
  const shown = found
    .slice(0, shownFindings)
    .map((finding) =>
      paint.red(
        row(
          '',
          `  ${glyphs.fail}`,
          oneLine(finding.what),
          finding.location
            ? oneLine(place({ uri: finding.location.uri, ...(finding.location.line !== undefined && { line: finding.location.line }) }))
            : '',
          columns,
        ),
      ),
    );
  return found.length > shownFindings
    ? [...shown, paint.red(fit(`       and ${count(found.length - shownFindings, 'more finding')}`, columns))]
    : shown;
}

function footer({ run, before, columns, paint, elapsed }: Page): string {
  const left = timeLeft(run, before, elapsed);
  const found = run.findings.filter((finding) => fails(run, finding)).length;
  const text = `${count(found, 'finding')} · ${run.outcomes.length}/${count(run.header.planned.length, 'check')} · ${clock(elapsed)}${left === undefined ? '' : ` · about ${clock(left)} left`}`;
  return paint.dim(`${' '.repeat(Math.max(0, columns - columnsOf(text)))}${text}`);
}

/** `sign name      text                right`, exactly as wide as the columns allow. */
function row(sign: string, name: string, text: string, right: string, columns: number): string {
  const lead = ` ${pad(sign, 1)} ${pad(name, 8)}  `;
  const end = right === '' ? '' : `  ${fit(right, Math.floor(columns / 3))}`;
  return `${lead}${pad(oneLine(text), columns - columnsOf(lead) - columnsOf(end))}${end}`.trimEnd();
}

/** Colours the sign alone. */
function mark(line: string, colour: (text: string) => string): string {
  return ` ${colour(line.slice(1, 2))}${line.slice(2)}`;
}

function meter(done: number, total: number): string {
  const full = total === 0 ? 0 : Math.min(barColumns, Math.floor((done / total) * barColumns));
  return '█'.repeat(full) + '░'.repeat(barColumns - full);
}
