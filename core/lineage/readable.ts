import type { Json } from '../types.ts';
import { jsonIn } from './normalise.ts';

/** Most text nodes, lines or cells that are looked at. */
const PIECES = 100_000;

/** A text answer as JSON, so that it has leaves: JSON itself, a table of comma- or tab-separated values, the text nodes of HTML, the lines of anything else. `copy`: plain words in it are the page's own. */
export function readable(text: string): { readonly json: Json; readonly copy: boolean } {
  const json = jsonIn(text.trim());
  if (json !== undefined) return { json, copy: false };
  if (/^\s*<(?:!doctype|html|\?xml|[a-z][\w-]*[\s>])/i.test(text)) return { json: nodesOf(text), copy: true };
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '').slice(0, PIECES);
  if (lines.length > 1 && lines.every((line) => line.startsWith('data:') || /^(?:event|id|retry):/.test(line))) return { json: lines.filter((line) => line.startsWith('data:')).map((line) => jsonIn(line.slice(5).trim()) ?? line.slice(5).trim()), copy: false };
  if (lines.length > 1 && lines.every((line) => EXPOSITION.test(line))) return { json: [], copy: true };
  const table = lines.length > 1 ? tableOf(lines) : undefined;
  if (table !== undefined) return { json: table, copy: false };
  const own = lines.map((line) => jsonIn(line.trim()));
  if (lines.length > 1 && own.every((line) => line !== undefined)) return { json: own, copy: false };
  return lines.length <= 1 ? { json: text, copy: false } : { json: lines, copy: true };
}

/** Prometheus' text: counters of the process itself, none of them a store's. */
const EXPOSITION = /^(?:#.*|[a-zA-Z_:][\w:]*(?:\{.*\})? [-+\d.eE]+(?:NaN|Inf)?(?: .*)?|[a-zA-Z_:][\w:]*(?:\{.*\})? [+-]?(?:NaN|Inf))$/;

function nodesOf(html: string): readonly string[] {
  const visible = html.replace(/<!--[\s\S]*?-->/g, ' ').replace(/<(script|style|template|svg)\b[\s\S]*?<\/\1\s*>/gi, ' ');
  return visible
    .split(/<[^>]*>/)
    .map((node) => unescaped(node).replace(/\s+/g, ' ').trim())
    .filter((node) => node !== '')
    .slice(0, PIECES);
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', euro: '€', copy: '©', hellip: '…', mdash: '—', ndash: '–' };
function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|([a-z]+));/gi, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : undefined;
    if (code !== undefined) return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    return NAMED[(name ?? '').toLowerCase()] ?? whole;
  });
}

/** Rows of separated values under a header: the same number of cells, at least two, in every line. */
function tableOf(lines: readonly string[]): Json | undefined {
  for (const mark of [',', '\t', ';', '|']) {
    const rows = lines.map((line) => cellsOf(line, mark));
    const [header = []] = rows;
    if (header.length < 2 || new Set(header).size < header.length || rows.some((row) => row.length !== header.length) || !header.every((name) => /^[\p{L}_ "'().-][\p{L}\d_ "'().%-]*$/u.test(name))) continue;
    return rows.slice(1).map((row) => Object.fromEntries(header.map((name, index) => [name.trim(), nested(row[index] ?? '')])));
  }
  return undefined;
}

/** A cell may hold an object or a list of its own. */
const nested = (cell: string): Json => (/^\s*[{[]/.test(cell) ? (jsonIn(cell.trim()) ?? cell) : cell);

function cellsOf(line: string, mark: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let index = 0; index < line.length; index++) {
    const char = line.charAt(index);
    if (char === '"' && quoted && line.charAt(index + 1) === '"') cell += line.charAt(++index);
    else if (char === '"') quoted = !quoted;
    else if (char === mark && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += char;
  }
  return [...cells, cell];
}
