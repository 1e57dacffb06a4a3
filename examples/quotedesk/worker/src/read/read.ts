import { decodeText } from './decode.ts';
import { readPdf } from './pdf.ts';
import { Unreadable } from './unreadable.ts';

export interface SourceFile {
  readonly filename: string;
  readonly content: Buffer;
}

export interface ReadDocument {
  readonly kind: 'text' | 'table';
  readonly text: string;
}

const PDF_MARK = '%PDF-';
const TABLE_NAME = /\.(csv|tsv)$/i;
const MAIL_NAME = /\.eml$/i;
const ENCODED_MAIL = /^content-(?:transfer-encoding:\s*(?:base64|quoted-printable)|type:\s*multipart\/)/im;

/** What a document is, is decided by its content first and by its name only where content cannot tell. */
export async function readDocument({ filename, content }: SourceFile): Promise<ReadDocument> {
  if (content.length === 0) {
    throw new Unreadable('the file is empty');
  }
  if (content.subarray(0, 1024).includes(PDF_MARK)) {
    return { kind: 'text', text: await readPdf(content) };
  }
  const text = decodeText(content);
  if (MAIL_NAME.test(filename) && ENCODED_MAIL.test(text)) {
    throw new Unreadable('an e-mail with encoded parts or attachments is not read: send text, CSV or PDF');
  }
  return { kind: TABLE_NAME.test(filename) ? 'table' : 'text', text };
}
