import type pg from 'pg';
import { change, others } from '../change/column.ts';
import { moveMoments, readMoment } from '../change/date.ts';
import type { Turn } from '../change/turn.ts';
import { quoted } from './catalog.ts';
import type { Picked } from './pick.ts';
import { readSql, withElements, type Planned } from './plan.ts';
import { attempted } from './work.ts';

/** Rows that one statement changes; most rows of one refusing column that are tried one by one, and how many refusals in a row say that it refuses always. */
const batchRows = 2_000;
const gentleRows = 200;
const gentleStreak = 8;

interface Change {
  readonly row: Picked;
  readonly before: string;
  /** What is written: PostgreSQL's text of the new value. */
  readonly literal: string;
}
interface ColumnState {
  readonly planned: Planned;
  readonly place: number;
  changed: number;
  refusals: number;
  words: string | undefined;
  /** Rows that may still be tried one by one, once the column refused a whole batch. */
  gentleLeft: number | undefined;
}
export interface Applied {
  readonly changed: Readonly<Record<string, number>>;
  readonly stayed: Readonly<Record<string, string>>;
}

/** Changes the planned columns of the picked rows within the open transaction; a refusal costs only its column, and there only the rows that refuse. */
export async function applyChanges(client: pg.ClientBase, label: string, plan: readonly Planned[], rows: readonly Picked[], turn: Omit<Turn, 'row' | 'column'>): Promise<Applied> {
  const states = plan.map((planned, place): ColumnState => ({ planned, place, changed: 0, refusals: 0, words: undefined, gentleLeft: undefined }));
  const byLeaf = Map.groupBy(rows, (row) => row.leaf);
  for (const [leaf, own] of byLeaf) {
    for (let start = 0; start < own.length; start += batchRows) await changeBatch(client, leaf, states, own.slice(start, start + batchRows), turn);
  }
  const named = (state: ColumnState) => `${label}.${state.planned.column.name}`;
  return {
    changed: Object.fromEntries(states.filter((state) => state.changed > 0).map((state) => [named(state), state.changed])),
    stayed: Object.fromEntries(states.flatMap((state) => {
      if (state.words !== undefined) return [[named(state), state.changed > 0 ? `in some rows: ${state.words}` : state.words]];
      return state.changed === 0 && wanted(state.planned, turn) ? [[named(state), 'no value in it that may change']] : [];
    })),
  };
}

async function changeBatch(client: pg.ClientBase, leaf: string, states: readonly ColumnState[], rows: readonly Picked[], turn: Omit<Turn, 'row' | 'column'>): Promise<void> {
  const before = await readRows(client, leaf, states, rows);
  const changes = states.map((): Change[] => []);
  for (const row of rows) {
    const texts = before.get(row.id);
    if (texts) for (const [place, change] of newValues(states, texts, row, turn).entries()) if (change) changes[place]?.push(change);
  }
  const willing = states.filter((state) => state.gentleLeft === undefined && (changes[state.place]?.length ?? 0) > 0);
  const bulk = await attempted(client, () => write(client, leaf, willing, changes));
  if ('refused' in bulk) {
    for (const state of willing) {
      const alone = await attempted(client, () => write(client, leaf, [state], changes));
      if ('refused' in alone) {
        state.gentleLeft = gentleRows;
        state.words = alone.refused;
      }
    }
  }
  for (const state of states) if (state.gentleLeft !== undefined) await gently(client, leaf, state, changes, turn);
}

/** Rows that the platform holds a lock on are left out, so that neither waits for the other. */
async function readRows(client: pg.ClientBase, leaf: string, states: readonly ColumnState[], rows: readonly Picked[]): Promise<ReadonlyMap<string, readonly (string | null)[]>> {
  const values = states.map((state) => readSql(state.planned.column)).join(', ');
  const read = await client.query<{ id: string; texts: readonly (string | null)[] }>(
    `SELECT t.ctid::text AS id, ARRAY[${values}]::text[] AS texts FROM ONLY ${leaf} AS t WHERE t.ctid = ANY ($1::tid[]) FOR UPDATE SKIP LOCKED`, [rows.map((row) => row.id)]);
  return new Map(read.rows.map((row) => [row.id, row.texts]));
}

function newValues(states: readonly ColumnState[], texts: readonly (string | null)[], row: Picked, turn: Omit<Turn, 'row' | 'column'>): readonly (Change | undefined)[] {
  const moments = turn.parts.has('dates') ? states.map(({ planned, place }) => (planned.way.way === 'moment' && !planned.column.element ? readMoment(texts[place] ?? '') : undefined)) : [];
  const moved = moveMoments(moments, { row: row.number, now: turn.now });
  return states.map(({ planned, place }) => {
    const before = texts[place];
    if (before === null || before === undefined) return undefined;
    const literal = planned.column.element ? newArray(planned, before, { ...turn, row: row.number, column: place }) : planned.way.way === 'moment' ? moved[place] : change(planned.way, before, { ...turn, row: row.number, column: place });
    return literal === undefined || literal === before ? undefined : { row, before, literal };
  });
}

function newArray(planned: Planned, json: string, turn: Turn): string | undefined {
  const { literal, changed } = withElements(json, (text, place) => {
    const own = { ...turn, column: turn.column + place };
    return planned.way.way === 'moment' ? (turn.parts.has('dates') ? moveMoments([readMoment(text)], own)[0] : undefined) : change(planned.way, text, own);
  });
  return changed ? literal : undefined;
}

/** One UPDATE for all changes of a batch. What the table holds afterwards decides what counts as changed: a trigger may have its own mind. */
async function write(client: pg.ClientBase, leaf: string, states: readonly ColumnState[], changes: readonly (readonly Change[])[]): Promise<void> {
  if (states.length === 0) return;
  const rows = new Map<string, { readonly row: Picked; readonly literals: (string | null)[]; readonly before: (string | null)[] }>();
  for (const [index, state] of states.entries()) {
    for (const { row, before, literal } of changes[state.place] ?? []) {
      const one = rows.get(row.id) ?? { row, literals: states.map(() => null), before: states.map(() => null) };
      one.literals[index] = literal;
      one.before[index] = before;
      rows.set(row.id, one);
    }
  }
  const all = [...rows.values()];
  const sets = states.map(({ planned: { column } }, index) => `${quoted(column.name)} = COALESCE(v.c${index}::${column.type}, t.${quoted(column.name)})`);
  const { rows: after } = await client.query<{ old: string; new: string; texts: readonly (string | null)[] }>(
    `UPDATE ONLY ${leaf} AS t SET ${sets.join(', ')} FROM unnest($1::tid[], ${states.map((_, index) => `$${index + 2}::text[]`).join(', ')}) AS v(id, ${states.map((_, index) => `c${index}`).join(', ')})
     WHERE t.ctid = v.id RETURNING v.id::text AS old, t.ctid::text AS new, ARRAY[${states.map(({ planned }) => readSql(planned.column)).join(', ')}]::text[] AS texts`,
    [all.map((each) => each.row.id), ...states.map((_, index) => all.map((each) => each.literals[index] ?? null))]);
  for (const row of after) {
    const one = rows.get(row.old);
    if (!one) continue;
    one.row.id = row.new;
    for (const [index, state] of states.entries()) if (one.literals[index] !== null && row.texts[index] !== one.before[index]) state.changed++;
  }
}

async function gently(client: pg.ClientBase, leaf: string, state: ColumnState, changes: readonly (readonly Change[])[], turn: Omit<Turn, 'row' | 'column'>): Promise<void> {
  let streak = 0;
  for (const each of changes[state.place] ?? []) {
    if ((state.gentleLeft ?? 0) <= 0 || streak >= gentleStreak) return;
    state.gentleLeft = (state.gentleLeft ?? 0) - 1;
    const more = state.planned.column.element ? [] : others(state.planned.way, each.before, { ...turn, row: each.row.number, column: state.place }, state.planned.present);
    const before = state.changed;
    for (const literal of [each.literal, ...more]) {
      const only = changes.map((_, place) => (place === state.place ? [{ ...each, literal }] : []));
      const done = await attempted(client, () => write(client, leaf, [state], only));
      if (!('refused' in done)) break;
      state.words = done.refused;
    }
    streak = state.changed > before ? 0 : streak + 1;
    if (state.changed === before) state.refusals++;
  }
  if (state.refusals === 0 && (state.gentleLeft ?? 0) > 0) state.words = undefined;
}

function wanted(planned: Planned, turn: Omit<Turn, 'row' | 'column'>): boolean {
  const { way } = planned.way;
  if (way === 'text' || way === 'json') return turn.parts.has('text');
  if (way === 'choice' || way === 'boolean') return turn.parts.has('choices');
  return turn.parts.has(way === 'number' || way === 'year' ? 'numbers' : 'dates');
}
