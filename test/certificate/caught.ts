import type { Lie } from '../lies/manifest.ts';
import { counts } from '../lies/run.ts';
import type { Finding, GateReport } from './report.ts';

/** What one run said of one lie: `caught` surely enough to fail a release, `missed`, or why it could not say anything. */
export interface Word {
  readonly state: 'caught' | 'missed' | 'not visible';
  readonly words: string;
}
export interface Verdicts {
  readonly lie: Lie;
  readonly source: Word;
  readonly running: Word;
}

/** Looks for each lie among the findings of the run in which all of them were laid. `left` are the ids of those that were not. */
export function caughtIn(report: GateReport, lies: readonly Lie[], left: ReadonlySet<string>): readonly Verdicts[] {
  const sure = report.findings.filter(counts);
  return lies.map((lie) => ({ lie, source: left.has(lie.id) ? absent : inSource(lie, sure), running: left.has(lie.id) ? absent : running(lie, sure, report) }));
}

/** The checks that tell the verdicts of the live proof. */
const proofChecks = new Set(['data-invented', 'failure-disguised', 'health-unmoved', 'outage-mishandled', 'write-lost']);
const absent: Word = { state: 'not visible', words: 'not laid: the platform’s own seed refuses it' };

function inSource(lie: Lie, sure: readonly Finding[]): Word {
  if (!('rule' in lie.static)) return { state: 'not visible', words: lie.static.none };
  const { rule, missed } = lie.static;
  const found = sure.some((each) => each.check === rule && each.location !== undefined && lie.overlay.includes(each.location.uri));
  return found ? { state: 'caught', words: rule } : { state: 'missed', words: `${rule}${missed === undefined ? '' : `; ${missed}`}` };
}

function running({ live }: Lie, sure: readonly Finding[], report: GateReport): Word {
  if ('none' in live) return { state: 'not visible', words: live.none };
  if ('check' in live) {
    if (!report.checks.some((each) => each.id === live.check && (each.status === 'pass' || each.status === 'fail'))) return { state: 'missed', words: `${live.check} was not looked at` };
    const found = sure.filter((each) => each.check === live.check);
    // A page that calls a wrong address fails every journey at its log-in; that says nothing of what the journey was to see.
    const hidden = found.length > 0 && found.every((each) => each.category === 'User flows' && /not the platform’s API/.test(each.what));
    if (hidden) return { state: 'not visible', words: `${live.check} is for it; here the page built for another port hides it` };
    return { state: found.length > 0 ? 'caught' : 'missed', words: live.check };
  }
  const concluded = report.checks.some((each) => proofChecks.has(each.id) && (each.status === 'pass' || each.status === 'fail'));
  if (!concluded) return { state: 'not visible', words: `${live.verdict} of ${live.endpoint}: the live proof came to no end in this run` };
  const found = sure.find((each) => each.subject === live.endpoint && each.key?.endsWith(`:${live.verdict}`));
  return { state: found ? 'caught' : 'missed', words: `${live.verdict} of ${live.endpoint}${found ? ` (${found.check})` : ''}` };
}

/** How many were planted, could be seen, and were caught; then each lie. */
export function caughtText(all: readonly Verdicts[]): string {
  const line = (name: string, of: (each: Verdicts) => Word): string => `${name}: ${all.filter((each) => of(each).state === 'caught').length} caught of ${all.filter((each) => of(each).state !== 'not visible').length} that can be seen there, ${all.length} planted`;
  const either = all.filter((each) => each.source.state === 'caught' || each.running.state === 'caught').length;
  return [
    line('in the source', (each) => each.source), line('running', (each) => each.running), `in one or the other: ${either} of ${all.length}`, '',
    '| lie | category | in the source | running |', '|---|---|---|---|',
    ...all.map(({ lie, source, running: seen }) => `| ${lie.id} | ${lie.category} | ${said(source)} | ${said(seen)} |`),
  ].join('\n');
}

function said({ state, words }: Word): string {
  return `${state === 'not visible' ? '–' : `${state}:`} ${words}`;
}
