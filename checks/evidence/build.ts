import { count, flag, kindOf, listOf, mapOf, maybe, oneOf, recordOf, text } from '../../core/shape.ts';
import type { Kind } from '../../core/types.ts';

/** Where a build-time variable's value comes from, the strongest first. */
export const givers = ['compose', 'env file', 'Dockerfile'] as const;
export type Giver = (typeof givers)[number];

export interface GivenBuildVariable {
  readonly name: string;
  /** What is baked into a public page is no secret. */
  readonly value: string;
  readonly giver: Giver;
  /** The file, relative to the platform's folder where it is inside. */
  readonly where: string;
  /** Whether any of the page's files contains the value. */
  readonly baked: boolean;
}
export interface BuildVariables {
  readonly service: string;
  readonly origin: string;
  /** Whether it is known how the page's image was built; not so of a ready image, or of a stack that somebody else booted. */
  readonly known: boolean;
  readonly given: readonly GivenBuildVariable[];
  /** What the image's building command receives; absent where no Dockerfile was found or it builds nothing. */
  readonly received?: { readonly dockerfile: string; readonly names: readonly string[] };
  readonly files: readonly { readonly url: string; readonly bytes: number; readonly cut: boolean }[];
  /** Addresses that stand in the page's files, how often each. */
  readonly addresses: Readonly<Record<string, number>>;
  /** Why the page could not be read. */
  readonly broke?: string;
}

/** What the page's build was given, and what its files contain. */
export const buildVariables: Kind<BuildVariables> = kindOf('build-variables', recordOf<BuildVariables>({
  service: text, origin: text, known: flag, broke: maybe(text), addresses: mapOf(count),
  given: listOf(recordOf<GivenBuildVariable>({ name: text, value: text, giver: oneOf<Giver>(...givers), where: text, baked: flag })),
  received: maybe(recordOf<NonNullable<BuildVariables['received']>>({ dockerfile: text, names: listOf(text) })),
  files: listOf(recordOf<BuildVariables['files'][number]>({ url: text, bytes: count, cut: flag })),
}));
