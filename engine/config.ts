import { existsSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import type { z } from 'zod';
import { fault, FaultError } from '../core/fault.ts';
import type { Location } from '../core/types.ts';
import { importDefault } from './registry.ts';
import { defaultConfig } from './defaults.ts';
import type { Config } from './schema.ts';

/** The files a configuration may stand in, the first that is there. */
export const configNames = ['assay.config.ts', 'assay.config.js', 'assay.config.mjs', 'assay.config.json', 'assay.config.yaml', 'assay.config.yml'];

export interface LoadedConfig {
  readonly config: Config;
  /** The file it came from, or undefined: everything is a default. */
  readonly path: string | undefined;
  /** Absolute folder of the platform. */
  readonly root: string;
}

/**
 * Reads the platform's configuration: flag > environment `ASSAY_*` > file > default. Code is run only when it is the operator's own
 * (`trusted`: the folder named with -C, or the current one); JSON and YAML are read from anywhere.
 */
export async function loadConfig(root: string, options: { readonly trusted: boolean; readonly env?: NodeJS.ProcessEnv } = { trusted: true }): Promise<LoadedConfig> {
  const absolute = resolve(root);
  if (!existsSync(absolute)) throw new FaultError(fault('path-missing', `there is no folder ${root}`));
  const path = configNames.map((name) => join(absolute, name)).find((candidate) => existsSync(candidate) && (options.trusted || /\.(json|ya?ml)$/.test(candidate)));
  // Without a file there is nothing to validate, and nothing to load for it.
  const config = path ? await validated(await readFile(path), path) : defaultConfig;
  return { config: withEnvironment(config, options.env ?? process.env), path, root: absolute };
}

interface ReadFile {
  readonly raw: unknown;
  readonly locate: (path: readonly PropertyKey[]) => Location | undefined;
}

async function readFile(path: string): Promise<ReadFile> {
  const uri = relative(process.cwd(), path) || path;
  const text = readFileSync(path, 'utf8');
  if (/\.(ts|js|mjs)$/.test(path)) {
    return { raw: await importConfig(path, uri), locate: (keys) => locateInCode(text, uri, keys) };
  }
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text, { prettyErrors: true });
  const error = document.errors[0];
  if (error) throw new FaultError(fault('config-invalid', `${uri} does not parse: ${error.message.split('\n')[0]}`, { where: { uri, line: error.linePos?.[0].line ?? 1 } }));
  return {
    raw: document.toJS() as unknown,
    locate(keys) {
      const node = document.getIn([...keys], true) as { readonly range?: readonly number[] } | undefined;
      return node?.range?.[0] === undefined ? { uri } : { uri, line: text.slice(0, node.range[0]).split('\n').length };
    },
  };
}

async function importConfig(path: string, uri: string): Promise<unknown> {
  try {
    return (await importDefault(path)) ?? {};
  } catch (error) {
    const cause = error instanceof FaultError ? error.fault.cause : error;
    throw new FaultError(fault('config-invalid', `${uri} could not be loaded`, { cause, where: { uri } }));
  }
}

async function validated({ raw, locate }: ReadFile, path: string): Promise<Config> {
  const { configSchema } = await import('./schema.ts');
  const result = configSchema.safeParse(raw);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const { text, keys } = describe(issue);
  const where = locate(keys);
  throw new FaultError(fault('config-invalid', `${basename(path)}${where?.line ? `:${where.line}` : ''}: ${text}`, where ? { where } : {}));
}

/** One sentence for one schema issue, and the keys that lead to the offending line. */
function describe(issue: z.core.$ZodIssue | undefined): { readonly text: string; readonly keys: readonly PropertyKey[] } {
  if (!issue) return { text: 'it is not valid', keys: [] };
  const at = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return { text: `unknown key ${[at, key].filter(Boolean).join('.')}`, keys: [...issue.path, key] };
  }
  return { text: `${at || 'the configuration'}: ${issue.message}`, keys: issue.path };
}

/** The line on which the last named key of a path stands, found key by key in the order of the path. */
function locateInCode(text: string, uri: string, keys: readonly PropertyKey[]): Location {
  let offset = 0;
  for (const key of keys.filter((each) => typeof each === 'string')) {
    const found = text.slice(offset).search(new RegExp(`['"]?${key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}['"]?\\s*:`));
    if (found < 0) break;
    offset += found;
  }
  return { uri, line: text.slice(0, offset).split('\n').length };
}

function withEnvironment(config: Config, env: NodeJS.ProcessEnv): Config {
  return {
    ...config,
    ...(env['ASSAY_STANDARD'] && { standard: env['ASSAY_STANDARD'] }),
    ...(env['ASSAY_PROFILE'] && { profile: env['ASSAY_PROFILE'] }),
    ...(env['ASSAY_REPORTER'] && { reporter: env['ASSAY_REPORTER'].split(',') }),
  };
}
