import { findCustomer } from './customer.ts';
import { parseQuantity, splitQuantity, unitName, usesDecimalComma } from './quantity.ts';
import type { Request, RequestedItem } from './types.ts';

/** Whether a text means a product of ours; asked where a line has no quantity that would show what it is. */
export type IsProduct = (text: string) => boolean;

const LABELLED_ITEM = /^item:\s*(.+?)\s+qty:\s*(?:(\d[\d.,]*)\s*(\p{L}*))?\.?$/iu;
const LABEL = /^[\p{L}][\p{L} .-]{1,30}:(\s|$)/u;
const MARK = /^(?:>\s*)?(?:[-•*]\s+|\d{1,3}[.)]\s+)?/u;
const HEADING = /\b(pos|item|artikelnummer|part number|bezeichnung|description|menge|qty|einheit|unit)\b/giu;
const POSITION = /^\d{1,3}\s+/;
const NUMBERED_HEADING = /^(pos|item)\b/iu;
const PART_NUMBER = /^([A-Z]{2}-[A-Z0-9][A-Z0-9-]*)(?:\s+|$)/;
const ABOUT_QUANTITY = /,?\s*\(?\b(?:qty|quantity|menge|stückzahl)\b.*$/iu;

interface Reading {
  readonly decimalComma: boolean;
  readonly isProduct: IsProduct;
}

/** Inside a table of a PDF the columns are gone: what is left is a heading, and rows that begin alike. */
type Mode = 'prose' | 'positions' | 'part numbers';

export function extractFromText(text: string, isProduct: IsProduct): Request {
  const reading = { decimalComma: usesDecimalComma(text), isProduct };
  const items: RequestedItem[] = [];
  let mode: Mode = 'prose';
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    const heading = modeOfHeading(line);
    mode = heading ?? mode;
    const item = heading === undefined && line !== '' ? readLine(line, mode, reading) : undefined;
    if (item !== undefined) {
      items.push(item);
    }
  }
  return { customer: findCustomer(text), items };
}

function modeOfHeading(line: string): Mode | undefined {
  if (new Set(line.toLowerCase().match(HEADING)).size < 3 || line.includes(':')) {
    return undefined;
  }
  return NUMBERED_HEADING.test(line) ? 'positions' : 'part numbers';
}

function readLine(line: string, mode: Mode, reading: Reading): RequestedItem | undefined {
  if (mode === 'positions' && POSITION.test(line)) {
    return readRow(line.replace(POSITION, ''), reading);
  }
  if (mode === 'part numbers' && PART_NUMBER.test(line)) {
    return readRow(line, reading);
  }
  return readLabelled(line, reading) ?? readProse(line, reading);
}

function readRow(row: string, { decimalComma }: Reading): RequestedItem {
  const measured = splitQuantity(row, decimalComma) ?? { quantity: null, unit: null, rest: row };
  const number = measured.rest.match(PART_NUMBER)?.[1] ?? null;
  const description = number === null ? measured.rest : measured.rest.slice(number.length).trim();
  return { number, description, quantity: measured.quantity, unit: measured.unit };
}

/** `Item: Ball valve DN20 brass Qty: 12 pcs`; a form of which the quantity was left out has none. */
function readLabelled(line: string, { decimalComma }: Reading): RequestedItem | undefined {
  const found = line.match(LABELLED_ITEM);
  if (found === null) {
    return undefined;
  }
  const [, description = '', amount = '', unit = ''] = found;
  return { number: null, description, quantity: parseQuantity(amount, decimalComma), unit: unitName(unit) };
}

function readProse(line: string, { decimalComma, isProduct }: Reading): RequestedItem | undefined {
  if (LABEL.test(line)) {
    return undefined;
  }
  const content = line.replace(MARK, '');
  const measured = splitQuantity(content, decimalComma);
  if (measured !== undefined) {
    return { number: null, description: measured.rest, quantity: measured.quantity, unit: measured.unit };
  }
  const description = content.replace(ABOUT_QUANTITY, '').trim();
  const namesQuantity = description !== content && description.includes(' ');
  if (namesQuantity || isProduct(description)) {
    return { number: null, description: content, quantity: null, unit: null };
  }
  return undefined;
}
