/** How many terminal columns a text takes: combining marks none, East Asian wide characters and pictographs two. */
export function columnsOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += /^[\p{M}\u200c\u200d\ufe0f]$/u.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
}

const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

/** At most `columns` wide: cut with an ellipsis where it is longer. */
export function fit(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let cut = '';
  let used = 0;
  for (const character of text) {
    const next = columnsOf(character);
    if (used + next > columns - 1) break;
    cut += character;
    used += next;
  }
  return `${cut}…`;
}

/** Exactly `columns` wide: filled with spaces, or cut. */
export function pad(text: string, columns: number): string {
  const fitted = fit(text, columns);
  return fitted + ' '.repeat(Math.max(0, columns - columnsOf(fitted)));
}

/** Lines of at most `columns`, broken at spaces; a word longer than a line is broken inside. At least one line. */
export function wrap(text: string, columns: number): readonly string[] {
  const width = Math.max(10, columns);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/)) {
    for (const piece of pieces(word, width)) {
      if (line !== '' && columnsOf(line) + 1 + columnsOf(piece) > width) {
        lines.push(line);
        line = piece;
      } else {
        line = line === '' ? piece : `${line} ${piece}`;
      }
    }
  }
  return [...lines, line];
}

function pieces(word: string, width: number): readonly string[] {
  if (columnsOf(word) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  for (const character of word) {
    if (columnsOf(part) + columnsOf(character) > width) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}
