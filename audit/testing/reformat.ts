/** The same program, written otherwise: what a formatter, a moved block or a licence header would do. Strings, templates and comments stay as they are. */
export function reformatted(path: string, code: string): string {
  if (path.endsWith('.json') || /\.(ya?ml|toml|env)$|Dockerfile/.test(path)) return code;
  return path.endsWith('.py') ? `\n\n\n${spread(code)}\n` : `\n\n\n${broken(code)}\n`;
}

/** Python: blank lines between lines, where no text of several lines can be torn. */
function spread(code: string): string {
  return /"""|'''|\\\n/.test(code) ? code : code.replace(/\n(?=[^\n])/g, '\n\n');
}

/** A new line after each brace and semicolon that is none of a text. */
function broken(code: string): string {
  let out = '';
  for (let at = 0; at < code.length;) {
    const rest = code.slice(at);
    const kept = /^(\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\/(?![/*\s])(?:[^/\\\n]|\\.)+\/[a-z]*(?=[.,;)\s]))/.exec(rest);
    if (kept) {
      out += kept[0];
      at += kept[0].length;
    } else {
      out += rest[0] ?? '';
      // A comment that stands beside code stays beside it.
      if (/^[{;] (?!\s*\/[/*])/.test(rest)) out += '\n    ';
      at++;
    }
  }
  return out;
}
