import { Unreadable } from './unreadable.ts';

// Characters that text does not have: their presence says that these bytes are something else.
const BINARY = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/;

/** UTF-8 when it is valid UTF-8, else what Windows programs of western Europe write. */
export function decodeText(content: Uint8Array): string {
  const text = utf8(content) ?? new TextDecoder('windows-1252').decode(content);
  if (BINARY.test(text)) {
    throw new Unreadable('the file is neither text nor PDF');
  }
  if (text.trim() === '') {
    throw new Unreadable('the file is empty');
  }
  return text.replace(/\r\n?/g, '\n');
}

/** Whether bytes are UTF-8 is a question; "no" is an answer. */
function utf8(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}
