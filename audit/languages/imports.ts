const importing = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*['"]([^'"\n]+)['"]/g;

/** Imports of a file that needs no other facts (a test, a story): found by their form. One in a comment or a string costs nothing but an edge. */
export function lexImports(text: string): readonly string[] {
  return [...text.matchAll(importing)].map((match) => match[1] ?? '');
}
