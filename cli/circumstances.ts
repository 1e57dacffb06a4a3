import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseBaseline, type Baseline, type Changes } from '../core/baseline.ts';
import { fault, FaultError } from '../core/fault.ts';
import type { Platform } from '../core/ports.ts';
import { canonical } from '../core/seal.ts';
import type { Waiver } from '../core/types.ts';
import type { Redactor } from '../engine/redact.ts';
import type { Assembled } from './assemble.ts';

/** What judging needs beside the evidence: sealed when the run starts, so that judging again sees the same. */
export interface Circumstance {
  readonly platform: Platform;
  readonly waivers: readonly Waiver[];
  readonly baseline?: Baseline;
  readonly changes?: Changes;
  /** The platform's folder of own units, or absent when they were not loaded. */
  readonly units?: string;
}

export const circumstancesFile = 'circumstances.json';

export function sealCircumstances(folder: string, { platform, loaded, baseline, changes }: Assembled, redactor: Redactor): void {
  const all: Circumstance = { platform, waivers: loaded.config.waivers, ...(baseline && { baseline }), ...(changes && { changes }), units: join(loaded.root, loaded.config.units) };
  const plain = JSON.parse(JSON.stringify(all)) as Parameters<Redactor['json']>[0];
  try {
    writeFileSync(join(folder, circumstancesFile), canonical(redactor.json(plain)));
  } catch (error) {
    throw new FaultError(fault('evidence-unwritable', 'the run’s circumstances could not be written', { cause: error }));
  }
}

export function readCircumstance(folder: string): Circumstance {
  const path = join(folder, circumstancesFile);
  if (!existsSync(path)) throw new FaultError(fault('run-unreadable', `${path} does not exist`));
  const all = JSON.parse(readFileSync(path, 'utf8')) as Circumstance;
  return { ...all, ...(all.baseline && { baseline: parseBaseline(all.baseline) }) };
}
