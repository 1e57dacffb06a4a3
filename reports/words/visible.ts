/**
 * Text from the platform under test is hostile until it has been through here: control characters could drive a terminal,
 * and bidirectional controls could make a line read as what it is not. Each is replaced by its name, such as ⟨U+202E⟩.
 */
export function visible(text: string): string {
  return text.toWellFormed().replace(unsafe, named);
}

/** The same on one line: line ends and tabs become spaces. */
export function oneLine(text: string): string {
  return visible(text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ').replace(/\t/g, ' '));
}

/** Cuts after `limit` characters, without parting one, and says how much is missing. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, Math.max(0, limit - 1)).replace(/[\ud800-\udbff]$/, '');
  return `${head}…`;
}

/** Like clip, but says how many characters are left out: for blocks, where the length itself is news. */
export function clipBlock(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit).replace(/[\ud800-\udbff]$/, '');
  return `${head}… (${text.length - head.length} more characters)`;
}

// Controls except tab and line feed; marks, embeddings, overrides and isolates of direction; invisible spaces, line and paragraph separators, tags.
 
const unsafe =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

function named(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
