import type { Platform, Probe } from './ports.ts';
import type { CheckInfo, Evidence, Fault, Judgement, Kind, StackReport, Waiver } from './types.ts';

/** What `assay explain ID` prints. Examples are code or answers, the wrong one first. */
export interface Explanation {
  readonly means: string;
  readonly why: string;
  readonly fix: string;
  readonly examples: readonly { readonly wrong: string; readonly right: string }[];
}

/** All evidence of a run that a check may look at. A probe that failed left a fault in its place. */
export interface Seen {
  readonly all: <T>(kind: Kind<T>) => readonly Evidence<T>[];
}

/** The sealed circumstances of the run: judging again sees the same clock and the same configuration. */
export interface Circumstances {
  readonly now: number;
  readonly platform: Platform;
  readonly stack: StackReport | undefined;
}

/** A pure judgement over evidence: no I/O, no clock, no randomness. */
export interface Check {
  readonly info: CheckInfo;
  /** Other names that `assay explain` knows, such as the numbers of the rule catalogue. */
  readonly aliases: readonly string[];
  readonly explain: Explanation;
  /** Kinds of evidence without which nothing can be said. A missing one makes the outcome `skipped`, a failed one `error`. */
  readonly needs: readonly Kind<unknown>[];
  /** Kinds that it looks at where they exist: one that is inapplicable here is done without, one that failed is an `error` all the same. */
  readonly also?: readonly Kind<unknown>[];
  /** The one probe whose evidence it judges, where several probes give the same kind (each flow its own). */
  readonly probe?: string;
  readonly judge: (seen: Seen, circumstances: Circumstances) => Judgement;
  /** A judgement depends on nothing but the evidence that it needs, not on the circumstances: it may be kept, and given again for the same evidence. */
  readonly lasting?: true;
  /** Waivers that the evidence itself carries: comments beside the code. They hold for every check of the run. */
  readonly waives?: (seen: Seen) => readonly Waiver[];
}

/** What one file in a folder of units exports by default: a probe, a check, or both halves of a flow or scenario. */
export interface Unit {
  readonly probe?: Probe;
  readonly check?: Check;
}

export function defineCheck(check: Check): Unit {
  return { check };
}

export function defineProbe<T>(probe: Probe<T>): Unit {
  return { probe };
}

/** True for the fault that stands where a probe's evidence should be. */
export function isFault(result: { readonly digest: string } | Fault): result is Fault {
  return 'code' in result;
}
