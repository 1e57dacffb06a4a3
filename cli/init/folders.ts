import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { commandWords } from '../../stack/kinds.ts';
import type { ServiceModel } from '../../stack/model/types.ts';

/** A package of the workspace that is no service of its own: what the others share. */
export interface SharedPackage {
  readonly folder: string;
  /** As it is imported. */
  readonly name: string;
}

/**
 * Where the code of a service lies: its build context, or what is mounted into it. When the whole platform is the context, the folder that its
 * Dockerfile lies in or that its command names. Empty when nothing tells.
 */
export function sourceFolders(service: ServiceModel, root: string): readonly string[] {
  const context = service.build && within(root, service.build.context);
  if (context !== undefined) return [context === '.' ? (narrowed(service, root) ?? '.') : context];
  return [...new Set(service.volumes.filter((volume) => volume.type === 'bind').flatMap((volume) => {
    const folder = within(root, volume.source);
    return folder !== undefined && folder !== '.' && isFolder(join(root, folder)) ? [folder] : [];
  }))];
}

/**
 * The file that a service starts, when several services have their code in one folder and each starts another file of it. `paths` are the
 * platform's files. Undefined when the command names none that is there.
 */
export function entryFile(service: ServiceModel, root: string, paths: ReadonlySet<string>): string | undefined {
  const mounts = service.volumes.filter((volume) => volume.type === 'bind');
  const bases = [...(service.build ? [service.build.context] : []), ...mounts.map((mount) => mount.source)];
  for (const word of commandWords(service).filter((each) => /\.\w+$/.test(each))) {
    const mount = mounts.find((each) => word.startsWith(`${each.target}/`));
    const places = mount ? [join(mount.source, word.slice(mount.target.length))] : bases.map((base) => join(base, word));
    const found = places.map((place) => within(root, place)).find((path) => path !== undefined && paths.has(path));
    if (found !== undefined) return found;
  }
  return undefined;
}

function narrowed(service: ServiceModel, root: string): string | undefined {
  const beside = dirname(service.build?.dockerfile ?? '').split('/')[0] ?? '';
  if (beside !== '' && beside !== '.' && isFolder(join(root, beside))) return beside;
  const named = commandWords(service).map((word) => word.replace(/^\.?\//, '')).find((word) => word.includes('/') && existsSync(join(root, word)));
  return named?.split('/')[0];
}

/** Packages of the workspace that no service is named after and no service starts. */
export function sharedPackages(root: string, services: readonly ServiceModel[]): readonly SharedPackage[] {
  const started = new Set(services.flatMap((service) => [service.name, narrowed(service, root) ?? '', within(root, service.build?.context ?? '/') ?? '']));
  return workspacesOf(root).filter((folder) => !started.has(folder) && isFolder(join(root, folder))).map((folder) => ({ folder, name: packageName(join(root, folder)) ?? folder }));
}

function packageName(folder: string): string | undefined {
  const { name } = packageOf(folder);
  return typeof name === 'string' ? name : undefined;
}

function workspacesOf(root: string): readonly string[] {
  const { workspaces } = packageOf(root);
  const listed = Array.isArray(workspaces) ? workspaces : (workspaces as { readonly packages?: unknown } | undefined)?.packages;
  return Array.isArray(listed) ? listed.filter((name): name is string => typeof name === 'string' && !name.includes('*')) : [];
}

/** Nothing where there is no package, or one that is no JSON: npm says so itself. */
function packageOf(folder: string): { readonly name?: unknown; readonly workspaces?: unknown } {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly name?: unknown; readonly workspaces?: unknown };
  } catch {
    return {};
  }
}

function within(root: string, path: string): string | undefined {
  const uri = relative(root, path).replaceAll('\\', '/');
  return uri.startsWith('..') || uri.startsWith('/') ? undefined : uri === '' ? '.' : uri;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
