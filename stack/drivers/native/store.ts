import type { StoreAddress } from '../../driver.ts';
import type { RunOptions } from '../../exec.ts';

/** What a starter of a store is given: who it must be, where, and a folder of its own that goes with the run. */
export interface StoreRequest {
  readonly address: StoreAddress;
  readonly folder: string;
  readonly cacheDir: string;
  /** The words of the compose file's command. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The port by which the platform reaches it: its own, or that of the tap before it. */
  readonly advertised: number;
  /** What is stored must outlive the process, because it will be stopped and started again. */
  readonly lasting: boolean;
  readonly signal: AbortSignal;
  /** For every program that runs to its end. */
  readonly tracked: Pick<RunOptions, 'onStart' | 'onEnd'>;
}

/** How the prepared store is started and ended. */
export interface StoreStart {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** How it is taken down with the run. */
  readonly stopSignal: NodeJS.Signals;
  /** How the engine would stop its container: cleanly, with everything written. */
  readonly endSignal: NodeJS.Signals;
  readonly uid?: number;
  readonly gid?: number;
}
