import { PDFDocument, StandardFonts, rgb } from 'pdf-lib';
import type { PDFFont, PDFPage } from 'pdf-lib';
import type { Block, Column, PdfSource } from './types.ts';

const PAGE: [number, number] = [595.28, 841.89];
const MARGIN = 60;
const LINE = 15;
const SIZE = 10.5;
const INK = rgb(0.1, 0.1, 0.1);
/** One date for all, so that the same source gives the same bytes. */
const MADE = new Date('2025-03-14T08:00:00Z');

interface Pen {
  readonly pdf: PDFDocument;
  readonly font: PDFFont;
  readonly bold: PDFFont;
  page: PDFPage;
  y: number;
}

export async function newDocument(subject: string): Promise<PDFDocument> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.setTitle(subject);
  pdf.setCreationDate(MADE);
  pdf.setModificationDate(MADE);
  return pdf;
}

export async function writePdf(source: PdfSource): Promise<Uint8Array> {
  const pdf = await newDocument(source.subject);
  const pen: Pen = {
    pdf,
    font: await pdf.embedFont(StandardFonts.Helvetica),
    bold: await pdf.embedFont(StandardFonts.HelveticaBold),
    page: pdf.addPage(PAGE),
    y: PAGE[1] - MARGIN,
  };
  for (const block of source.blocks) write(pen, block);
  return pdf.save();
}

function write(pen: Pen, block: Block): void {
  switch (block.kind) {
    case 'title':
      put(pen, block.text, MARGIN, pen.bold, 14);
      pen.y -= LINE * 2;
      return;
    case 'text':
      for (const line of block.lines) {
        makeRoom(pen);
        put(pen, line, MARGIN, pen.font, SIZE);
        pen.y -= LINE;
      }
      pen.y -= LINE;
      return;
    case 'table':
      writeTable(pen, block.columns, block.rows);
      return;
    case 'page-break':
      newPage(pen);
      return;
  }
}

/** A table that does not fit goes on over the page, with its head once more. */
function writeTable(pen: Pen, columns: readonly Column[], rows: readonly (readonly string[])[]): void {
  const titles = columns.map((column) => column.title);
  writeRow(pen, columns, titles, pen.bold);
  for (const row of rows) {
    if (pen.y < MARGIN + LINE) {
      newPage(pen);
      writeRow(pen, columns, titles, pen.bold);
    }
    writeRow(pen, columns, row, pen.font);
  }
  pen.y -= LINE;
}

function writeRow(pen: Pen, columns: readonly Column[], cells: readonly string[], font: PDFFont): void {
  let x = MARGIN;
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? '';
    const indent = column.right === true ? column.width - 10 - font.widthOfTextAtSize(cell, SIZE) : 0;
    if (cell !== '') put(pen, cell, x + indent, font, SIZE);
    x += column.width;
  }
  const under = { x: MARGIN, y: pen.y - 4 };
  pen.page.drawLine({ start: under, end: { x, y: under.y }, thickness: 0.4, color: rgb(0.7, 0.7, 0.7) });
  pen.y -= LINE + 2;
}

function put(pen: Pen, text: string, x: number, font: PDFFont, size: number): void {
  if (text !== '') pen.page.drawText(text, { x, y: pen.y, font, size, color: INK });
}

function makeRoom(pen: Pen): void {
  if (pen.y < MARGIN) newPage(pen);
}

function newPage(pen: Pen): void {
  pen.page = pen.pdf.addPage(PAGE);
  pen.y = PAGE[1] - MARGIN;
}
