/** A variable that the text cannot do without and that has no value. */
export interface Missing {
  readonly name: string;
  readonly message: string;
}
export interface Interpolated {
  readonly value: string;
  readonly missing: readonly Missing[];
  /** Set when the text is no valid interpolation: what Compose would call an invalid format. */
  readonly invalid?: string;
}

type Values = Readonly<Record<string, string>>;
const named = /^[_a-zA-Z][_a-zA-Z0-9]*/;

/**
 * Puts values in the place of a compose file's variables: `$V`, `${V}`, `${V:-d}`, `${V-d}`, `${V:?e}`, `${V?e}`, `${V:+x}`, `${V+x}`, and `$$` for a dollar.
 * Words may hold variables again. An unset `${V}` is empty, as in Compose. Source: the interpolation chapter of the Compose specification.
 */
export function interpolate(text: string, values: Values): Interpolated {
  const missing: Missing[] = [];
  let value = '';
  for (let at = 0; at < text.length;) {
    if (text[at] !== '$') {
      value += text[at++];
      continue;
    }
    const rest = text.slice(at + 1);
    const plain = named.exec(rest)?.[0];
    if (rest.startsWith('$')) {
      value += '$';
      at += 2;
    } else if (plain !== undefined) {
      value += own(values, plain) ?? '';
      at += 1 + plain.length;
    } else if (rest.startsWith('{')) {
      const end = closing(text, at + 2);
      const inner = end === -1 ? undefined : braced(text.slice(at + 2, end), values);
      if (!inner || inner.invalid !== undefined) return { value: text, missing, invalid: text.slice(at, end === -1 ? undefined : end + 1) };
      value += inner.value;
      missing.push(...inner.missing);
      at = end + 1;
    } else {
      return { value: text, missing, invalid: text.slice(at, at + 12) };
    }
  }
  return { value, missing };
}

function braced(body: string, values: Values): Interpolated {
  const name = named.exec(body)?.[0];
  const [, colon = '', operator, word = ''] = /^(:?)([-?+])([\s\S]*)$/.exec(body.slice(name?.length ?? 0)) ?? [];
  if (name === undefined || (operator === undefined && name !== body)) return { value: '', missing: [], invalid: body };
  const found = own(values, name);
  const there = found !== undefined && (colon === '' || found !== '');
  if (operator === '+') return there ? interpolate(word, values) : { value: '', missing: [] };
  if (there || operator === undefined) return { value: found ?? '', missing: [] };
  if (operator === '-') return interpolate(word, values);
  return { value: '', missing: [{ name, message: interpolate(word, values).value }] };
}

/** Where the bracket closes that was opened before `from`, with those inside it; -1 when it does not. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '$' && text[at + 1] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

function own(values: Values, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
