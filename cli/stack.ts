import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fault, FaultError } from '../core/fault.ts';
import type { Stack, Store } from '../core/ports.ts';
import type { BootHooks, Running } from '../engine/run.ts';
import type { Redactor } from '../engine/redact.ts';
import { chooseDriver, type DriverName } from '../stack/boot.ts';
import type { BootedStack, BootRequest } from '../stack/driver.ts';
import { Journal } from '../stack/journal.ts';
import { storesOf } from '../stack/ours.ts';
import { runSteps } from '../stack/steps.ts';
import { processEnvironment } from '../stack/drivers/native/process.ts';
import { openTap, type TapHandle } from '../stack/taps/client.ts';
import { witnessed } from '../stack/witness.ts';
import type { Assembled } from './assemble.ts';
import { cacheFolder } from './temporary.ts';

const SEED_MS = 180_000;
const SEED_FAILED_STOP_MS = 60_000;

export interface BootOptions {
  readonly run: string;
  readonly runFolder: string;
  readonly driver: DriverName | undefined;
  readonly keep: boolean;
  /** Whether a probe of the run looks through taps. */
  readonly taps?: boolean;
}

/** What a driver is asked for, from configuration, profile and this run's credentials. */
export function bootRequest({ loaded, credentials, profile }: Assembled, options: BootOptions, hooks: BootHooks): BootRequest {
  const { config, root } = loaded;
  const workDir = join(options.runFolder, 'stack');
  mkdirSync(workDir, { recursive: true });
  const without = config.stack?.profiles[profile]?.without ?? [];
  return {
    root, run: options.run, workDir, cacheDir: cacheFolder(root),
    compose: config.stack?.compose,
    environment: credentials.values,
    without: Object.fromEntries(without.map((service) => [service, `profile ${profile} leaves it out`])),
    stores: config.stores,
    allow: config.stack?.allow ?? [],
    native: config.stack?.native,
    attached: config.stack?.attached,
    deadlineMs: (config.stack?.bootSeconds ?? 240) * 1000,
    keep: options.keep,
    taps: options.taps === true,
    thirdParties: (config.proof?.thirdParties ?? []).map(({ name, env, services }) => ({ name, variable: env, services })),
    tapImage: config.stack?.tapImage,
    onPlanned: hooks.onPlanned, onService: hooks.onService, onStep: hooks.onStep,
  };
}

/** Boots the platform with the driver that fits this machine and gives the engine what it needs of it. */
export async function bootPlatform(assembled: Assembled, redactor: Redactor, options: BootOptions, signal: AbortSignal, hooks: BootHooks): Promise<Running> {
  for (const secret of assembled.credentials.secrets) redactor.learn(secret);
  const request = bootRequest(assembled, options, hooks);
  const { driver, because } = await chooseDriver(request, options.driver);
  hooks.onDriver(driver.name, because);
  await driver.sweep(request.cacheDir, signal);
  const booted = await driver.boot(request, because, signal);
  try {
    if (assembled.loaded.config.stack?.seed && booted.report.driver !== 'attached') hooks.onStep('loading the sample data');
    await seed(assembled, booted, request, signal);
    hooks.onStep('');
  } catch (error) {
    await booted.stop(SEED_FAILED_STOP_MS);
    throw error;
  }
  for (const tap of booted.taps) redactor.learn(tap.token);
  const taps = booted.taps.map((tap) => witnessed(openTap(tap), booted.stores.find(({ name }) => name === tap.store), tap.data));
  const { stores, close } = storesOf(booted, request);
  const leave = (): void => {
    for (const tap of taps) tap.close();
    close();
  };
  return {
    stack: stackOf(booted, taps, stores), leave,
    stop: (deadlineMs) => {
      leave();
      return booted.stop(deadlineMs);
    },
  };
}

/** Loads the platform's sample data as its users would, through its public addresses. */
async function seed({ loaded, credentials }: Assembled, booted: BootedStack, { cacheDir, run }: BootRequest, signal: AbortSignal): Promise<void> {
  const wanted = loaded.config.stack?.seed;
  if (!wanted || booted.report.driver === 'attached') return;
  const filled = Object.fromEntries(Object.entries(wanted.environment).map(([name, text]) => [name, text.replace(/\$\{(origin:)?([\w-]+)\}/g, (_, origin: string | undefined, key: string) => {
    const value = origin ? booted.origin(key) : credentials.values[key];
    if (value === undefined) throw new FaultError(fault('config-invalid', `stack.seed.environment.${name} uses ${origin ?? ''}${key}, which this stack does not have`));
    return value;
  })]));
  const journal = new Journal(cacheDir, `${run}-seed`, loaded.root, false);
  try {
    await runSteps(wanted.steps, { root: loaded.root, environment: processEnvironment(filled), deadlineMs: SEED_MS, purpose: 'seed', tracked: journal.tracked('seed') }, signal);
  } finally {
    journal.close();
  }
}

function stackOf(booted: BootedStack, taps: readonly TapHandle[], stores: readonly Store[]): Stack {
  return {
    report: booted.report,
    ours: booted.report.driver !== 'attached',
    stores,
    origin: booted.origin,
    environment: booted.environment,
    logs: booted.logs,
    ...(taps.length > 0 && { taps }),
    ...(booted.control && { control: booted.control }),
    ...(booted.build && { build: booted.build }),
  };
}
