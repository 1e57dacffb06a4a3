export interface Piece {
  readonly text: string;
  readonly match: boolean;
}

/** Cuts a text where the query stands in it, whatever the case. The pieces together are the text. */
export function splitByMatch(text: string, query: string): readonly Piece[] {
  const wanted = query.trim();
  if (wanted === '') return [{ text, match: false }];
  const pattern = new RegExp(`(${wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')})`, 'giu');
  return text
    .split(pattern)
    .map((piece, index) => ({ text: piece, match: index % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}
