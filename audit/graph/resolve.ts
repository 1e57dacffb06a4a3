import type { ConfigFact, FileFacts, SourceTree } from '../facts.ts';

/** Where an import leads. `unknown` is said, never guessed. */
export type Target = { readonly kind: 'file'; readonly path: string } | { readonly kind: 'package'; readonly name: string } | { readonly kind: 'asset' } | { readonly kind: 'unknown' };

const assets = /\.(css|scss|sass|less|svg|png|jpe?g|gif|webp|ico|json|md|mdx|txt|html?|woff2?|ttf|wasm|graphql|gql|sql|ya?ml|mp[34]|vue|svelte|astro|node)(\?.*)?$|\?(raw|url|worker|inline)$/;

/** Resolves imports of one tree: relative ones, tsconfig paths, `baseUrl`, workspace packages; `.js` stands for `.ts`. */
export function resolverOf(tree: SourceTree, files: ReadonlyMap<string, FileFacts>): (from: FileFacts, specifier: string) => Target {
  const mappings = tree.config.filter((each) => each.kind === 'tsconfig' && (each.paths || each.baseUrl !== undefined)).map(mappingOf).sort((a, b) => b.folder.length - a.folder.length);
  const packages = new Map(tree.config.filter((each) => each.kind === 'package' && each.name).map((each) => [each.name ?? '', each]));
  const index = stemsOf(files);
  const file = (path: string): string | undefined => (files.has(path) ? path : index.get(path) ?? (/\.[cm]?jsx?$/.test(path) ? index.get(path.replace(/\.[cm]?jsx?$/, '')) : undefined));
  // Where an import leads depends on the folder and the language of the file that it stands in, and it is asked for again and again.
  const known = { python: new Map<string, Map<string, Target>>(), typescript: new Map<string, Map<string, Target>>() };
  return (from, specifier) => {
    const folder = folderOf(from.path);
    const inFolder = known[from.language].get(folder) ?? new Map<string, Target>();
    const before = inFolder.get(specifier);
    if (before) return before;
    const target = lead(from, specifier);
    known[from.language].set(folder, inFolder.set(specifier, target));
    return target;
  };

  function lead(from: FileFacts, specifier: string): Target {
    if (from.language === 'python') return pythonTarget(specifier, from, files);
    const clean = specifier.replace(/^node:/, '');
    if (specifier === '?' || specifier === '') return { kind: 'unknown' };
    if (clean.startsWith('.')) return found(file(join(folderOf(from.path), clean))) ?? (assets.test(clean) ? { kind: 'asset' } : { kind: 'unknown' });
    if (specifier.startsWith('node:')) return { kind: 'package', name: specifier };
    for (const mapping of mappings) {
      if (!from.path.startsWith(mapping.folder)) continue;
      const hit = mapping.tries(clean).map(file).find((path) => path !== undefined);
      if (hit) return { kind: 'file', path: hit };
    }
    if (clean.startsWith('/')) return found(file(clean.slice(1))) ?? { kind: 'asset' };
    return workspaceTarget(clean, packages, file) ?? (/^[@~]\/|^#/.test(clean) ? found(conventional(clean, from.path, file)) ?? (assets.test(clean) ? { kind: 'asset' } : { kind: 'unknown' }) : { kind: 'package', name: packageName(clean) });
  }
}

function found(path: string | undefined): Target | undefined {
  return path === undefined ? undefined : { kind: 'file', path };
}

const preference = ['.ts', '.tsx', '.js', '.jsx', '.mts', '.cts', '.mjs', '.cjs', '.d.ts'];

/** Files by their path without its ending, and folders by their index file: what an import may leave out. */
function stemsOf(files: ReadonlyMap<string, FileFacts>): ReadonlyMap<string, string> {
  const found = new Map<string, { readonly path: string; readonly rank: number }>();
  const offer = (stem: string, path: string, rank: number): void => {
    const known = found.get(stem);
    if (!known || rank < known.rank) found.set(stem, { path, rank });
  };
  for (const path of files.keys()) {
    const match = /^(.*?)((?:\.d)?\.[cm]?[jt]sx?)$/.exec(path);
    if (!match) continue;
    const [, stem = '', ending = ''] = match;
    const rank = preference.indexOf(ending);
    offer(stem, path, rank === -1 ? preference.length : rank);
    // A folder's index file gives way to a file of the folder's own name.
    if (/(^|\/)index$/.test(stem)) offer(stem.replace(/\/?index$/, ''), path, 100 + rank);
  }
  return new Map([...found].map(([stem, { path }]) => [stem, path]));
}

interface Mapping {
  readonly folder: string;
  readonly tries: (specifier: string) => readonly string[];
}

function mappingOf(config: ConfigFact): Mapping {
  const folder = folderOf(config.path);
  const base = join(folder, config.baseUrl ?? '.');
  const patterns = Object.entries(config.paths ?? {});
  return {
    folder: folder === '' ? '' : `${folder}/`,
    tries(specifier) {
      const hits = patterns.flatMap(([pattern, targets]) => {
        const star = pattern.indexOf('*');
        if (star === -1) return pattern === specifier ? targets.map((target) => join(base, target)) : [];
        const head = pattern.slice(0, star);
        const tail = pattern.slice(star + 1);
        if (!specifier.startsWith(head) || !specifier.endsWith(tail)) return [];
        const middle = specifier.slice(head.length, specifier.length - tail.length);
        return targets.map((target) => join(base, target.replace('*', middle)));
      });
      return config.baseUrl === undefined ? hits : [...hits, join(base, specifier)];
    },
  };
}

/** A package of the same repository: its subpath below its folder or `src`, or what it exports, `dist` read as `src`. */
function workspaceTarget(specifier: string, packages: ReadonlyMap<string, ConfigFact>, file: (path: string) => string | undefined): Target | undefined {
  const name = packageName(specifier);
  const config = packages.get(name);
  if (!config) return undefined;
  const folder = folderOf(config.path);
  const rest = specifier.slice(name.length + 1);
  const tries = rest ? [join(folder, rest), join(folder, `src/${rest}`)] : [...sourcesOf(config), join(folder, 'src/index'), join(folder, 'index')];
  return found(tries.map(file).find((path) => path !== undefined)) ?? { kind: 'package', name };
}

/** Files that a package names as its own, where built files stand for their sources. */
export function sourcesOf(config: ConfigFact): string[] {
  const folder = folderOf(config.path);
  return (config.exports ?? []).flatMap((each) => {
    const plain = join(folder, each).replace(/\.d\.([cm]?)ts$/, '.$1js');
    const source = plain.replace(/(^|\/)(dist|build|lib|out)\/(esm\/|cjs\/|src\/)?/, '$1src/');
    return source === plain ? [plain] : [plain, source, plain.replace(/(^|\/)(dist|build|lib|out)\/(esm\/|cjs\/)?/, '$1')];
  });
}

/** `@/x` without a tsconfig: the nearest `src`, `app` or package folder above that has it. */
function conventional(specifier: string, from: string, file: (path: string) => string | undefined): string | undefined {
  const rest = specifier.replace(/^[@~]\/|^#\/?/, '');
  for (let folder = folderOf(from); ; folder = folderOf(folder)) {
    for (const base of ['', 'src/', 'app/']) {
      const hit = file(join(folder, base + rest));
      if (hit) return hit;
    }
    if (folder === '') return undefined;
  }
}

function packageName(specifier: string): string {
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

export function folderOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at === -1 ? '' : path.slice(0, at);
}

/** Nothing to settle: no empty part, and none that begins with a dot. */
const plain = /^[^/.][^/]*(?:\/[^/.][^/]*)*$/;

/** Joins and settles `.` and `..`, with forward slashes, relative to the root. */
export function join(folder: string, path: string): string {
  const whole = folder === '' ? path : `${folder}/${path}`;
  if (plain.test(whole)) return whole;
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** A Python module: dots go up from the file's package; other names are looked for from every folder above the file. */
function pythonTarget(specifier: string, from: FileFacts, files: ReadonlyMap<string, FileFacts>): Target {
  const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
  const path = specifier.slice(dots).replaceAll('.', '/');
  const at = (folder: string): string | undefined => [join(folder, `${path}.py`), join(folder, `${path}/__init__.py`)].find((each) => files.has(each));
  if (dots > 0) {
    let folder = folderOf(from.path);
    for (let up = 1; up < dots; up++) folder = folderOf(folder);
    const hit = path === '' ? [join(folder, '__init__.py')].find((each) => files.has(each)) : at(folder);
    return found(hit) ?? { kind: 'unknown' };
  }
  for (let folder = folderOf(from.path); ; folder = folderOf(folder)) {
    const hit = at(folder) ?? at(join(folder, 'src'));
    if (hit) return { kind: 'file', path: hit };
    if (folder === '') return { kind: 'package', name: specifier.split('.')[0] ?? specifier };
  }
}
