import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leaveSeedOut } from '../lies/live.ts';
import { fastapiDesk, readLies, type Lie } from '../lies/manifest.ts';
import { assayJson } from '../lies/run.ts';
import { copyPlatform, type Tree } from '../lies/tree.ts';
import { gateReport, type GateReport } from './report.ts';
import { isDown } from './table.ts';

export const builds = ['empty', 'honest', 'dishonest'] as const;
export type Build = (typeof builds)[number];
export const titles: Readonly<Record<Build, string>> = { empty: 'honest, empty database', honest: 'honest, with data', dishonest: 'dishonest, with data' };
/** What the gate has to say of each; anything else is a defect of the platform or of assay. */
const wanted: Readonly<Record<Build, GateReport['verdict']>> = { empty: 'inconclusive', honest: 'pass', dishonest: 'fail' };
/** Lines that rest on data: on an empty database zeros and empty lists prove nothing, and none of these may pass. */
const needData = ['Mock data', 'Endpoints'];

/** Why a run is not what it has to be; undefined where it is. */
export function wrongWith(build: Build, { verdict, readiness }: GateReport): string | undefined {
  if (verdict !== wanted[build]) return `${verdict}, where ${wanted[build]} is right`;
  const passed = build === 'empty' ? readiness.filter(({ category, state }) => needData.includes(category) && state !== 'unproven').map(({ category, state }) => `${category} is ${state}`) : [];
  return passed.length === 0 ? undefined : `${passed.join(', ')} on an empty database`;
}

const gateLimitMs = 900_000;

/** Each checkout has places of its own, and always the same: ports and image layers follow from the place. */
const folderOf = (build: Build): string => join(tmpdir(), 'assay-certificate', createHash('sha256').update(fastapiDesk.platform).digest('hex').slice(0, 8), build);

/** Runs the gate on one build, in containers. Throws where it leaves no report. */
export async function gate(build: Build): Promise<GateReport> {
  const tree = copyPlatform({ twin: fastapiDesk, at: folderOf(build) });
  if (build === 'dishonest') layAll(tree);
  if (build === 'empty') leaveSeedOut(tree);
  // Without data there is nothing to walk through or to load; what is left out is shown as left out.
  const part = build === 'empty' ? ['--only', 'audit,check,proof'] : [];
  return gateReport.parse(await assayJson(['gate', '-C', tree.root, '--driver', 'compose', ...part], gateLimitMs));
}

/** The last run of a build in which the stack came up, or undefined where there is none. */
export function lastOf(build: Build): GateReport | undefined {
  const runs = join(folderOf(build), '.assay', 'runs');
  const paths = (existsSync(runs) ? readdirSync(runs) : []).filter((name) => /^\d/.test(name)).sort().reverse().map((name) => join(runs, name, 'report.json'));
  for (const path of paths.filter((each) => existsSync(each))) {
    const report = gateReport.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (report.success && !isDown(report.data)) return report.data;
  }
  return undefined;
}

/** Ids of lies that are not laid together with the others: the platform's own seed would refuse to go on. */
export function apart(): ReadonlySet<string> {
  return new Set(readLies(fastapiDesk).filter(seedRefuses).map(({ id }) => id));
}

/** All lies that can be told together: each has files of its own, and the platform's own seed does not refuse them. */
function layAll(tree: Tree): void {
  const owner = new Map<string, Lie>();
  for (const lie of readLies(fastapiDesk).filter((each) => !seedRefuses(each))) {
    const other = lie.overlay.map((file) => owner.get(file)).find((each) => each !== undefined);
    if (other) throw new Error(`${lie.id} and ${other.id} replace the same file`);
    for (const file of lie.overlay) owner.set(file, lie);
    tree.lay(lie);
  }
}

function seedRefuses({ live }: Lie): boolean {
  return 'check' in live && live.seeded === false;
}
