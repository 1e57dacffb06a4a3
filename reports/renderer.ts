import type { RunView } from '../core/fold.ts';
import type { ProofSurface } from '../core/ports.ts';
import type { Proof } from '../core/proof/evidence.ts';
import type { Digest } from '../core/types.ts';

/** What a renderer may look up: sealed evidence, and the source of libraries that a report carries inside itself. */
export interface Lookup {
  /** Parsed JSON evidence; undefined when it is not kept. */
  readonly json: (digest: Digest) => unknown;
  readonly bytes: (digest: Digest) => Uint8Array | undefined;
  /**
   * The text of a file of an installed package, named as it is imported (`uplot/dist/uPlot.iife.min.js`). Renderers read
   * no files, so the composition root does. Undefined: the report leaves out what needed it.
   */
  readonly asset: (specifier: string) => string | undefined;
  /** The run to compare with, when there is one: the reports then say what opened and closed since, and which numbers moved. */
  readonly previous?: Earlier | undefined;
  /** Draws the conclusions of the live proof from its evidence. Undefined: the report shows no proof. */
  readonly prove?: Prove | undefined;
}

/** A run before this one, with its own evidence. */
export interface Earlier extends Pick<Lookup, 'json' | 'prove'> {
  readonly run: RunView;
}

export type Prove = (run: RunView) => Proven | undefined;

export interface Proven {
  readonly proofs: readonly Proof[];
  /** The exceptions that the platform declares: each is printed, so that nobody takes them for something that was proven. */
  readonly declared?: ProofSurface;
  /** One sentence for each of them that never applied. */
  readonly unused: readonly string[];
}

/** One file in `reports/`: a run's view and its evidence in, the bytes of a report out. No clock, no files, no network. */
export interface Renderer {
  readonly name: string;
  /** The file's name when the user gives none. */
  readonly file: string;
  readonly render: (run: RunView, lookup: Lookup) => Rendered | Promise<Rendered>;
}
export type Rendered = string | Uint8Array;
