import { Redactor } from '../engine/redact.ts';
import { createRun } from '../engine/runs.ts';
import { sweepAll } from '../stack/boot.ts';
import { assemble } from './assemble.ts';
import { say } from './say.ts';
import { bootPlatform } from './stack.ts';
import { cacheFolder } from './temporary.ts';

export interface UpOptions {
  readonly cwd: string;
  readonly profile?: string;
  readonly driver?: 'compose' | 'native';
}

/** `assay up`: the stack stays after this process ends, until `assay down`. Prints each service's addresses and the credentials made for it. */
export async function runUp(options: UpOptions, signal: AbortSignal): Promise<number> {
  const assembled = await assemble({ root: options.cwd, only: [], trusted: true, profile: options.profile });
  const { id, folder } = createRun(assembled.loaded.root, Date.now());
  const running = await bootPlatform(assembled, new Redactor(), { run: id, runFolder: folder, driver: options.driver, keep: true }, signal, {
    onDriver: () => undefined,
    onPlanned: () => undefined,
    onStep: (what) => void (what !== '' && process.stderr.write(`${what}\n`)),
    onService: (state) => process.stderr.write(`${state.name}: ${state.state}${state.detail ? ` (${state.detail})` : ''}\n`),
  });
  const { report } = running.stack;
  say(`${assembled.platform.name} is up: ${report.driver}. ${report.because}`);
  for (const service of report.services) say(`  ${service.name.padEnd(12)} ${service.state.padEnd(8)} ${Object.values(service.addresses).join(' ')}`);
  for (const [name, value] of Object.entries(assembled.credentials.values)) say(`  ${name}=${value}`);
  say('assay down takes it away.');
  return 0;
}

/** `assay down`: what assay keeps for this platform, and what killed runs left behind. */
export async function runDown(root: string, signal: AbortSignal): Promise<number> {
  const { loaded } = await assemble({ root, only: [], trusted: true });
  const removed = await sweepAll(cacheFolder(loaded.root), signal, loaded.root);
  say(removed.length > 0 ? `removed ${removed.join(', ')}` : 'nothing of ours was running');
  return 0;
}
