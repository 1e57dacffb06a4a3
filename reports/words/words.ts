import { grouped } from '../../core/grouped.ts';
import { isPartial } from '../../core/plan.ts';
import type { RunView } from '../../core/fold.ts';
import { failsDemand } from '../../core/gate.ts';
import type { DemandResult, DemandState, Finding, Location, Severity, Standard, Verdict } from '../../core/types.ts';
import { clip } from './visible.ts';

export { grouped };

export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** A state's second sign beside its colour. All are one column wide and in every common font. */
export const glyphs: Readonly<Record<DemandState | Verdict | 'skipped' | 'inapplicable' | 'error', string>> = {
  pass: '✓',
  fail: '✗',
  unproven: '?',
  inconclusive: '?',
  error: '!',
  'not demanded': '–',
  skipped: '–',
  inapplicable: '–',
};

/** `1 finding`, `1,204 findings`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${grouped(n)} ${n === 1 ? one : many}`;
}

/** Milliseconds for people: `0.4 ms`, `38 ms`, `2.1 s`, `1:20`, `1:02:07`. */
export function duration(ms: number): string {
  if (ms < 9.95) return `${Math.round(ms * 10) / 10} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  return clock(Math.round(ms / 1000) * 1000);
}

/** Milliseconds without their unit, for a column that names it: as exact as `duration` says them below a second. */
export function millis(ms: number): string {
  return grouped(ms < 9.95 ? Math.round(ms * 10) / 10 : Math.round(ms));
}

/** Milliseconds as a clock that runs: `0:48`, `12:03`, `1:02:07`. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Bytes for people, in steps of 1,024: `812 B`, `14 KB`, `3.2 MB`. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function place(location: Location): string {
  const line = location.line === undefined ? '' : `:${location.line}`;
  return `${location.uri}${line}${location.column === undefined || location.line === undefined ? '' : `:${location.column}`}`;
}

/** The place without its column: what people read. */
export function lineOf({ uri, line }: Location): string {
  return place({ uri, ...(line !== undefined && { line }) });
}

/** True when the finding fails a demand of the run's standard. */
export function fails(run: RunView, finding: Finding): boolean {
  return failsDemand(finding, run.header.standard);
}

/** Why a finding fails nothing, in two or three words; undefined when it does fail a demand. */
export function standing(run: RunView, finding: Finding): 'waived' | 'known' | 'possible' | 'not failing' | undefined {
  if (finding.waiver) return 'waived';
  if (finding.known) return 'known';
  if (finding.confidence === 'possible') return 'possible';
  return fails(run, finding) ? undefined : 'not failing';
}

/** `2 critical, 1 medium` of the given findings; empty for none. */
export function bySeverity(findings: readonly Finding[]): string {
  return severities
    .map((severity) => [severity, findings.filter((each) => each.severity === severity).length] as const)
    .filter(([, n]) => n > 0)
    .map(([severity, n]) => `${grouped(n)} ${severity}`)
    .join(', ');
}

/** The verdict in words, such as `quotedesk is not ready`. Only a whole run under a standard for releases says "ready": a part of one proves that part. */
export function headline(run: RunView): string {
  const { platform, standard } = run.header;
  const part = onlyPart(standard);
  const whole = !isPartial(standard) && releaseStandards.has(standard.id);
  const said: Readonly<Record<Verdict, string>> = whole
    ? { pass: 'is ready', fail: 'is not ready', inconclusive: 'is not proven ready' }
    : { pass: `passes ${standard.id}`, fail: `fails ${standard.id}`, inconclusive: `is not proven by ${standard.id}` };
  return `${platform || 'The platform'} ${said[run.verdict]}${part}`;
}

/** How `--only`, `--shard` and `assay prove` say in a demand that it was not asked for. */
const leftOut = /^left out by (?:--only |--|assay )/;
const releaseStandards = new Set(['release', 'quarterly', 'demo']);

function onlyPart(standard: Standard): string {
  const reason = standard.demands.find((demand) => leftOut.test(demand.reason ?? ''))?.reason;
  return reason ? ` (${reason.replace(leftOut, '').replaceAll(',', ', ')} only)` : '';
}

/** What stands behind the verdict in short: how many findings fail it, or the gate's own reason. */
export function because(run: RunView): string {
  const failing = run.findings.filter((finding) => fails(run, finding));
  return run.verdict === 'fail' && failing.length > 0
    ? `${bySeverity(failing)} ${failing.length === 1 ? 'finding' : 'findings'}`
    : run.gate.reason;
}

/** A row of the readiness table is read at a glance: a finding's words are cut there, and stand in full with the finding. */
const longestRow = 110;

/** A demand's reason, with the worst finding in its own words where the gate only counts them. */
export function rowReason(run: RunView, demand: DemandResult): string {
  const worst =
    demand.state === 'fail' ? run.findings.find((finding) => finding.category === demand.category && fails(run, finding)) : undefined;
  const reason =
    worst && /^\d+ findings?$/.test(demand.reason)
      ? `${clip(worst.what.replace(/\.$/, ''), longestRow)}${demand.findings > 1 ? `, and ${demand.findings - 1} more` : ''}`
      : demand.reason;
  const plain = reason.replace(/\.$/, '');
  return demand.state === 'not demanded' && !plain.startsWith('not demanded') ? `not demanded: ${plain}` : plain;
}

/** The notes of a row that fit beside its reason, and how many do not: those stand with the checks that made them. */
export function rowNotes(demand: DemandResult, room: number): readonly string[] {
  const kept: string[] = [];
  let used = 0;
  const parts = demand.notes.flatMap((note) => note.split('; '));
  for (const part of parts) {
    used += part.length + 2;
    if (used > room) break;
    kept.push(part);
  }
  const left = parts.length - kept.length;
  return left === 0 ? kept : [...kept, count(left, kept.length > 0 ? 'more note' : 'note')];
}

/** How the run is named in commands. */
export function reference(run: RunView, finding?: Finding): string {
  return finding ? `${run.header.run}#${finding.number}` : run.header.run;
}
