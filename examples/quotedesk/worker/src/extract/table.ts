import { parse } from 'csv-parse/sync';
import { Unreadable } from '../read/unreadable.ts';
import { CITY_LABELS, CUSTOMER_LABELS, findCustomer } from './customer.ts';
import { parseQuantity, unitName, usesDecimalComma } from './quantity.ts';
import type { Customer, Request, RequestedItem } from './types.ts';

type Column = 'customer' | 'city' | 'number' | 'description' | 'quantity' | 'unit' | 'item';

const COLUMN_NAMES: Readonly<Record<Column, readonly string[]>> = {
  customer: CUSTOMER_LABELS,
  city: CITY_LABELS,
  number: ['sku', 'artikelnummer', 'artikelnr', 'part', 'part number', 'part no'],
  description: ['description', 'bezeichnung', 'product', 'produkt', 'artikel', 'name'],
  quantity: ['qty', 'quantity', 'menge', 'anzahl'],
  unit: ['unit', 'einheit', 'uom'],
  // A position, unless there is nothing else that could be the description.
  item: ['item'],
};

type Columns = ReadonlyMap<Column, number>;

export function extractFromTable(text: string): Request {
  const rows = readRows(text);
  const header = rows.findIndex((row) => isHeader(columnsOf(row)));
  const columns = columnsOf(rows[header] ?? []);
  if (header < 0) {
    throw new Unreadable('the table has no heading with a product and a quantity');
  }
  const body = rows.slice(header + 1);
  const items = body.map((row) => itemOf(row, columns, usesDecimalComma(text) || text.includes(';')));
  return {
    customer: customerInRows(body, columns) ?? findCustomer(text),
    items: items.filter((item) => item.number !== null || item.description !== ''),
  };
}

function readRows(text: string): readonly (readonly string[])[] {
  const delimiter =
    [';', '\t', ','].find((sign) => text.split('\n').some((line) => line.split(sign).length > 2)) ?? ',';
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  try {
    return parse(lines.join('\n'), {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      bom: true,
    });
  } catch (error) {
    throw new Unreadable(`the table is damaged: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function columnsOf(row: readonly string[]): Columns {
  const found = new Map<Column, number>();
  row.forEach((cell, index) => {
    const name = cell.toLowerCase();
    for (const [column, names] of Object.entries(COLUMN_NAMES) as [Column, readonly string[]][]) {
      if (names.includes(name) && !found.has(column)) {
        found.set(column, index);
      }
    }
  });
  return found;
}

const isHeader = (columns: Columns): boolean =>
  columns.has('quantity') && (columns.has('number') || columns.has('description') || columns.has('item'));

function cell(row: readonly string[], columns: Columns, column: Column): string {
  const index = columns.get(column);
  return index === undefined ? '' : (row[index] ?? '');
}

function itemOf(row: readonly string[], columns: Columns, decimalComma: boolean): RequestedItem {
  const number = cell(row, columns, 'number');
  const described = columns.has('description') || columns.has('number') ? 'description' : 'item';
  return {
    number: number === '' ? null : number,
    description: cell(row, columns, described),
    quantity: parseQuantity(cell(row, columns, 'quantity'), decimalComma),
    unit: unitName(cell(row, columns, 'unit')),
  };
}

function customerInRows(rows: readonly (readonly string[])[], columns: Columns): Customer | undefined {
  const name = rows.map((row) => cell(row, columns, 'customer')).find((value) => value !== '');
  if (name === undefined) {
    return undefined;
  }
  const city = rows.map((row) => cell(row, columns, 'city')).find((value) => value !== '');
  return { name, city: city ?? null };
}
