/**
 * Writes the PDFs of this folder from their sources in build/. They are committed too, so nobody needs to run this
 * to load them: `node rfqs/build.ts`. The same sources give the same bytes.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cutOffPdf, scannedPdf } from './build/broken.ts';
import { english } from './build/english.ts';
import { german } from './build/german.ts';
import { writePdf } from './build/writer.ts';

export async function buildPdfs(): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const source of [...german, ...english]) files.set(source.file, await writePdf(source));
  files.set('28-donautal-scan.pdf', await scannedPdf());
  files.set('29-loewenstein-abgebrochen.pdf', await cutOffPdf());
  return files;
}

if (import.meta.main) {
  for (const [file, content] of await buildPdfs()) {
    await writeFile(path.join(import.meta.dirname, file), content);
    process.stdout.write(`${file}: ${content.length} bytes\n`);
  }
}
