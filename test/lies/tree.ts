import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, sep } from 'node:path';
import { quotedesk, type Lie, type Twin } from './manifest.ts';

/** What is installed, built or written by a run, and the twin itself: none of it is the platform's source. */
const leftOut = new Set(['node_modules', 'dist', '.assay', '.env', 'lies']);

/** A copy of the honest platform, on which one lie at a time can be laid. */
export interface Tree {
  readonly root: string;
  readonly twin: Twin;
  lay(lie: Lie): void;
  /** Makes it honest again. */
  lift(lie: Lie): void;
  remove(): void;
}

/** Copies the platform's source; `installed` copies what is installed there as well. `at` is a folder of its own for it: ports and image layers follow from the place, so that a second run is quick. */
export function copyPlatform({ installed = false, twin = quotedesk, at }: { readonly installed?: boolean; readonly twin?: Twin; readonly at?: string } = {}): Tree {
  const { platform, liesFolder } = twin;
  if (at !== undefined) clear(at);
  const root = at ?? mkdtempSync(join(tmpdir(), `${basename(platform)}-`));
  cpSync(platform, root, { recursive: true, filter: (from) => !relative(platform, from).split(sep).some((part) => leftOut.has(part)) });
  if (installed) copyInstalled(platform, root);
  return {
    root, twin,
    lay: (lie) => { for (const file of lie.overlay) cpSync(join(liesFolder, lie.id, file), join(root, file)); },
    lift: (lie) => { for (const file of lie.overlay) makeHonest(platform, root, file); },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Empties a folder of ours but for what assay keeps there from run to run. */
function clear(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const each of readdirSync(folder)) if (each !== '.assay') rmSync(join(folder, each), { recursive: true });
}

/** The files of a lie as they lie in its folder, sorted. */
export function filesOf(id: string, twin = quotedesk): readonly string[] {
  const folder = join(twin.liesFolder, id);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((each) => each.isFile()).map((each) => relative(folder, join(each.parentPath, each.name))).sort();
}

function makeHonest(platform: string, root: string, file: string): void {
  rmSync(join(root, file));
  if (existsSync(join(platform, file))) cpSync(join(platform, file), join(root, file));
}

/** The workspaces are links within the folder and stay so, that they lead into the copy. Where nothing is installed, booting installs it. */
function copyInstalled(platform: string, root: string): void {
  const from = join(platform, 'node_modules');
  if (existsSync(from)) cpSync(from, join(root, 'node_modules'), { recursive: true, verbatimSymlinks: true });
}
