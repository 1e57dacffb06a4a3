import type { ServiceBuild, StoreKind } from '../core/ports.ts';
import type { ServiceControl } from '../core/tap.ts';
import type { ServiceState, StackReport, TapKind } from '../core/types.ts';
import type { TapAddress } from './taps/client.ts';

/** What a driver is asked to boot. */
export interface BootRequest {
  /** Absolute folder of the platform. */
  readonly root: string;
  readonly run: string;
  readonly compose: string | undefined;
  /** Values for the compose file's variables; secrets are already made. */
  readonly environment: Readonly<Record<string, string>>;
  /** Services that the profile leaves out → reason. */
  readonly without: Readonly<Record<string, string>>;
  /** Compose service → store kind, where the image does not tell. */
  readonly stores: Readonly<Record<string, StoreKind>>;
  readonly allow: readonly string[];
  readonly native: NativePlan | undefined;
  readonly attached: AttachedPlan | undefined;
  readonly deadlineMs: number;
  /** A folder of this run for generated files and logs; it exists. */
  readonly workDir: string;
  /** A folder that is kept between runs (downloads, package caches); it exists. */
  readonly cacheDir: string;
  readonly onService: (state: ServiceState) => void;
  /** Told once the services are known, before any of them starts. */
  readonly onPlanned?: ((services: readonly string[]) => void) | undefined;
  /** Told what is done beside starting services; empty when that has ended. */
  readonly onStep?: ((what: string) => void) | undefined;
  /** A tap is put before each store, for probes that look through it. Without it the stack is what it always was. */
  readonly taps?: boolean;
  /** APIs of others before which there is a tap too, where there are taps. */
  readonly thirdParties?: readonly ThirdParty[];
  /** The image that the taps' own is built from; it needs Node 24. */
  readonly tapImage?: string | undefined;
  /** The stack stays up after the process that booted it is gone (`assay up`); no sweep takes it before it is asked to. */
  readonly keep?: boolean;
}
/** An HTTP API of somebody else, by the variable that holds its address; of these services, else of all that are given it. */
export interface ThirdParty {
  readonly name: string;
  readonly variable: string;
  readonly services?: readonly string[] | undefined;
}
export interface NativePlan {
  readonly prepare: readonly { readonly command: readonly string[]; readonly unless?: string | undefined; readonly than?: string | undefined }[];
  readonly services: Readonly<Record<string, { readonly command?: readonly string[] | undefined; readonly cwd?: string | undefined; readonly build?: readonly string[] | undefined }>>;
}
export interface AttachedPlan {
  readonly services: Readonly<Record<string, string>>;
  readonly stores: Readonly<Record<string, string>>;
}

/** Where a store answers and with which credentials: those that the platform itself is given. */
export interface StoreAddress {
  readonly name: string;
  readonly kind: StoreKind;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** A stack that is up. `stop` takes it down and leaves nothing; it may be called twice and never throws for what is gone already. */
export interface BootedStack {
  readonly report: StackReport;
  readonly stores: readonly StoreAddress[];
  /** One before each store and each third party, where the request wanted them and there can be one. */
  readonly taps: readonly TapAddress<TapKind>[];
  readonly control?: ServiceControl;
  readonly origin: (service: string, port?: number) => string | undefined;
  readonly environment: (service: string) => Readonly<Record<string, string>>;
  readonly logs: (service: string, lines: number) => Promise<readonly string[]>;
  readonly build?: (service: string) => ServiceBuild | undefined;
  readonly stop: (deadlineMs: number) => Promise<void>;
}

/** One way to bring a platform up. `boot` throws a FaultError; what it had started is gone by then. */
export interface Driver {
  readonly name: StackReport['driver'];
  /** Whether it can work here, and why (not), in one sentence. */
  readonly available: (request: BootRequest) => Promise<{ readonly ok: boolean; readonly because: string }>;
  readonly boot: (request: BootRequest, because: string, signal: AbortSignal) => Promise<BootedStack>;
  /** Removes what runs that are gone left behind (their processes were killed): found by our label or journal. Returns what it removed.
   * With a platform's folder it also takes down what was kept for that platform (`assay down`). */
  readonly sweep: (cacheDir: string, signal: AbortSignal, platform?: string) => Promise<readonly string[]>;
}
