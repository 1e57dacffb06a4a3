import { extractText, getDocumentProxy } from 'unpdf';
import { Unreadable } from './unreadable.ts';

const MOST_PAGES = 200;
const SILENT = 0;

/** The names under which pdf.js reports that the file, not the reader, is at fault. */
const FILE_FAULTS: ReadonlySet<string> = new Set(['InvalidPDFException', 'PasswordException', 'FormatError']);

export async function readPdf(content: Uint8Array): Promise<string> {
  const pages = await readPages(content);
  const text = pages.join('\n').replace(/\u0000/g, '');
  if (text.trim() === '') {
    throw new Unreadable('the PDF has no text: it seems to be a scan');
  }
  return text;
}

async function readPages(content: Uint8Array): Promise<readonly string[]> {
  try {
    const pdf = await getDocumentProxy(new Uint8Array(content), { verbosity: SILENT });
    if (pdf.numPages > MOST_PAGES) {
      throw new Unreadable(`the PDF has more than ${MOST_PAGES} pages`);
    }
    return (await extractText(pdf, { mergePages: false })).text;
  } catch (error) {
    if (error instanceof Error && FILE_FAULTS.has(error.name)) {
      const locked = error.name === 'PasswordException';
      throw new Unreadable(
        locked ? 'the PDF is protected by a password' : 'the PDF is damaged or incomplete',
      );
    }
    throw error;
  }
}
