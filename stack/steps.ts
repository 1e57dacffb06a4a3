import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fault, FaultError } from '../core/fault.ts';
import { run, tellingLine } from './exec.ts';
import type { RunOptions } from './exec.ts';

/** A command of the platform's own that makes something ready. Skipped when the file `unless` is there and newer than `than`. */
export interface Step {
  readonly command: readonly string[];
  readonly unless?: string | undefined;
  readonly than?: string | undefined;
}
export interface StepsRequest {
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
  /** What these commands are for, in the fault: "preparation", "seed". */
  readonly purpose: string;
  /** Told of each process, so that a journal can hold it. */
  readonly tracked?: Pick<RunOptions, 'onStart' | 'onEnd'>;
}

const keptLines = 30;

/** Runs the commands in order in the platform's folder; `node` is the Node that runs assay. Throws a FaultError with the last lines of one that fails. */
export async function runSteps(steps: readonly Step[], request: StepsRequest, signal: AbortSignal): Promise<void> {
  for (const step of steps) {
    if (step.unless !== undefined && isNewer(resolve(request.root, step.unless), step.than === undefined ? undefined : resolve(request.root, step.than))) continue;
    const [program = '', ...args] = step.command;
    const ran = await run(program === 'node' ? process.execPath : program, args, { cwd: request.root, env: request.environment, signal, timeoutMs: request.deadlineMs, ...request.tracked });
    if (ran.code === 0) continue;
    const lines = (ran.stderr + ran.stdout).trim().split('\n').slice(-keptLines);
    throw new FaultError({ ...fault('boot-failed', `the ${request.purpose} ${step.command.join(' ')} ended with exit code ${ran.code}: ${tellingLine(ran.stderr + ran.stdout)}`), cause: lines.join('\n') });
  }
}

function isNewer(path: string, than: string | undefined): boolean {
  if (!existsSync(path)) return false;
  return than === undefined || !existsSync(than) || statSync(path).mtimeMs >= statSync(than).mtimeMs;
}
