import type { EnvFact, FileFacts, OddityFact } from '../facts.ts';
import type { Ir, IrComment, IrFile } from '../ir.ts';
import type { Lines } from './lines.ts';
import type { Scope } from './scope.ts';

/** A list of a file's facts while it is being filled. */
type Filled<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };
export type Facts = Filled<Pick<FileFacts, 'functions' | 'routes' | 'mounts' | 'env' | 'literals' | 'failures' | 'answers' | 'constants' | 'randoms' | 'switches' | 'standIns' | 'oddities'>>;

/** All that a collector needs of one file. */
export interface Extraction {
  readonly file: IrFile;
  readonly language: 'typescript' | 'python';
  readonly scope: Scope;
  readonly lines: Lines;
  readonly facts: Facts;
  /** Index of the function fact around a node; -1 in the module itself. */
  readonly functionOf: (of: Ir) => number;
  readonly commentNear: (of: Ir) => IrComment | undefined;
  /** Text of a node as written, at most 160 characters. */
  readonly source: (of: Ir) => string;
}

/** Something odd that a collector found. `place` is where it stands, when that is not the node that was looked at. */
export type Odd = Pick<OddityFact, 'what' | 'text' | 'switched' | 'guard'> & { readonly place?: Ir };

export type Guard = NonNullable<EnvFact['guard']>;
