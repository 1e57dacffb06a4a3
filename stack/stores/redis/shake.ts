import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Shake, Shaken } from '../../../core/ports.ts';
import { change, decide, type Way } from '../change/column.ts';
import { isId, isPassword, isSecret } from '../change/names.ts';
import { newTally, type Tally } from '../change/tally.ts';
import { numberOf, type Turn } from '../change/turn.ts';
import { elementLimit, readable, readContent, sizeOf, stored, writeContent, type Content } from './entries.ts';
import { identifiersIn, type Key } from './kinds.ts';
import { allKeys } from './scan.ts';
import { needSnapshot, reasonOf, touching, working } from './snapshot.ts';
import type { Place } from '../undo.ts';

/** Most keys of one pattern that are changed, and elements that a field is judged by. */
const keyLimit = 20_000;
const sampleLimit = 2_000;
const removeEach = 4;
const watchAttempts = 3;

/** Changes values of keys that are data, each by its own measure: strings (JSON inside too), fields of hashes, members of lists and sets, scores. */
export async function shake(place: Place, how: Shake, signal: AbortSignal): Promise<Shaken> {
  const kept = await needSnapshot(place);
  return working(place, 'store-refused', signal, async (client) => {
    const keys = await allKeys(client);
    const names = new Set(keys.flatMap((key) => [key.name, ...identifiersIn(key.name)]));
    const tally = newTally();
    for (const [pattern, all] of Map.groupBy(keys.filter((key) => key.kind !== 'ours'), (key) => key.pattern)) {
      const reason = how.keep.includes(pattern) ? 'kept by name' : all.map(reasonOf).find((each) => each !== undefined);
      const own = all.filter((key) => key.kind === 'data' && kept.has(key.name));
      if (reason !== undefined) tally.stayed[pattern] = reason;
      if (how.keep.includes(pattern) || own.length === 0) continue;
      if (own.length > keyLimit) tally.stayed[pattern] = `${keyLimit} of ${own.length} keys were changed`;
      await shakePattern(client, place, pattern, own.slice(0, keyLimit), names, { nonce: how.nonce, now: Date.now(), parts: new Set(how.parts) }, how.keep, tally);
    }
    return tally;
  });
}

type Base = Omit<Turn, 'row' | 'column'>;

async function shakePattern(client: Redis, place: Place, pattern: string, keys: readonly Key[], names: ReadonlySet<string>, base: Base, keep: readonly string[], tally: Tally): Promise<void> {
  const small: Key[] = [];
  for (const key of keys) {
    if ((await sizeOf(client, key.name, key.type)) <= elementLimit) small.push(key);
    else tally.stayed[key.name] = `more than ${elementLimit} elements`;
  }
  const ways = await waysOf(client, pattern, small, names, keep, tally);
  const going = base.parts.has('rows') ? goingKeys(small) : new Set<string>();
  await touching(place, small.map((key) => key.name));
  for (const [row, key] of small.entries()) {
    if (going.has(key.name)) continue;
    const done = await changeKey(client, key, ways, { ...base, row, column: 0 }, names);
    for (const name of done.changed) tally.changed[name === '' ? pattern : `${pattern}.${name}`] = (tally.changed[name === '' ? pattern : `${pattern}.${name}`] ?? 0) + 1;
    if (done.refused !== undefined) tally.stayed[key.name] = done.refused;
    if (done.removed > 0) tally.removed[pattern] = (tally.removed[pattern] ?? 0) + done.removed;
  }
  for (const name of going) {
    await client.call('DEL', name);
    tally.removed[pattern] = (tally.removed[pattern] ?? 0) + 1;
  }
  const [source] = small.filter((key) => !going.has(key.name) && ['string', 'hash'].includes(key.type));
  if (base.parts.has('rows') && source && pattern.includes('*') && (await addCopy(client, place, source, base.nonce))) tally.added[pattern] = 1;
}

/** A quarter of the keys of one thing each go; collections lose members instead. */
function goingKeys(keys: readonly Key[]): ReadonlySet<string> {
  const single = keys.filter((key) => ['string', 'hash'].includes(key.type) && key.pattern.includes('*'));
  return new Set(single.length < 2 ? [] : single.filter((_, place) => place % removeEach === 1).map((key) => key.name));
}

/** A copy under a new name: a number becomes one that no key has, an identifier a new one. */
export async function addCopy(client: Redis, place: Place, source: Key, nonce: string): Promise<string | undefined> {
  const last = identifiersIn(source.name).at(-1) ?? '';
  const fresh = /^\d+$/.test(last) ? String(1_000_000_000 + (numberOf(nonce) % 1_000_000)) : /^[0-9a-f]{8}-/.test(last) ? randomUUID() : `${nonce}-${last}`;
  const at = source.name.lastIndexOf(last);
  const name = `${source.name.slice(0, at)}${fresh}${source.name.slice(at + last.length)}`;
  await touching(place, [name]);
  return Number(await client.call('COPY', source.name, name)) === 1 ? name : undefined;
}

/** How each field (hash), the value (string), the members and the scores change: by field, with `` for the value and `#` for scores. */
async function waysOf(client: Redis, pattern: string, keys: readonly Key[], names: ReadonlySet<string>, keep: readonly string[], tally: Tally): Promise<ReadonlyMap<string, Way>> {
  const values = new Map<string, string[]>();
  const add = (field: string, latin: string) => {
    const list = values.get(field) ?? [];
    const text = readable(latin);
    if (text !== undefined && list.length < sampleLimit) list.push(text);
    values.set(field, list);
  };
  for (const key of keys) {
    const content = await readContent(client, key.name, key.type);
    if (!content) continue;
    if (content.type === 'string') add('', content.value);
    else if ('members' in content) for (const member of content.members) add('', member);
    else for (const [first, second] of content.pairs) {
      if (content.type === 'hash') add(readable(first) ?? '', second);
      else {
        add('', first);
        add('#', second);
      }
    }
  }
  const ways = new Map<string, Way>();
  for (const [field, list] of values) {
    const label = field === '' ? pattern : `${pattern}.${field}`;
    const decision = keep.includes(label) ? { stays: 'kept by name' } : decideField(pattern, field, list, names);
    if ('stays' in decision) tally.stayed[label] = decision.stays;
    else ways.set(field, decision);
  }
  return ways;
}

function decideField(pattern: string, field: string, all: readonly string[], names: ReadonlySet<string>): Way | { readonly stays: string } {
  const name = field === '' ? (pattern.split(/[:/]/).filter((part) => part !== '*').at(-1) ?? '') : field === '#' ? 'score_at' : field;
  if (isPassword(name) || isSecret(name)) return { stays: 'a secret' };
  if (field !== '' && isId(name)) return { stays: 'a reference by its name' };
  if (all.length === 0) return { stays: 'what stands in it is no text' };
  // One number may be equal to some key's by chance; when all are, they mean those keys.
  const values = all.filter((value) => !names.has(value));
  if (values.length === 0) return { stays: 'what stands in it names other keys: a reference' };
  const kind = values.every((value) => /^-?\d{1,18}$/.test(value)) ? 'integer' : values.every((value) => /^-?\d+(\.\d+)?$/.test(value)) ? 'decimal' : 'text';
  return decide({ name, kind, unique: false, labels: [] }, values);
}

interface Done {
  readonly changed: readonly string[];
  readonly removed: number;
  readonly refused?: string;
}

/** Reads, changes and writes one key while it is watched: what somebody else wrote in between is read again. */
export async function changeKey(client: Redis, key: Key, ways: ReadonlyMap<string, Way>, turn: Turn, names: ReadonlySet<string>): Promise<Done> {
  for (let attempt = 0; attempt < watchAttempts; attempt++) {
    await client.call('WATCH', key.name);
    const content = await readContent(client, key.name, key.type);
    const made = content && newContent(content, ways, turn, names);
    if (!made || (made.changed.length === 0 && made.removed === 0)) {
      await client.call('UNWATCH');
      return { changed: [], removed: 0 };
    }
    if (await writeContent(client, key.name, made.content)) return { changed: made.changed, removed: made.removed };
  }
  return { changed: [], removed: 0, refused: `it changed by itself ${watchAttempts} times` };
}

function newContent(content: Content, ways: ReadonlyMap<string, Way>, turn: Turn, names: ReadonlySet<string>): { readonly content: Content; readonly changed: readonly string[]; readonly removed: number } {
  const changed = new Set<string>();
  const value = (field: string, latin: string, place: number, member = false): string => {
    const way = ways.get(field);
    const text = readable(latin);
    if (!way || text === undefined || (member && names.has(text))) return latin;
    const made = change(way, text, { ...turn, row: turn.row + place, column: turn.column + (field === '' ? 0 : numberOf(field)) });
    if (made === undefined || made === text) return latin;
    changed.add(field === '#' ? 'score' : field);
    return stored(made);
  };
  const loses = turn.parts.has('rows') && content.type !== 'string' && content.type !== 'hash';
  let loose = 0;
  const stays = (member: string) => !loses || names.has(readable(member) ?? '') || loose++ % removeEach !== 1;
  if (content.type === 'string') return { content: { ...content, value: value('', content.value, 0) }, changed: [...changed], removed: 0 };
  if ('members' in content) {
    const left = content.members.filter(stays);
    return { content: { ...content, members: left.map((member, place) => value('', member, place, true)) }, changed: [...changed], removed: content.members.length - left.length };
  }
  const left = content.pairs.filter(([first]) => stays(first));
  const pairs = left.map(([first, second], place): readonly [string, string] =>
    content.type === 'hash' ? [first, value(readable(first) ?? '', second, 0)] : [value('', first, place, true), value('#', second, place)]);
  return { content: { ...content, pairs }, changed: [...changed], removed: content.pairs.length - left.length };
}
