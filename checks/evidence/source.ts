import { count, kindOf, listOf, maybe, recordOf, text } from '../../core/shape.ts';
import type { Kind } from '../../core/types.ts';

/** A read of the environment in the platform's code. Several `keys` stand in for each other. */
export interface EnvironmentRead {
  readonly keys: readonly string[];
  readonly line: number;
  /** What is taken when none is set; absent: nothing is. */
  readonly default?: object;
  readonly guard?: string;
}
export interface ReadFile {
  readonly path: string;
  /** Why it is not production by its path alone. */
  readonly own?: string;
  readonly env: readonly EnvironmentRead[];
}
export interface EnvironmentReads {
  readonly files: readonly ReadFile[];
}

/**
 * The audit's evidence, by its name, as far as live checks need it: which file reads which variable. What else stands in it is
 * the audit's own business.
 */
export const environmentReads: Kind<EnvironmentReads> = kindOf('source-tree', recordOf<EnvironmentReads>({
  files: listOf(recordOf<ReadFile>({
    path: text, own: maybe(text),
    env: listOf(recordOf<EnvironmentRead>({ keys: listOf(text), line: count, default: maybe({ demand: () => undefined }), guard: maybe(text) })),
  })),
}));
