import type { FileFacts, SourceTree } from './facts.ts';

const lists = ['imports', 'exports', 'functions', 'routes', 'mounts', 'env', 'literals', 'failures', 'answers', 'constants', 'randoms', 'switches', 'standIns', 'oddities', 'excerpts'] as const;

/** Reads the evidence back: throws a sentence that names the first thing that is not of its shape. Costs one look at each file, not at each fact. */
export function parseTree(raw: unknown): SourceTree {
  const tree = record(raw, 'the source tree');
  if (tree.schema !== 1) throw new TypeError(`the source tree has schema ${String(tree.schema)}, not 1`);
  if (typeof tree.ruleSet !== 'string') throw new TypeError('the source tree names no rule set');
  for (const key of ['files', 'config', 'skipped', 'notProduction', 'layers']) array(tree[key], key);
  for (const each of array(tree.files, 'files')) parseFile(each);
  return raw as SourceTree;
}

function parseFile(raw: unknown): FileFacts {
  const file = record(raw, 'a file');
  if (typeof file.path !== 'string' || typeof file.lines !== 'number') throw new TypeError('a file has no path or no number of lines');
  if (file.language !== 'typescript' && file.language !== 'python') throw new TypeError(`${file.path} has an unknown language`);
  for (const key of lists) array(file[key], `${key} of ${file.path}`);
  return raw as FileFacts;
}

function record(raw: unknown, what: string): Record<string, unknown> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new TypeError(`${what} is not an object`);
  return raw as Record<string, unknown>;
}

function array(raw: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(raw)) throw new TypeError(`${what} is not a list`);
  return raw;
}
