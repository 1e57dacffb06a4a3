import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Baseline, Changes } from '../core/baseline.ts';
import type { Unit } from '../core/define.ts';
import { fault, FaultError } from '../core/fault.ts';
import { plan, unknownSelection, type Plan } from '../core/plan.ts';
import type { Platform } from '../core/ports.ts';
import { mostShards, shardOf, type Shard } from '../core/shard.ts';
import type { Standard } from '../core/types.ts';
import { loadConfig, type LoadedConfig } from '../engine/config.ts';
import { credentialsOf, platformOf, type Credentials } from '../engine/platform.ts';
import { importDefault, loadUnits } from '../engine/registry.ts';
import { readBaseline } from './baseline.ts';
import { home } from './self.ts';

/** Folders that hold units, ours and (below the configured folder) the platform's own. */
const unitFolders = ['audit/probes', 'audit/rules', 'checks/probes', 'checks', 'e2e/flows', 'load/scenarios'];
const ownFolders = ['rules', 'checks', 'flows', 'scenarios'];
/** Where all of the audit stands, as long as the platform brings nothing but rules: then no driver of a stack is loaded. */
const auditFolders = ['audit/probes', 'audit/rules'];

export interface Assembled {
  readonly loaded: LoadedConfig;
  readonly credentials: Credentials;
  readonly platform: Platform;
  readonly units: readonly Unit[];
  readonly plan: Plan;
  readonly standard: Standard;
  readonly profile: string;
  readonly baseline: Baseline | undefined;
  readonly changes: Changes | undefined;
}
export interface Choice {
  readonly root: string;
  readonly standard?: string | undefined;
  readonly profile?: string | undefined;
  readonly only: readonly string[];
  /** How that was asked for, where not by `--only`. */
  readonly asked?: string | undefined;
  /** One of several machines that share the run. */
  readonly shard?: Shard | undefined;
  /** False for `audit PATH`: code of that tree is not loaded as configuration. */
  readonly trusted: boolean;
  /** False: tools that are not ours are not asked. */
  readonly helpers?: boolean | undefined;
  /** A revision: only what changed since then, or became reachable by a change, counts. */
  readonly since?: string | undefined;
}

/** Reads configuration, units and standard, and plans the run. Throws FaultErrors with exit 2 for what the user can mend. */
export async function assemble(choice: Choice): Promise<Assembled> {
  const loaded = await loadConfig(choice.root, { trusted: choice.trusted });
  const { config, root } = loaded;
  const standard = await loadStandard(choice.standard ?? config.standard);
  const profile = choice.profile ?? config.profile;
  if (profile !== 'default' && !config.stack?.profiles[profile]) {
    throw new FaultError(fault('config-invalid', `there is no profile ${profile}; the configuration has ${['default', ...Object.keys(config.stack?.profiles ?? {})].join(', ')}`));
  }
  const own = choice.trusted ? join(root, config.units) : undefined;
  const units = (await allUnits(own, isAudit(choice.only, own) ? auditFolders : unitFolders)).filter((unit) => choice.helpers !== false || unit.probe?.helper !== true);
  const unknown = unknownSelection(units, choice.only);
  if (unknown.length > 0) throw new FaultError(fault('selection-empty', `--only ${unknown.join(',')} names no family and no check`));
  const credentials = credentialsOf(config.stack);
  return {
    loaded, credentials, standard, profile, units,
    platform: platformOf(loaded, credentials.values),
    plan: planned(units, standard, choice),
    baseline: config.baseline === undefined ? undefined : readBaseline(config.baseline, root),
    changes: choice.since === undefined ? undefined : await (await import('../audit/probes/since.ts')).changesSince(root, choice.since),
  };
}

/** The whole plan, or this machine's part of it. Throws a FaultError when the plan cannot be parted that often. */
function planned(units: readonly Unit[], standard: Standard, { only, asked, shard }: Choice): Plan {
  const whole = plan(units, standard, only, asked);
  if (!shard) return whole;
  const most = mostShards(whole.units);
  if (shard.count > most) throw new FaultError(fault('selection-empty', `--shard ${shard.index}/${shard.count}: what is planned falls into ${most} parts at most`, { fix: `Use --shard ${Math.min(shard.index, most)}/${most} or fewer.` }));
  return plan(units, whole.standard, shardOf(whole.units, shard), `--shard ${shard.index}/${shard.count}`);
}

function isAudit(only: readonly string[], own: string | undefined): boolean {
  return only.length === 1 && only[0] === 'audit' && (own === undefined || ownFolders.every((folder) => folder === 'rules' || !existsSync(join(own, folder))));
}

/** Every unit that ships with assay in these folders, and those of the platform's own folder. */
export async function allUnits(own: string | undefined, shipped: readonly string[] = unitFolders): Promise<readonly Unit[]> {
  const [ours, theirs] = await Promise.all([shipped.map((folder) => join(home, folder)), own ? ownFolders.map((folder) => join(own, folder)) : []].map(async (folders) => (await Promise.all(folders.map(loadUnits))).flat()));
  const units = [...(ours ?? []), ...(theirs ?? []).map(fleeting)];
  const seen = new Set<string>();
  for (const unit of units) {
    const id = unit.check?.info.id ?? unit.probe?.id ?? '';
    if (seen.has(id)) throw new FaultError(fault('unit-invalid', `two units have the id ${id}`));
    seen.add(id);
  }
  return units;
}

/** Nobody knows what code the platform's own units are made of: what they judged is not kept. */
function fleeting({ check, ...unit }: Unit): Unit {
  if (!check) return unit;
  const { lasting: _, ...rest } = check;
  return { ...unit, check: rest };
}

async function loadStandard(id: string): Promise<Standard> {
  const file = ['ts', 'js'].map((extension) => join(home, 'standards', `${id}.${extension}`)).find(existsSync);
  if (!/^[a-z][a-z-]*$/.test(id) || !file) throw new FaultError(fault('usage', `there is no standard ${id}; shipped are attached, demo, monthly, quarterly, release, self and weekly`));
  return (await importDefault(file)) as Standard;
}
