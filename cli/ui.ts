import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fault, FaultError } from '../core/fault.ts';
import { startUi } from '../service/ui.ts';
import { say } from './say.ts';

export interface UiOptions {
  readonly cwd: string;
  readonly port: number;
  /** Ask the system to show the page. */
  readonly open?: boolean;
}

const openers: Partial<Readonly<Record<NodeJS.Platform, string>>> = { darwin: 'open', linux: 'xdg-open' };

/** `assay ui [RUN]`: the page of a run on this machine until it is interrupted, which is its ordinary end. */
export async function runUi(run: string | undefined, options: UiOptions, signal: AbortSignal): Promise<number> {
  const root = resolve(options.cwd);
  if (!existsSync(root)) throw new FaultError(fault('path-missing', `there is no folder ${options.cwd}`));
  const ui = await startUi({ root, run: run === 'latest' ? undefined : run, port: options.port }, signal);
  say(`assay shows ${run ?? 'the newest run'} at ${ui.url}`);
  if (options.open) show(ui.url);
  await ui.ended;
  return 0;
}

/** A machine without a desktop has nothing to show it with: the address is printed all the same. */
function show(url: string): void {
  const opener = openers[process.platform];
  if (opener === undefined) return;
  spawn(opener, [url], { stdio: 'ignore', detached: true }).on('error', () => undefined).unref();
}
