import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fault, FaultError } from '../core/fault.ts';
import type { RunView } from '../core/fold.ts';
import type { Digest, Fault } from '../core/types.ts';
import { importDefault, unitFiles } from '../engine/registry.ts';
import type { EvidenceStore } from '../engine/store.ts';
import type { Earlier, Lookup, Renderer } from '../reports/renderer.ts';
import { proverIn } from './proofs.ts';
import { home } from './self.ts';

/** One report that was asked for: `NAME` or `NAME=FILE`. */
export interface Wanted {
  readonly renderer: Renderer;
  readonly file: string | undefined;
}

const notRenderers = new Set(['renderer']);

/** Every renderer of `reports/`, by its name. */
async function renderers(): Promise<ReadonlyMap<string, Renderer>> {
  const loaded = (await Promise.all(rendererFiles().map(importDefault))) as readonly Renderer[];
  return new Map(loaded.map((renderer) => [renderer.name, renderer]));
}

/** Reads `--reporter NAME[=FILE],…`; an unknown name is the user's to mend. A renderer stands in the file of its name: only those that are asked for are loaded. */
export async function wantedReports(texts: readonly string[]): Promise<readonly Wanted[]> {
  return Promise.all(texts.flatMap((text) => text.split(',')).filter(Boolean).map(async (text): Promise<Wanted> => {
    const [name = '', file] = splitOnce(text, '=');
    const renderer = await rendererOf(name);
    if (!renderer) throw new FaultError(fault('usage', `there is no reporter ${name}; there are ${[...(await renderers()).keys()].sort().join(', ')}`));
    return { renderer, file };
  }));
}

async function rendererOf(name: string): Promise<Renderer | undefined> {
  const [file] = rendererFiles().filter((each) => nameOf(each) === name);
  const renderer = file === undefined ? undefined : (await importDefault(file)) as Renderer;
  return renderer?.name === name ? renderer : (await renderers()).get(name);
}

function rendererFiles(): readonly string[] {
  return unitFiles(join(home, 'reports')).filter((file) => !notRenderers.has(nameOf(file)));
}

function nameOf(file: string): string {
  return file.replace(/^.*[\\/]|\.[a-z]+$/g, '');
}

function splitOnce(text: string, at: string): readonly [string, string | undefined] {
  const index = text.indexOf(at);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

/** Evidence and library sources for renderers, read from disk. Evidence that is not kept any more is undefined. */
export function lookupIn(store: EvidenceStore, previous: Earlier | undefined): Lookup {
  const require = createRequire(import.meta.url);
  const kept = (digest: Digest): boolean => existsSync(store.path(digest));
  return {
    previous, prove: proverIn(store),
    json: (digest) => (kept(digest) ? store.json(digest) : undefined),
    bytes: (digest) => (kept(digest) ? store.bytes(digest) : undefined),
    asset: (specifier) => {
      const path = assetPath(require, specifier);
      return path === undefined ? undefined : readFileSync(path, 'utf8');
    },
  };
}

/** A file of an installed package. Packages whose `exports` hide the file are found by their own folder. */
function assetPath(require: NodeJS.Require, specifier: string): string | undefined {
  const parts = specifier.split('/');
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
  for (const folder of require.resolve.paths(name) ?? []) {
    const path = join(folder, specifier);
    if (existsSync(path)) return path;
  }
  return undefined;
}

/** Where a run lies, and what its reports are looked up in. */
export interface ReportPlace {
  readonly lookup: Lookup;
  readonly folder: string;
}

/** Renders and writes reports; one that fails becomes a fault and the others are still written. Returns the files by renderer. */
export async function writeReports(wanted: readonly Wanted[], run: RunView, place: ReportPlace, out: (text: string) => void): Promise<{ readonly files: ReadonlyMap<string, string>; readonly faults: readonly Fault[] }> {
  const { lookup, folder: runFolder } = place;
  const files = new Map<string, string>();
  const faults: Fault[] = [];
  for (const { renderer, file } of wanted) {
    try {
      const rendered = await renderer.render(run, lookup);
      if (file === '-') out(typeof rendered === 'string' ? rendered : Buffer.from(rendered).toString('utf8'));
      else {
        const path = file === undefined ? join(runFolder, renderer.file) : resolve(file);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, rendered);
        files.set(renderer.name, path);
      }
    } catch (error) {
      faults.push(fault('reporter-failed', `the ${renderer.name} report could not be written`, { cause: error }));
    }
  }
  return { files, faults };
}
