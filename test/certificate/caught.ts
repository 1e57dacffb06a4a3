import type { Lie } from '../lies/manifest.ts';
import { eitherOf, tally, type Word } from '../lies/results.ts';
import { counts } from '../lies/run.ts';
import type { Finding, GateReport } from './report.ts';

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
const absent: Word = { state: 'not visible', words: 'unproven: not laid, because the platform’s own seed refuses to go on with it' };

function inSource(lie: Lie, sure: readonly Finding[]): Word {
  if (!('rule' in lie.static)) return { state: 'not visible', words: lie.static.none };
  const { rule, missed } = lie.static;
  const found = sure.some((each) => each.check === rule && each.location !== undefined && lie.overlay.includes(each.location.uri));
  return found ? { state: 'caught', words: rule } : { state: 'missed', words: `${rule}${missed === undefined ? '' : `; ${missed}`}` };
}

function running({ live, hidden }: Lie, sure: readonly Finding[], report: GateReport): Word {
  if ('none' in live) return { state: 'not visible', words: live.none };
  if (hidden !== undefined) return unproven(`${hidden.because} (${hidden.by})`);
  if ('check' in live) {
    const check = report.checks.find((each) => each.id === live.check);
    if (check?.status !== 'pass' && check?.status !== 'fail') return unproven(`${live.check} was not looked at${check?.reason === undefined ? '' : `: ${check.reason}`}`);
    return { state: sure.some((each) => each.check === live.check) ? 'caught' : 'missed', words: live.check };
  }
  const concluded = report.checks.some((each) => proofChecks.has(each.id) && (each.status === 'pass' || each.status === 'fail'));
  if (!concluded) return unproven('the live proof came to no end in this run');
  const found = sure.find((each) => each.subject === live.endpoint && each.key?.endsWith(`:${live.verdict}`));
  return { state: found ? 'caught' : 'missed', words: `${live.verdict} of ${live.endpoint}${found ? ` (${found.check})` : ''}` };
}

const unproven = (because: string): Word => ({ state: 'not visible', words: `unproven: ${because}` });

/** How many were planted, could be seen, and were caught; then each lie. */
export function caughtText(all: readonly Verdicts[]): string {
  const line = (name: string, words: readonly Word[]): string => `${name}: ${tally(words).replace(' of ', ' caught of ')} that can be seen there, ${all.length} planted`;
  return [
    line('in the source', all.map(({ source }) => source)), line('running', all.map(({ running: seen }) => seen)), `in one or the other: ${eitherOf(all)} of ${all.length}`, '',
    ...all.map(({ lie, source, running: seen }) => `  ${lie.id.padEnd(32)} source ${said(source)}\n  ${''.padEnd(32)} running ${said(seen)}`),
  ].join('\n');
}

function said({ state, words }: Word): string {
  return `${state === 'not visible' ? '–' : `${state}:`} ${words}`;
}
