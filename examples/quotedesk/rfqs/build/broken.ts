import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { newDocument, writePdf } from './writer.ts';

/** A page that was laid on a scanner: an image of text, and no text. */
export async function scannedPdf(): Promise<Uint8Array> {
  const pdf = await newDocument('Scan');
  const image = await pdf.embedPng(await readFile(path.join(import.meta.dirname, 'scan.png')));
  const page = pdf.addPage([595.28, 841.89]);
  page.drawImage(image, { x: 0, y: 0, width: page.getWidth(), height: page.getHeight() });
  return pdf.save();
}

/** A PDF of which only the beginning arrived: its index is at the end, so nothing in it can be found. */
export async function cutOffPdf(): Promise<Uint8Array> {
  const whole = await writePdf({
    file: '29-loewenstein-abgebrochen.pdf',
    subject: 'Anfrage Filter',
    blocks: [
      { kind: 'title', text: 'Anfrage Filter' },
      {
        kind: 'text',
        lines: ['Kunde: Brauerei Löwenstein GmbH & Co. KG, Bamberg', '20 Stück Filterkerze 10 micron'],
      },
    ],
  });
  return whole.subarray(0, Math.floor(whole.length / 3));
}
