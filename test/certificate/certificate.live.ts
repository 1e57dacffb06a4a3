import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { leaveSeedOut } from '../lies/live.ts';
import { fastapiDesk, readLies, type Lie } from '../lies/manifest.ts';
import { assayJson } from '../lies/run.ts';
import { copyPlatform, type Tree } from '../lies/tree.ts';
import { caughtIn, caughtText } from './caught.ts';
import { asMarkdown, asText, type Tried } from './render.ts';
import { gateReport } from './report.ts';

const help = `npm run certificate -- [--only empty,honest,dishonest] [--last] [--write]
  Runs assay's gate on fastapi-desk without data, with data, and with all lies laid, and prints the table of the certificate for each.
  --only    these builds alone
  --last    run nothing: tell the last run of each again
  --write   put the tables side by side into examples/fastapi-desk/README.md`;

const gateLimitMs = 900_000;
const builds = ['empty', 'honest', 'dishonest'] as const;
type Build = (typeof builds)[number];
const titles: Readonly<Record<Build, string>> = { empty: 'honest, empty database', honest: 'honest, with data', dishonest: 'dishonest, with data' };
const readme = join(fastapiDesk.platform, 'README.md');
/** Each lie is audited alone by `npm test`; this is one run with all of them, in which one lie may hide another. */
const resultsHead = '# What assay finds of the dishonest build\n\nWritten by `npm run certificate -- --write`: one run in which all lies are laid, so that one may hide another. When the rules first met these lies they caught 8 of the 21 that source can show, and two of the three families of dead variants; they have been mended with some of the lies in view since.';
const marks = ['<!-- certificate -->', '<!-- /certificate -->'] as const;

/** Exit code 1: the honest build does not pass, the empty one is called ready, or the dishonest one does not fail. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, write: { type: 'boolean' }, last: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help === true) return say(help, 0);
  const chosen = builds.filter((each) => values.only === undefined || values.only.split(',').includes(each));
  if (chosen.length === 0) return say(help, 2);
  const tried: (Tried & { readonly build: Build })[] = [];
  for (const build of chosen) {
    if (values.last !== true) say(`running the gate: ${titles[build]}`);
    tried.push({ build, name: titles[build], report: values.last === true ? lastOf(build) : await gate(build) });
  }
  say(asText(tried));
  const dishonest = tried.find(({ build }) => build === 'dishonest');
  const caught = dishonest && caughtText(caughtIn(dishonest.report, readLies(fastapiDesk), new Set(apart().map((lie) => lie.id))));
  if (caught !== undefined) say(caught);
  if (values.write === true) {
    writeReadme(asMarkdown(tried));
    if (caught !== undefined) writeFileSync(join(fastapiDesk.liesFolder, 'RESULTS.md'), `${resultsHead}\n\n${caught}\n`);
  }
  const wanted: Readonly<Record<Build, string>> = { empty: 'inconclusive', honest: 'pass', dishonest: 'fail' };
  return tried.every(({ build, report }) => report.verdict === wanted[build]) ? 0 : 1;
}

const folderOf = (build: Build): string => (build === 'honest' ? fastapiDesk.platform : join(tmpdir(), 'assay-certificate', build));

function lastOf(build: Build): Tried['report'] {
  return gateReport.parse(JSON.parse(readFileSync(join(folderOf(build), '.assay', 'runs', 'latest', 'report.json'), 'utf8')));
}

async function gate(build: Build): Promise<Tried['report']> {
  const tree = build === 'honest' ? undefined : copyPlatform({ twin: fastapiDesk, at: folderOf(build) });
  if (tree && build === 'dishonest') layAll(tree);
  if (tree && build === 'empty') leaveSeedOut(tree);
  // Without data there is nothing to walk through or to load; what is left out is shown as left out.
  const part = build === 'empty' ? ['--only', 'audit,check'] : [];
  return gateReport.parse(await assayJson(['gate', '-C', tree?.root ?? folderOf(build), '--driver', 'compose', ...part], gateLimitMs));
}

/** All lies that can be told together: each has files of its own, and the platform's own seed does not refuse them. */
function layAll(tree: Tree): void {
  const together = readLies(fastapiDesk).filter((lie) => !seedRefuses(lie));
  const owner = new Map<string, Lie>();
  for (const lie of together) {
    const other = lie.overlay.map((file) => owner.get(file)).find((each) => each !== undefined);
    if (other) throw new Error(`${lie.id} and ${other.id} replace the same file`);
    for (const file of lie.overlay) owner.set(file, lie);
    tree.lay(lie);
  }
}

/** Lies that are not laid together with the others. */
function apart(): readonly Lie[] {
  return readLies(fastapiDesk).filter(seedRefuses);
}

function seedRefuses({ live }: Lie): boolean {
  return 'check' in live && live.seeded === false;
}

function writeReadme(table: string): void {
  const text = readFileSync(readme, 'utf8');
  const [start, end] = marks.map((mark) => text.indexOf(mark));
  if (start === undefined || end === undefined || start < 0 || end < start) throw new Error(`${readme} has no place for the tables (${marks.join(' … ')})`);
  writeFileSync(readme, `${text.slice(0, start + marks[0].length)}\n${table}\n${text.slice(end)}`);
}

function say(text: string, code = 0): number {
  process.stdout.write(`${text}\n`);
  return code;
}

process.exitCode = await main();
