import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MakeDecoder, Observed } from '../stack/taps/decoder.ts';
import { decoded, type Passage } from './recording.ts';

/** What holds of a decoder that gives up instead of throwing, over what once passed: the size of chunks does not matter, and spoiled bytes are read or given up. */
export function decoderLaws(decoder: MakeDecoder, passed: () => readonly Passage[], { numRuns, holds }: { readonly numRuns: number; readonly holds: (exchanges: readonly Observed[]) => void }): void {
  test('gives the same in any chunks', () => {
    const { exchanges, unobserved, standing } = decoded(decoder, passed());
    expect(unobserved).toEqual([]);
    expect(standing).toBe('idle');
    holds(exchanges);
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }), (sizes) => {
      expect(decoded(decoder, passed(), sizes).exchanges).toEqual(exchanges);
    }), { numRuns });
  });

  test('with bytes that were changed is read or given up, and never throws', () => {
    fc.assert(fc.property(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 8 }), (place, noise) => {
      const index = place % passed().length;
      const noisy = passed().map((each, at) => {
        if (at !== index) return each;
        const bytes = Buffer.from(each.bytes);
        bytes.set(noise.subarray(0, bytes.length), Math.min(place % bytes.length, Math.max(0, bytes.length - noise.length)));
        return { ...each, bytes };
      });
      decoded(decoder, noisy, [7, 1000]);
    }), { numRuns: 500 });
  });
}
