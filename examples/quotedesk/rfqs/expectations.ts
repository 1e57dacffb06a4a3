/** What a person reads in each document (expected.json), and how far the platform agrees. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const itemSchema = z
  .object({
    sku: z.string().nullable(),
    quantity: z.number().nullable(),
    /** The document names the product by a synonym only, and synonyms are in the graph. */
    needsGraph: z.boolean().optional(),
  })
  .readonly();

const expectationSchema = z
  .object({
    status: z.enum(['quoted', 'unreadable']),
    customer: z.string().nullable(),
    lines: z.number(),
    items: z.array(itemSchema).readonly(),
  })
  .readonly();

export type Expectation = z.infer<typeof expectationSchema>;

export interface Outcome {
  readonly status: string;
  readonly customer: string | null;
  readonly reason: string | null;
  readonly lines: readonly { readonly sku: string | null; readonly quantity: number | null }[];
}

export const folder = import.meta.dirname;

export async function readExpectations(): Promise<Readonly<Record<string, Expectation>>> {
  const text = await readFile(path.join(folder, 'expected.json'), 'utf8');
  return z.record(z.string(), expectationSchema).parse(JSON.parse(text));
}

/** Every difference in words; none means that the platform read what a person reads. */
export function differences(expected: Expectation, outcome: Outcome, withGraph: boolean): readonly string[] {
  if (outcome.status !== expected.status) return [`is ${outcome.status}, not ${expected.status}`];
  if (expected.status === 'unreadable') {
    return outcome.reason === null ? ['is unreadable, and nobody says why'] : [];
  }
  const found: string[] = [];
  if (foldName(outcome.customer ?? '') !== foldName(expected.customer ?? '')) {
    found.push(`customer is ${outcome.customer ?? 'not known'}, not ${expected.customer}`);
  }
  if (outcome.lines.length !== expected.lines) {
    return [...found, `has ${outcome.lines.length} lines, not ${expected.lines}`];
  }
  for (const [index, item] of expected.items.entries()) {
    const line = outcome.lines[index];
    const unknownSynonym = !withGraph && item.needsGraph === true && line?.sku === null;
    if (line?.sku !== item.sku && !unknownSynonym) {
      found.push(`line ${index + 1} is ${line?.sku ?? 'no product'}, not ${item.sku ?? 'none'}`);
    }
    if (line?.quantity !== item.quantity) {
      found.push(
        `line ${index + 1} has quantity ${line?.quantity ?? 'none'}, not ${item.quantity ?? 'none'}`,
      );
    }
  }
  return found;
}

const LEGAL_FORMS = /\b(gmbh|co|kg|ag|eg|as|a s|ltd|limited|plc)\b/g;

/** Two spellings of one company are equal: case, umlauts, "&" and the legal form do not matter. */
export function foldName(name: string): string {
  const folded = name
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ');
  const words = folded
    .replace(LEGAL_FORMS, ' ')
    .split(' ')
    .filter((word) => word !== '');
  // "GmbH & Co. KG" leaves its "and" behind.
  if (words.at(-1) === 'and') words.pop();
  return words.join(' ');
}
