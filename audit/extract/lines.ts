import type { Excerpt, Span } from '../facts.ts';
import type { Ir } from '../ir.ts';
import { maskLine } from './mask.ts';

/** Lines of context before and after a place, longest line kept, most lines of one place. */
const around = 2;
const widest = 180;
const longest = 14;

export interface Lines {
  readonly count: number;
  readonly at: (offset: number) => number;
  readonly span: (of: Ir) => Span;
  /** Marks a place that a rule may point at: its lines go into the excerpts. */
  readonly keep: (span: Span) => void;
  readonly excerpts: () => readonly Excerpt[];
}

export function linesOf(text: string): Lines {
  const starts = startsOf(text);
  const kept = new Set<number>();
  const at = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
  const line = (number: number): string => maskLine(text.slice(starts[number - 1] ?? 0, starts[number] ?? text.length).replace(/\r?\n$/, '').slice(0, widest));
  return {
    count: starts.length, at,
    span: (of) => ({ line: at(of.at), endLine: at(Math.max(of.at, of.end - 1)) }),
    keep({ line: first, endLine }) {
      for (let each = Math.max(1, first - around); each <= Math.min(starts.length, endLine + around, first + longest); each++) kept.add(each);
    },
    excerpts: () => blocksOf([...kept].sort((a, b) => a - b), line),
  };
}

function startsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function blocksOf(numbers: readonly number[], line: (number: number) => string): Excerpt[] {
  const blocks: { line: number; lines: string[] }[] = [];
  for (const number of numbers) {
    const last = blocks.at(-1);
    if (last && last.line + last.lines.length === number) last.lines.push(line(number));
    else blocks.push({ line: number, lines: [line(number)] });
  }
  return blocks;
}
