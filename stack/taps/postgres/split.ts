/**
 * The statements of a simple query, as the server would run them: cut at semicolons outside strings, quoted names, dollar quotes, comments and parentheses
 * (a rule may hold semicolons in those). What is empty or only a comment is left out, as the server leaves it out.
 */
export function statementsOf(text: string): readonly string[] {
  const first = text.indexOf(';');
  if (first < 0 || (first === text.length - 1)) return [text.slice(0, first < 0 ? undefined : first).trim()];
  const found: string[] = [];
  let from = 0;
  let depth = 0;
  token.lastIndex = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [word] = match;
    if (word === '(') depth += 1;
    else if (word === ')') depth = Math.max(0, depth - 1);
    else if (word === ';' && depth === 0) {
      found.push(text.slice(from, match.index));
      from = match.index + 1;
    }
  }
  found.push(text.slice(from));
  const real = found.map((each) => each.trim()).filter((each) => each.replace(comment, '').trim() !== '');
  return real.length > 0 ? real : [text.trim()];
}

/** Strings that need not end (a text may be cut), so that the search is linear: each alternative begins with another character. */
const token = /[();]|[eE]'(?:[^'\\]|\\[\s\S]|'')*'?|'(?:[^']|'')*'?|"[^"]*"?|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$[\s\S]*?(?:\$\1\$|$)|[A-Za-z_]\w*/g;
const comment = /--[^\n]*|\/\*[\s\S]*?\*\//g;
