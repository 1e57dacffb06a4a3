import type { Bar, RunView } from '../../core/fold.ts';
import type { EventOf, Outcome, RunEvent } from '../../core/types.ts';
import { bootingOf } from '../words/booting.ts';
import { knownChecks } from '../words/known.ts';
import { clip, oneLine } from '../words/visible.ts';
import { clock, count, duration, place } from '../words/words.ts';

/** The caller asks for a heartbeat when nothing was printed for this long. */
export const heartbeatMs = 30_000;
/** A log line's free text is cut after this many characters. */
const longestText = 300;
/** Findings that a check's line lists below it. */
const listedFindings = 5;

/** What a log says of one event, once and final: lines without colour or cursor movement, each with its time (UTC). Mostly none or one. */
export function logLines(event: RunEvent): readonly string[] {
  return told(event).map((line) => `${event.at.slice(11, 19)}Z  ${line}`);
}

/** Says that the run is alive and what it waits for, when nothing has become final for a while. `now` is milliseconds since the epoch. */
export function heartbeat(run: RunView, now: number): string {
  const elapsed = Math.max(0, now - Date.parse(run.header.at));
  const running = run.bars
    .filter((bar) => bar.state === 'running')
    .map((bar) => `${bar.id} ${duration(Math.max(0, elapsed - bar.startMs))}${farOf(run, bar)}`);
  const last = running.length > 4 ? `${running.slice(0, 4).join(', ')} and ${running.length - 4} more` : running.join(', ');
  const checks = `${knownChecks(run).length} of ${count(run.header.planned.length, 'check')}`;
  const waiting = last === '' ? 'nothing runs' : `running: ${oneLine(last)}`;
  return `${new Date(now).toISOString().slice(11, 19)}Z  …      ${clock(elapsed)} · ${checks} · ${waiting}`;
}

function farOf(run: RunView, { id: scope, kind }: Bar): string {
  const booting = kind === 'stack' && run.phase === 'booting' ? bootingOf(run) : undefined;
  if (booting) return ` (${booting.ready}/${booting.total}${booting.doing === '' ? '' : `, ${clip(oneLine(booting.doing), 120)}`})`;
  const progress = run.progress[scope];
  return progress ? ` (${progress.done}/${progress.total}${progress.label === '' ? '' : `, ${clip(oneLine(progress.label), 60)}`})` : '';
}

function told(event: RunEvent): readonly string[] {
  switch (event.type) {
    case 'run-started':
      return [startLine(event)];
    case 'stack-changed':
      return stackLines(event);
    case 'probe-finished':
      return 'code' in event.result
        ? [line('fault', `${event.probe} · ${event.result.code}: ${event.result.what}`)]
        : [line('seen', `${event.probe} · ${duration(event.ms)}`)];
    case 'check-finished':
      return checkLines(event);
    case 'fault-raised':
      return [line('fault', `${event.fault.code}: ${event.fault.what}`), line('', `fix: ${event.fault.fix}`)];
    case 'run-finished':
      return [
        line(event.verdict === 'inconclusive' ? 'open' : event.verdict, `${event.verdict}: ${event.gate.reason} · ${duration(event.ms)}`),
      ];
    case 'probe-skipped':
      return event.inapplicable ? [] : [line('–', `${event.probe} · not run: ${event.reason}`)];
    case 'probe-started':
    case 'evidence-attached':
    case 'check-foreseen':
    case 'progress':
      return [];
  }
}

function startLine({ assay, platform, standard, run, planned, probes }: EventOf<'run-started'>): string {
  const amount = `${count(planned.length, 'check')}, ${count(probes.length, 'probe')}`;
  return line('run', `assay ${assay} · ${platform} · ${standard.id} ${standard.version} · run ${run} · ${amount}`);
}

function line(sign: string, text: string): string {
  return `${sign.padEnd(5)}  ${clip(oneLine(text), longestText)}`;
}

function stackLines(event: EventOf<'stack-changed'>): readonly string[] {
  const { driver, because, services } = event.report;
  if (event.phase === 'booting' || event.phase === 'stopping') return [];
  if (event.phase === 'down') return [line('stack', `down in ${duration(event.ms)}`)];
  const ready = services.filter((service) => service.state === 'ready' || service.state === 'done').length;
  const [sign, word] = event.phase === 'failed' ? ['fault', 'did not boot'] : ['stack', 'ready'];
  const failed = services.filter((service) => service.state === 'failed');
  return [
    line(sign, `${word}: ${ready} of ${count(services.length, 'service')} in ${duration(event.ms)}, ${driver} (${because})`),
    ...failed.map(({ name, detail }) => line('', `${name} failed${detail === undefined ? '' : `: ${detail}`}`)),
  ];
}

function checkLines(event: EventOf<'check-finished'>): readonly string[] {
  const { check, outcome, ms } = event;
  const name = `${check.family}/${check.id}`;
  switch (outcome.status) {
    case 'pass':
      return [line('pass', `${name} · ${outcome.examined} ${outcome.unit} · ${duration(ms)}`)];
    case 'error':
      return [line('fault', `${name} · ${outcome.fault.code}: ${outcome.fault.what}`)];
    case 'skipped':
    case 'inapplicable':
      return [line('–', `${name} · ${outcome.status}: ${outcome.reason}`)];
    case 'fail':
      return failLines(name, outcome, ms);
  }
}

/** A check that found only what is possible or accepted has failed nobody: its line says so. */
function failLines(name: string, outcome: Extract<Outcome, { readonly status: 'fail' }>, ms: number): readonly string[] {
  const counted = outcome.findings.filter((finding) => !finding.waiver && !finding.known && finding.confidence !== 'possible');
  const [sign, aside] = counted.length > 0 ? ['fail', ''] : ['note', ', possible or accepted,'];
  return [
    line(sign, `${name} · ${count(outcome.findings.length, 'finding')}${aside} in ${outcome.examined} ${outcome.unit} · ${duration(ms)}`),
    ...counted.slice(0, listedFindings).map(({ severity, what, location }) => line('', `${severity}: ${what}${location ? ` · ${place(location)}` : ''}`)),
  ];
}
