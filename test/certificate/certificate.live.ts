import { parseArgs } from 'node:util';
import { isCaught, isTried } from '../lies/live.ts';
import { fastapiDesk, readLies } from '../lies/manifest.ts';
import { eitherOf, honestName, keepResult, keepTogether, readResults, tally, writeResults } from '../lies/results.ts';
import { counts } from '../lies/run.ts';
import { auditAll } from '../lies/static.ts';
import { showsInSource } from '../lies/table.ts';
import { copyPlatform } from '../lies/tree.ts';
import { aloneFolder, tryEach } from '../lies/try.ts';
import { apart, builds, gate, lastOf, titles, wrongWith, type Build } from './builds.ts';
import { caughtIn, caughtText } from './caught.ts';
import { asText, closingText, type Part } from './render.ts';
import type { GateReport } from './report.ts';
import { shownOf } from './shown.ts';
import { isDown } from './table.ts';
import { writeReadme } from './written.ts';

const help = `npm run certificate -- [--only empty,honest,dishonest,alone] [--last] [--write]
  Runs assay's gate on fastapi-desk without data, with data, and with all lies laid, and prints the table of the certificate for each.
  --only    these parts; alone boots the platform once for each lie that shows while it runs, about a minute each
  --last    run nothing: tell the last run of each again
  --write   all four parts, then the tables into examples/fastapi-desk/README.md and each lie into its lies/RESULTS.md;
            a part that is not run, or fails, is told from its last run`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Exit code 1: the honest build does not pass, the empty one is called ready, the dishonest one does not fail, or a lie alone comes out otherwise than its manifest says. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, write: { type: 'boolean', default: false }, last: { type: 'boolean', default: false }, help: { type: 'boolean' } } });
  const named = values.only?.split(',') ?? [...builds, ...(values.write ? ['alone'] : [])];
  if (values.help === true || named.some((each) => each !== 'alone' && !builds.some((build) => build === each))) {
    say(help);
    return values.help === true ? 0 : 2;
  }
  const parts: Part[] = [];
  const reports = new Map<Build, GateReport>();
  for (const build of builds.filter((each) => named.includes(each))) parts.push(await timed(titles[build], () => tryBuild(build, values.last, reports)));
  const down = [...reports.values()].some(isDown);
  if (named.includes('alone')) parts.push(await timed('each lie alone, running', () => alone(values.last || down)));
  const dishonest = reports.get('dishonest');
  if (dishonest) parts.push(await timed('all lies together', () => Promise.resolve(together(dishonest, values.write))));
  if (values.write) parts.push(await timed('README and RESULTS.md', () => written(reports)));
  say(closingText(parts));
  return parts.every(({ fine }) => fine) ? 0 : 1;
}

/** What goes wrong in one part costs that one. */
async function timed(name: string, work: () => Promise<Pick<Part, 'fine' | 'said'> & { readonly seconds?: number }>): Promise<Part> {
  const started = performance.now();
  const result = await work().catch((error: unknown) => ({ fine: false, said: `failed: ${error instanceof Error ? error.message : String(error)}` }));
  return { name, seconds: (performance.now() - started) / 1_000, ...result };
}

async function tryBuild(build: Build, last: boolean, reports: Map<Build, GateReport>): Promise<Pick<Part, 'fine' | 'said'> & { readonly seconds?: number }> {
  if (!last) say(`running the gate: ${titles[build]}`);
  const report = last ? lastOf(build) : await gate(build);
  if (!report) return { fine: false, said: 'was never run here' };
  reports.set(build, report);
  say(asText([{ name: titles[build], report }]));
  const wrong = isDown(report) ? `${report.verdict}; ${report.faults[0]?.what ?? 'the stack did not come up'}` : wrongWith(build, report);
  return { fine: wrong === undefined, seconds: report.durationMs / 1_000, said: wrong ?? `${report.verdict}, as it should be: ${report.reason}` };
}

async function alone(told: boolean): Promise<Pick<Part, 'fine' | 'said'>> {
  const lies = readLies(fastapiDesk).filter(isTried);
  const fine = told || (await tryEach(copyPlatform({ twin: fastapiDesk, at: aloneFolder(fastapiDesk) }), lies, { say }));
  const results = readResults(fastapiDesk);
  const caught = lies.filter((lie) => isCaught(lie, results.find(({ id }) => id === lie.id))).length;
  return { fine, said: `${caught} of ${lies.length} caught${told ? ', in the last run of each' : ''}` };
}

function together(report: GateReport, keep: boolean): Pick<Part, 'fine' | 'said'> {
  const all = caughtIn(report, readLies(fastapiDesk), apart());
  say(caughtText(all));
  if (keep && !isDown(report)) keepTogether(fastapiDesk, { at: report.startedAt, lies: all.map(({ lie, source, running }) => ({ id: lie.id, source, running })), shown: shownOf(report) });
  return { fine: all.every(({ running }) => running.state !== 'missed'), said: `${tally(all.map(({ source }) => source))} caught in the source, ${tally(all.map(({ running }) => running))} running, ${eitherOf(all)} of ${all.length} planted in one or the other` };
}

/** A build that was not run now, or did not come up, is told from its last run that did; without one its column is left out. */
async function written(now: ReadonlyMap<Build, GateReport>): Promise<Pick<Part, 'fine' | 'said'>> {
  const plain = now.get('honest');
  if (plain && !isDown(plain)) keepResult(fastapiDesk, { id: honestName, at: plain.startedAt, failed: [...new Set(plain.findings.filter(counts).map(({ check }) => check))].sort() });
  const lies = readLies(fastapiDesk);
  const { honest, seen } = await auditAll(lies.filter(showsInSource), fastapiDesk);
  writeResults(fastapiDesk, lies, seen, honest.filter(counts).length);
  const columns = builds.flatMap((build) => {
    const latest = now.get(build);
    const report = latest && !isDown(latest) ? latest : lastOf(build);
    return report ? [{ name: titles[build], report }] : [];
  });
  if (columns.length < builds.length) return { fine: false, said: 'the tables are left as they are: not every build has a run in which the stack came up' };
  writeReadme(columns, lies);
  return { fine: true, said: 'written' };
}

process.exitCode = await main();
