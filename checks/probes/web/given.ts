import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { parseEnv } from 'node:util';
import type { Ports } from '../../../core/ports.ts';
import { readDockerfile, type ImageBuild } from '../../build/dockerfile.ts';
import { buildTimeName } from '../../build/variables.ts';
import type { GivenBuildVariable } from '../../evidence/build.ts';

/** The bundlers' own files, the strongest first. */
const envFiles = ['.env.production.local', '.env.local', '.env.production', '.env'];

export type Given = Omit<GivenBuildVariable, 'baked'>;
export interface Build {
  readonly known: boolean;
  readonly given: readonly Given[];
  readonly received?: { readonly dockerfile: string; readonly names: readonly string[] };
}

/** Everything that gives a build-time variable a value: compose build arguments, env files beside the page's source, defaults in the Dockerfile. */
export async function buildOf(ports: Ports, service: string): Promise<Build> {
  const { root, services } = ports.platform;
  const build = ports.stack.build?.(service);
  const named = (values: Readonly<Record<string, string | undefined>>, giver: Given['giver'], where: string): readonly Given[] =>
    Object.entries(values).flatMap(([name, value]) => (buildTimeName.test(name) && value !== undefined && value !== '' ? [{ name, value, giver, where }] : []));
  const files = await Promise.all(folders(root, services[service]?.source ?? []).flatMap((folder) => envFiles.map((file) => join(folder, file))).map(readEnv));
  const dockerfile = build && await readText(build.dockerfile);
  const image: ImageBuild | undefined = dockerfile === undefined ? undefined : readDockerfile(dockerfile);
  const at = build ? inside(root, build.dockerfile) : '';
  return {
    known: build !== undefined,
    given: [
      ...named(build?.args ?? {}, 'compose', 'build.args'),
      ...files.flatMap((file) => (file ? named(file.values, 'env file', inside(root, file.path)) : [])),
      ...named(image?.receives ?? {}, 'Dockerfile', at),
    ],
    ...(image?.builds && { received: { dockerfile: at, names: Object.keys(image.receives) } }),
  };
}

/** The folders of the page's source and those above them, but not the platform's own, whose `.env` is Compose's. */
function folders(root: string, sources: readonly string[]): readonly string[] {
  const all = new Set<string>();
  for (const source of sources) {
    for (let folder = join(root, source); folder !== root && folder.startsWith(root); folder = dirname(folder)) all.add(folder);
    if (join(root, source) === join(root, '.')) all.add(root);
  }
  return [...all];
}

async function readEnv(path: string): Promise<{ readonly path: string; readonly values: Readonly<Record<string, string | undefined>> } | undefined> {
  const text = await readText(path);
  return text === undefined ? undefined : { path, values: parseEnv(text) };
}

/** Undefined when there is no such file; any other trouble is thrown. */
async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'EISDIR')) return undefined;
    throw error;
  }
}

function inside(root: string, path: string): string {
  const from = relative(root, path);
  return from.startsWith('..') ? path : from;
}
