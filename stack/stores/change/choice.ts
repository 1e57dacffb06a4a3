import { mix, type Turn } from './turn.ts';

/** Another of the values, in about half of the rows and always in the first; undefined where it stays. */
export function changed(value: string, among: readonly string[], turn: Pick<Turn, 'row' | 'column'>): string | undefined {
  const others = among.filter((each) => each !== value);
  const step = mix(turn.row, turn.column);
  if (others.length === 0 || (turn.row !== 0 && step % 2 === 0)) return undefined;
  return others[(step >>> 1) % others.length];
}
