import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { readCatalogue } from '../../api/src/migrate/catalogue.ts';
import { folder, readExpectations } from '../../rfqs/expectations.ts';
import { extractFromTable } from '../src/extract/table.ts';
import { extractFromText } from '../src/extract/text.ts';
import { draftLines } from '../src/match/lines.ts';
import { Matcher } from '../src/match/matcher.ts';
import { readDocument } from '../src/read/read.ts';
import { Unreadable } from '../src/read/unreadable.ts';

const { products } = await readCatalogue();
const synonyms = products.flatMap(({ sku, synonyms: texts }) => texts.map((text) => ({ text, sku })));

type Line = readonly [sku: string | null, quantity: number | null];

async function linesOf(file: string, matcher: Matcher): Promise<readonly Line[]> {
  const content = await readFile(path.join(folder, file));
  try {
    const { kind, text } = await readDocument({ filename: file, content });
    const isProduct = (line: string): boolean => matcher.find(line).kind === 'found';
    const { items } = kind === 'table' ? extractFromTable(text) : extractFromText(text, isProduct);
    return draftLines(items, matcher).map(({ sku, quantity }) => [sku, quantity]);
  } catch (error) {
    if (error instanceof Unreadable) {
      return [];
    }
    throw error;
  }
}

for (const [file, { items }] of Object.entries(await readExpectations())) {
  test(`${file}: what the worker reads is what a person reads`, async () => {
    const expected = items.map(({ sku, quantity }) => [sku, quantity]);
    assert.deepEqual(await linesOf(file, new Matcher(products, synonyms)), expected);
  });

  test(`${file}: without the graph no line is lost, and no product is made up`, async () => {
    const lines = await linesOf(file, new Matcher(products, []));
    assert.equal(lines.length, items.length);
    items.forEach((item, index) => {
      const sku = lines[index]?.[0];
      assert.ok(sku === item.sku || (item.needsGraph === true && sku === null), `line ${index + 1}: ${sku}`);
    });
  });
}
