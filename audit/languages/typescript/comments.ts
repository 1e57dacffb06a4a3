import type { Ir, IrComment } from '../../ir.ts';

/** Most characters of a comment that are kept: what a confession needs. */
const textLimit = 240;

/**
 * Line and block comments, found by their marks with strings, templates and text of markup stepped over. A regular expression that holds `//` can hide or invent one. `nodes` are those of the file.
 */
export function commentsOf(text: string, nodes: readonly Ir[]): readonly IrComment[] {
  const found: IrComment[] = [];
  const texts = nodes.filter((each) => each.k === 'str' || each.k === 'tpl').sort((a, b) => a.at - b.at);
  let index = 0;
  let inText = 0;
  for (let at = text.indexOf('/'); at !== -1 && at < text.length; at = text.indexOf('/', at)) {
    for (let each = texts[index]; each && each.at < at; each = texts[++index]) inText = Math.max(inText, each.end);
    if (at < inText) {
      at = inText;
      continue;
    }
    const next = text.charCodeAt(at + 1);
    if (next === 47 /* / */ && text.charCodeAt(at - 1) !== 58 /* : of a URL */) {
      let end = text.indexOf('\n', at);
      if (end === -1) end = text.length;
      found.push({ at, end, text: text.slice(at + 2, Math.min(end, at + textLimit)).trim() });
      at = end;
    } else if (next === 42 /* * */) {
      let end = text.indexOf('*/', at + 2);
      if (end === -1) end = text.length;
      found.push({ at, end: end + 2, text: text.slice(at + 2, Math.min(end, at + textLimit)).replace(/\s*\n\s*\*?\s*/g, ' ').trim() });
      at = end + 2;
    } else at++;
  }
  return found;
}
