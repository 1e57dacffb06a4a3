import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { proofVerdicts } from '../../core/proof/evidence.ts';
import { categories } from '../../core/types.ts';

/** An honest platform and its dishonest twin, which lies in its folder `lies`. */
export interface Twin {
  readonly name: string;
  readonly platform: string;
  readonly liesFolder: string;
  /** How it is booted to try a lie alone: the quickest way that it has. */
  readonly driver: 'native' | 'compose';
  /** What the rules caught in the source when they met the lies for the first time. They have been mended with these lies in view since, so only this figure says what they do with unknown ones. */
  readonly firstSight: { readonly caught: number; readonly of: number };
}

export const quotedesk = twinOf('quotedesk', 'native', { caught: 17, of: 56 });
export const fastapiDesk = twinOf('fastapi-desk', 'compose', { caught: 8, of: 21 });
export const twins: readonly Twin[] = [quotedesk, fastapiDesk];

function twinOf(name: string, driver: Twin['driver'], firstSight: Twin['firstSight']): Twin {
  const platform = fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
  return { name, platform, liesFolder: join(platform, 'lies'), driver, firstSight };
}

const sentence = z.string().min(20);
/** In the source a rule finds it, or should (`missed` says why it does not yet), or nothing can (`none` says why). */
const inSource = z.union([
  z.strictObject({ rule: z.string(), missed: sentence.optional() }),
  z.strictObject({ none: sentence }),
]);
/** On the running platform: the check or flow that finds it, the verdict of the live proof on an endpoint, or why nothing can. */
const running = z.union([
  z.strictObject({
    check: z.string(), missed: sentence.optional(),
    /** False where the platform's own seed would refuse to go on, so that the lie is booted without it. */
    seeded: z.literal(false).optional(),
  }),
  z.strictObject({ verdict: z.enum(proofVerdicts), endpoint: z.string(), missed: sentence.optional(), profile: z.string().optional() }),
  z.strictObject({ none: sentence }),
]);
const lie = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  category: z.enum(categories),
  family: z.string(),
  believes: sentence,
  overlay: z.array(z.string()).min(1),
  static: inSource,
  live: running,
  /** Another lie behind which it shows nothing on the running platform where all are laid. */
  hidden: z.strictObject({ by: z.string(), because: sentence }).optional(),
});

export type Lie = z.output<typeof lie>;

/** Reads the manifest; throws where it is not one. */
export function readLies(twin = quotedesk): readonly Lie[] {
  return z.array(lie).min(1).parse(parse(readFileSync(join(twin.liesFolder, 'manifest.yaml'), 'utf8')));
}
