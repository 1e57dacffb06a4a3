import type { AllowFact, FileFacts } from '../facts.ts';
import { walk, type Ir } from '../ir.ts';
import type { Extraction } from './context.ts';

const form = /\bassay-allow[ \t]+([a-z][a-z0-9-]*)[ \t]*(?::[ \t]*([^\n]*))?/g;
/** Most waivers that one file keeps. */
const limit = 200;

/** Comments in which the author accepts a finding. Only comments count: the same words in a text waive nothing. */
export function allowsIn(into: Extraction): Pick<FileFacts, 'allows'> {
  const { text } = into.file;
  if (!text.includes('assay-allow')) return {};
  const allows = into.file.comments.filter((comment) => !insideText(comment.at, into.file.root)).flatMap((comment): AllowFact[] => [...comment.text.matchAll(form)].map((match) => {
    const line = into.lines.at(comment.at + Math.max(0, text.slice(comment.at, comment.end).indexOf(match[0])));
    const alone = text.slice(text.lastIndexOf('\n', comment.at) + 1, comment.at).trim() === '';
    into.lines.keep({ line, endLine: line });
    return { rule: match[1] ?? '', reason: (match[2] ?? '').replace(/\s*(\*\/|-->)?\s*$/, ''), line, lines: [line, alone ? into.lines.at(nextCode(text, comment.end)) : line] };
  }));
  return allows.length > 0 ? { allows: allows.slice(0, limit) } : {};
}

/** Comments are found by their marks: one inside a string is none. */
function insideText(at: number, root: Ir): boolean {
  let inside = false;
  walk(root, (each) => {
    if ((each.k === 'str' || each.k === 'tpl') && each.at < at && each.end > at) inside = true;
    return !inside && each.end >= at;
  });
  return inside;
}

/** Where code goes on after white space and further comments. */
function nextCode(text: string, from: number): number {
  const gap = /^(\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/|#[^\n]*)*/.exec(text.slice(from, from + 2000));
  return Math.min(from + (gap?.[0].length ?? 0), text.length);
}
