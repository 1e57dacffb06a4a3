import type { Category } from '../../core/types.ts';
import { counts } from '../lies/run.ts';
import type { Demand, Finding, GateReport } from './report.ts';

/** A line of the certificate: the rows of the readiness table, and the build of the front end, which the certificate left open. */
export type LineName = Category | 'Front end’s build';
export interface Line {
  readonly name: LineName;
  readonly state: Demand['state'];
  /** How many things were looked at; 0 is never a pass. */
  readonly examined: number;
  /** What was seen, or what is missing. One sentence or list. */
  readonly words: string;
  /** Where it failed: what could not be looked at besides, behind what failed. */
  readonly open: string;
  /** How to look at it: a finding by its number, or the digests of the sealed evidence. */
  readonly evidence: string;
}

const buildCheck = 'build-variable-lost';
const wrongOrigin = /\bbuilt\b|address|origin|not the platform’s/i;
const shownFindings = 3;
const shownOpen = 5;
const shownOpenBeside = 2;
const digestLength = 'sha256:'.length + 8;
/** Codes of faults after which nothing of the running platform was seen. */
const notBooted = new Set(['boot-failed', 'boot-timeout', 'engine-absent', 'engine-refused', 'driver-absent', 'port-taken', 'tool-missing', 'compose-failed']);

/** What each line would show on a machine with a container engine, besides what the source shows; the lines that the source alone answers are not here. */
const wouldShow: Readonly<Partial<Record<LineName, string>>> = {
  'Mock data': 'where each value of each answer comes from, and whether it follows the stores',
  'Fallback data': 'what each endpoint answers while each store is out',
  'Database connections': 'a round trip, latency, version and credentials of PostgreSQL, Redis and Neo4j',
  'Endpoints': 'status, schema, latency and the origin of the data of each endpoint, of the WebSocket and of each MCP tool',
  'Error handling': 'what readiness says while each store is out, and whether everything recovers',
  'Configuration': 'what each service was given, compared with what its code reads',
  'Security': 'each guarded endpoint asked by nobody, by nonsense and by a forged token',
  'User flows': 'log-in, upload, dashboard, search and chat in a browser, compared with the database',
  'Performance': 'latency and errors under load',
  'Front end’s build': 'the four NEXT_PUBLIC_ values in the files that were built, and the addresses that a browser really asks',
};

/** The certificate’s own table of one run, line by line. */
export function linesOf(report: GateReport): readonly Line[] {
  return [...report.readiness.map((demand) => lineOf(demand, report)), frontEnd(report)];
}

function lineOf(demand: Demand, report: GateReport): Line {
  const { category, state, examined } = demand;
  const failing = report.findings.filter((each) => each.category === category && counts(each));
  const missing = state === 'unproven' && isDown(report) ? wouldShow[category] : undefined;
  const words = state === 'fail' && failing.length > 0 ? told(failing) : state === 'unproven' ? open(demand, report) : [demand.reason, ...(state === 'pass' ? demand.notes : [])].join('; ');
  return {
    name: category, state, examined: state === 'unproven' && isDown(report) ? 0 : examined,
    words: missing === undefined ? words : `the stack did not come up; with a container engine it would show ${missing}`,
    open: state === 'fail' && failing.length > 0 ? unlooked(category, report).slice(0, shownOpenBeside).join('; ') : '',
    evidence: failing.length > 0 && state === 'fail' ? shown(report, failing) : digests(report, (each) => each.category === category),
  };
}

/** The build of the page: what the built files hold, and what the browser asks. Both must have been looked at. */
function frontEnd(report: GateReport): Line {
  const name = 'Front end’s build';
  const checks = report.checks.filter((each) => each.id === buildCheck || each.family === 'e2e');
  const failing = report.findings.toSorted((a, b) => Number(b.check === buildCheck) - Number(a.check === buildCheck)).filter((each) => counts(each) && (each.check === buildCheck || (each.category === 'User flows' && wrongOrigin.test(`${each.what} ${each.expected ?? ''}`))));
  const examined = checks.reduce((sum, each) => sum + (each.id === buildCheck ? each.examined ?? 0 : 0), 0);
  if (failing.length > 0) return { name, state: 'fail', examined, words: told(failing), open: '', evidence: shown(report, failing) };
  const open = checks.filter((each) => !['pass', 'fail', 'inapplicable'].includes(each.status) || (each.unproven ?? []).length > 0);
  const built = checks.find((each) => each.id === buildCheck);
  const browsed = checks.filter((each) => each.family === 'e2e' && each.status === 'pass').length;
  if (built?.status !== 'pass' || open.length > 0 || examined === 0 || browsed === 0) {
    const why = isDown(report) ? `the stack did not come up; with a container engine it would show ${wouldShow[name] ?? ''}` : open.length > 0 ? `not looked at: ${open.map((each) => each.id).join(', ')}` : built?.status === 'pass' ? 'the built files are as configured, and no browser has looked at the page' : `not looked at: ${buildCheck}`;
    return { name, state: 'unproven', examined: 0, words: why, open: '', evidence: '' };
  }
  return { name, state: 'pass', examined, words: `${examined} build variables stand in the files as they are configured (${built.note ?? ''}); ${browsed} journeys in a browser asked no other address`, open: '', evidence: digests(report, (each) => each.id === buildCheck) };
}

/** Everything that could not be looked at, each thing once, though several checks may say so. */
function open({ category, reason }: Demand, report: GateReport): string {
  const all = unlooked(category, report);
  return all.length === 0 ? reason : [...all.slice(0, shownOpen), ...(all.length > shownOpen ? [`and ${all.length - shownOpen} more`] : [])].join('; ');
}

function unlooked(category: Category, report: GateReport): readonly string[] {
  return [...new Set(report.checks.filter((each) => each.category === category).flatMap((each) => each.unproven ?? []))];
}

/** Nothing of the running platform was seen. */
export function isDown(report: GateReport): boolean {
  return report.faults.some((each) => notBooted.has(each.code) || each.code.startsWith('boot'));
}

/** The same sentence of several journeys is told once. */
function told(findings: readonly Finding[]): string {
  const texts = [...new Set(findings.map(({ what, location }) => `${what.replace(/\.$/, '')}${location ? ` (${location.uri}${location.line === undefined ? '' : `:${location.line}`})` : ''}`))];
  return [...texts.slice(0, shownFindings), ...(texts.length > shownFindings ? [`and ${texts.length - shownFindings} more`] : [])].join('; ');
}

function shown(report: GateReport, findings: readonly Finding[]): string {
  return findings.slice(0, shownFindings).map((each) => `${report.run}#${each.number}`).join(', ');
}

function digests(report: GateReport, fits: (check: GateReport['checks'][number]) => boolean): string {
  const all = [...new Set(report.checks.filter(fits).flatMap((each) => each.evidence ?? []))];
  return all.length === 0 ? '' : `${all[0]?.slice(0, digestLength) ?? ''}…${all.length > 1 ? ` and ${all.length - 1} more` : ''}`;
}
