import { existsSync, readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Unit } from '../core/define.ts';
import { fault, FaultError } from '../core/fault.ts';

const unitFile = /^[a-z0-9][a-z0-9-]*\.(ts|js|mjs)$/;

/**
 * Loads every unit of a folder: one file, one default export, the file named as the unit's id. Nothing is listed anywhere else, so a unit
 * is added by adding its file. A folder that does not exist holds none. Folders of probes also hold what probes share: files without a default export.
 */
export async function loadUnits(folder: string): Promise<readonly Unit[]> {
  const units: Unit[] = [];
  const mayHelp = basename(folder) === 'probes';
  for (const path of unitFiles(folder)) {
    const exported = await importDefault(path);
    if (exported !== undefined || !mayHelp) units.push(checked(path, exported));
  }
  return units;
}

/** The files of a folder that hold a unit: not tests, not declarations, sorted by name. */
export function unitFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => unitFile.test(name)).sort().map((name) => join(folder, name));
}

/** The default export of a module. Throws a FaultError that names the file when it cannot be loaded. */
export async function importDefault(path: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown };
    return module.default;
  } catch (error) {
    throw new FaultError(fault('unit-invalid', `${path} could not be loaded`, { cause: error, where: { uri: path } }));
  }
}

function checked(path: string, exported: unknown): Unit {
  const name = basename(path, extname(path));
  if (!isUnit(exported)) throw new FaultError(fault('unit-invalid', `${path} exports no unit by default`, { where: { uri: path } }));
  const id = exported.check?.info.id ?? exported.probe?.id;
  if (id !== name) throw new FaultError(fault('unit-invalid', `${path} holds the unit ${id}: file and id must have the same name`, { where: { uri: path } }));
  return exported;
}

function isUnit(value: unknown): value is Unit {
  return typeof value === 'object' && value !== null && ('probe' in value || 'check' in value);
}
