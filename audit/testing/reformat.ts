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

/** Python in its other forms: a dictionary that a call makes, a failure that `suppress` drops; undefined where the program has neither. */
export function inOtherForms(code: string): string | undefined {
  const made = code.replace(/(?<=\breturn |= )\{((?:"[a-z_]+": (?:"[^"\n]*"|[\w.]+)(?:, )?)+)\}(?=\n)/g, (_, members: string) => `dict(${members.replace(/"([a-z_]+)": /g, '$1=')})`);
  const dropped = made.replace(/^( *)try:\n((?:\1 +[^\n]*\n)+)\1except (\w+):\n\1 +pass\n/gm, '$1with contextlib.suppress($3):\n$2');
  return dropped === code ? undefined : dropped;
}

const suspicious = /(mock|fake|dummy|sample|demo|stub|placeholder|hard_?coded|simulated?|pretend)/i;

/** The same program with neutral names where its own declarations carry words by which an author gives himself away; undefined where there are none. */
export function renamed(code: string): string | undefined {
  const names = [...new Set([...code.matchAll(/\b(?:const|let|var|function|class|def)\s+([A-Za-z_$][\w$]*)|^([A-Za-z_]\w*)\s*=(?!=)/gm)].map((each) => each[1] ?? each[2] ?? ''))].filter((each) => suspicious.test(each));
  if (names.length === 0) return undefined;
  return names.reduce((text, name, index) => text.replaceAll(new RegExp(`(?<![\\w$./'"-])${name.replaceAll('$', '\\$')}(?![\\w$/'"-])`, 'g'), neutral(name, index)), code);
}

/** As the name was written: a constant, a class, a function. */
function neutral(name: string, index: number): string {
  const word = ['entries', 'batch', 'outline', 'board'][index % 4] ?? 'entries';
  if (/^[A-Z0-9_]+$/.test(name)) return word.toUpperCase();
  if (/^[A-Z]/.test(name)) return `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`;
  const verb = /^(get|make|create|generate|build|load|fetch|send|list|find|use)(?=[A-Z_])/.exec(name)?.[0];
  return verb === undefined ? word : `${verb}${name[verb.length] === '_' ? `_${word}` : `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`}`;
}

/** The same program with the literals of its top level in a file beside it, those without a comment of their own; undefined where there are none. Takes a module of TypeScript. */
export function split(path: string, code: string): Readonly<Record<string, string>> | undefined {
  if (!/\.tsx?$/.test(path)) return undefined;
  const moved: string[] = [];
  const rest = code.replace(/^const (\w+)(: [^=\n]+)? = (\[|\{|'[^'\n]*'|\d[\d.]*)/gm, (whole, name: string, type: string | undefined, open: string, at: number) => {
    const start = at + whole.length - open.length;
    const end = open === '[' || open === '{' ? closing(code, start) : start + open.length;
    const text = code.slice(start, end);
    if (end < 0 || code[end] !== ';' || type !== undefined || !isLiteral(text) || /(\/\/[^\n]*|\*\/)\s*$/.test(code.slice(0, at))) return whole;
    moved.push(`export const ${name} = ${text};`);
    return `\0${String(end - at)}\0${whole}`;
  });
  if (moved.length === 0) return undefined;
  const names = moved.map((each) => /const (\w+)/.exec(each)?.[1] ?? '');
  return { [path]: `import { ${names.join(', ')} } from './moved-values';\n${cut(rest)}`, [path.replace(/[^/]+$/, 'moved-values.ts')]: `${moved.join('\n')}\n` };
}

/** Takes out what was marked: the length of each declaration stands before it. */
function cut(marked: string): string {
  let out = '';
  for (let at = 0; at < marked.length;) {
    const mark = marked[at] === '\0' ? /^\0(\d+)\0/.exec(marked.slice(at)) : null;
    if (mark) at += mark[0].length + Number(mark[1]) + 1;
    else out += marked[at++] ?? '';
  }
  return out;
}

function closing(code: string, from: number): number {
  let depth = 0;
  for (let at = from; at < code.length; at++) {
    const text = /^('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")/.exec(code.slice(at));
    if (text) at += text[0].length - 1;
    else if (code[at] === '`') return -1;
    else if ('[{('.includes(code[at] ?? '')) depth++;
    else if (']})'.includes(code[at] ?? '') && --depth === 0) return at + 1;
  }
  return -1;
}

/** Nothing but texts, figures, lists and objects. */
function isLiteral(text: string): boolean {
  return !/[A-Za-z_$]/.test(text.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\b\w+(?=\s*:)|\b(true|false|null|undefined)\b/g, ''));
}

/** The last function of a source as an arrow function; undefined where the source does not end with a function of the module. */
export function asArrow(code: string): string | undefined {
  const made = code.replace(/(^|\n)export (async )?function (\w+)(\([^()]*\)) (\{(?:(?!\n(?:export|const|function|class)\b)[\s\S])*\})\s*$/, (whole: string, before: string, waits: string | undefined, name: string, params: string, body: string) => (/(^|[^\w])(this|arguments)\b/.test(body) ? whole : `${before}export const ${name} = ${waits ?? ''}${params} => ${body};`));
  return made === code ? undefined : made;
}

/** `try { return await x; } catch { return y; }` as `return await x.catch(() => { return y; })`; undefined where there is no such attempt. */
export function asRefusal(code: string): string | undefined {
  const made = code.replace(/try \{ return await ([^;{}]+); \} catch(?: \((\w+)\))? \{ ((?:(?!await|throw)[^{}])*return (?:[^{}]|\{[^{}]*\})*;) \}/, (_, asked: string, caught: string | undefined, handled: string) => `return await ${asked}.catch((${caught ?? ''}) => { ${handled} });`);
  return made === code ? undefined : made;
}
