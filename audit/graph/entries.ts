import type { FileFacts, SourceTree } from '../facts.ts';
import { folderOf, join, sourcesOf } from './resolve.ts';

/** A file that something starts, and what. */
export interface Entry {
  readonly path: string;
  readonly because: string;
}

/** Files that a framework or a runtime finds by their place and name. */
const conventions: readonly (readonly [string, RegExp])[] = [
  ['Next.js route', /(^|\/)app\/(.*\/)?(page|layout|route|loading|error|not-found|global-error|template|default|sitemap|robots|manifest|icon|opengraph-image)\.[jt]sx?$/],
  ['page by its folder', /(^|\/)pages\/.*\.[jt]sx?$/],
  ['Next.js middleware', /(^|\/)(middleware|instrumentation|proxy)\.[jt]s$/],
  ['route by its folder', /(^|\/)(app\/)?routes\/.*\.[jt]sx?$|\+(page|layout|server)(\.server)?\.[jt]s$/],
  ['Remix root', /(^|\/)app\/(root|entry\.(client|server))\.tsx?$/],
  ['function by its folder', /^api\/(?!src\/|lib\/|.*\/src\/).*\.[jt]s$|(^|\/)(functions|netlify\/functions|supabase\/functions)\/.*\.[jt]s$/],
  ['loaded by its folder', /(^|\/)src\/(api|subscribers|jobs|workflows|links|loaders|modules|plugins|commands|events|crons?)\/.*\.[jt]sx?$/],
  ['Python main file', /(^|\/)(main|app|server|wsgi|asgi|manage|run|worker|celery\w*|tasks|urls|settings|cli|__main__|application|api)\.py$/],
  ['main file', /^((apps|packages|services|backend|frontend|server|client|web|api|worker)\/([\w-]+\/)?)?(src\/)?(main|index|server|app|worker|cli|App)\.[cm]?[jt]sx?$/],
];

/** What starts: scripts and exports of packages, container commands, pages, framework conventions, and files that listen. */
export function entriesOf(tree: SourceTree, files: ReadonlyMap<string, FileFacts>): readonly Entry[] {
  const entries = new Map<string, string>();
  const add = (path: string | undefined, because: string): void => {
    if (path !== undefined && files.has(path) && !entries.has(path)) entries.set(path, because);
  };
  for (const config of tree.config) {
    const folder = folderOf(config.path);
    for (const start of config.starts) for (const word of start.split(/[\s=,;"']+/)) for (const path of namedBy(word, folder, files)) add(path, `started by ${config.path}`);
    if (config.kind === 'package') for (const each of sourcesOf(config)) for (const path of namedBy(each, '', files)) add(path, `exported by ${config.path}`);
  }
  for (const file of tree.files) {
    if (file.own === 'tooling') for (const each of file.imports) if (each.from.startsWith('.')) for (const path of namedBy(each.from, folderOf(file.path), files)) add(path, `named by ${file.path}`);
    if (file.own) continue;
    const convention = conventions.find(([, pattern]) => pattern.test(file.path));
    if (convention) add(file.path, convention[0]);
    else if (file.directive?.startsWith('#!')) add(file.path, 'runs as a command');
    // In Python a server is started by a command; `pubsub.listen()` and the like are something else.
    else if (file.language !== 'python' && file.functions.some((each) => each.calls.some((callee) => /(^|\.)(listen|createServer)$/.test(callee)))) add(file.path, 'starts a server');
  }
  return [...entries].map(([path, because]) => ({ path, because }));
}

const sourceEndings = ['', '.ts', '.tsx', '.js', '.mjs', '.py'];

/** Files that a word of a command means: itself, its source where it names a built file, a Python module. */
function namedBy(word: string, folder: string, files: ReadonlyMap<string, FileFacts>): string[] {
  if (word.length < 3 || word.startsWith('-') || word.includes('*')) return [];
  const path = join(folder, word.replace(/^\//, '').replace(/^(usr\/src\/)?app\//, ''));
  const bare = path.replace(/\.[cm]?js$/, '');
  const unbuilt = bare.replace(/(^|\/)(dist|build|lib|out)\//, '$1src/');
  const module = /^[\w.]+(:\w+)?$/.test(word) ? join(folder, (word.split(':')[0] ?? '').replaceAll('.', '/')) : '';
  const tries = [path, bare, unbuilt, bare.replace(/(^|\/)(dist|build|lib|out)\//, '$1'), module].filter((each) => each !== '');
  const found = tries.flatMap((each) => sourceEndings.map((ending) => each + ending)).filter((each) => files.has(each));
  return found.slice(0, 2);
}
