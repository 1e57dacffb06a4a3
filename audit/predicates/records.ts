import type { Value } from '../facts.ts';
import { leavesOf, measureKey } from './values.ts';

/** Keys of tables that belong to an interface or a program, not to a business. */
const furniture = /^(icon|label|href|to|path|route|component|element|color|colour|className|class|style|fill|stroke|title|description|desc|text|tooltip|placeholder|key|field|header|headerName|accessor\w*|width|height|align|variant|type|min|max|step|options?|required|validate|rules|pattern|method|handler|shortcut|badge|image|img|src|alt|url|link|question|answer|feature|features|quote|heading|subtitle|cta|step|emoji|bg|from|sortable|render|cell|children|items|id|value|name|order|index|size|weight|duration|delay|x|y|code|symbol|unit|format|regex)$/i;
/** Keys that only records of things that happened, or measurements, have. */
const happened = /(_at|At|Date|date|time|timestamp|created|updated|lastLogin|last_?\w+|due|deadline|expires?|issued|paid|joined|read_at|email|phone|ip_?address|balance|amount|total|revenue|spend|spent|savings?|profit|price|rate|rates|cost|change|growth|trend|score|confidence|percentage|count|quantity|stock|sales|orders|vendor|customer|client|supplier|invoice|tender|bid|patient|employee|assignee|author|user|avatar|transaction|tx|hash|account|department|status|rating|views|followers|likes|pnl|volume|latency|cpu|memory|uptime|temperature|humidity|lat|lng|latitude|longitude|enabled|schedule|model|location|severity|priority)s?$/;

/** Looks like records or measurements that a store would hold, not like a table that a program is configured with. */
export function looksLikeRecords(value: Value): boolean {
  const leaves = leavesOf(value);
  const keys = keysOf(value);
  if (keys.length === 0) return false;
  const signs = keys.filter((key) => happened.test(key) || measureKey.test(key)).length;
  const plain = keys.filter((key) => furniture.test(key)).length;
  if (keys.some((key) => /^(icon|component|element|className|href|accessorKey|headerName|render|cell)$/.test(key))) return leaves.record >= 4 && signs >= 3;
  return (signs >= 2 && leaves.figures + leaves.record >= 1 && signs * 2 >= plain) || (leaves.record >= 3 && signs >= 1) || (leaves.figures >= 2 && signs >= 2);
}

/** All keys in a value, each once. */
export function keysOf(value: Value): readonly string[] {
  const keys = new Set<string>();
  const visit = (each: Value): void => {
    for (const [key, part] of each.parts ?? []) {
      if (key !== '' && key !== '...') keys.add(key);
      visit(part);
    }
  };
  visit(value);
  return [...keys];
}
