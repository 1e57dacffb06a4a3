import { momentsOf } from '../lineage/dates.ts';
import { leavesOf, parentOf } from '../lineage/leaves.ts';
import { shapeOf } from '../lineage/numbers.ts';
import { keyOf, related, slugOf, wordsOf } from '../lineage/words.ts';
import type { Field, Relation } from './evidence.ts';
import type { Exceptions } from './exceptions.ts';
import { isCounter, isMeasurementByName, isMetadata, isRandomByName, isRandomByPath, mayBeBuiltIn, mayFollowAKey, quoted, saying } from './naming.ts';
import { singular, unaskedHoldings, type Unasked } from './holdings.ts';
import { samplesOf } from './samples.ts';
import { follows, onlyWhenEmpty, supplied, suspectedIn, unseen, type DataSeen, type Suspicion } from './suspects.ts';
import { listed, upper, type Witnessed } from './verdicts.ts';
import { isSuccess } from '../status.ts';
import { isThirdParty } from '../tap.ts';
import { zerosOf } from './zeros.ts';

/** Passes 1 to 6 for one target: every field that holds what no store supplied and that does not follow, as sure as the witnesses make it (`live-proof`, *Which leaves are data*). */
export function inventedOf(seen: DataSeen, exceptions: Exceptions): readonly Suspicion[] {
  const fields = seen.entry.fields.flatMap((field) => suspicionOf(field, seen, exceptions) ?? []);
  const known = new Set(fields.map(({ field }) => field));
  return [...fields, ...[...samplesOf(seen, exceptions), ...zerosOf(seen, exceptions)].filter(({ field }) => !known.has(field))];
}

type By = Suspicion['by'][number];
interface Witness {
  readonly by: By;
  readonly clause: string;
}

function suspicionOf(field: Field, seen: DataSeen, exceptions: Exceptions): Suspicion | undefined {
  const { target } = seen;
  if (onlyWhenEmpty(field) || (!field.volatile && isMetadata(field.field, field.value))) return undefined;
  const now = momentNow(field, seen, exceptions);
  if (now !== undefined) return now;
  const count = suspectedIn(field);
  if (count === 0) return chanceOf(field, seen, exceptions);
  if (field.volatile && (isRandomByName(field.field, field.value) || isRandomByPath(target.path, field.value))) return undefined;
  if (field.volatile) return exceptions.constant(target.name, field.field) === undefined ? volatileOf(field, seen) : undefined;
  if (follows(field) || exceptions.constant(target.name, field.field) !== undefined) return undefined;
  const witnesses = witnessesOf(field, seen);
  const sure = certainty(field, witnesses, seen);
  const more = count > 1 ? ` (and ${count - 1} more like it)` : '';
  const unseen = seen.entry.partial?.[0];
  const doubt = sure.because === undefined ? '' : ` ${sure.because}`;
  const clauses = listed(['no store supplied it', ...witnesses.map(({ clause }) => clause)]);
  const sentence = `${target.name} answers ${saying(field.field, field.value)}${more}. ${upper(clauses)}.${unseen === undefined ? doubt : ` Not everything was seen: ${unseen}.`}`;
  return { verdict: 'invented', confidence: sure.confidence, field: field.field, pointer: field.pointer, sentence, by: ['baseline', ...witnesses.map(({ by }) => by)] };
}

const HAPPENED = /^(?:(?:created|updated|modified|changed|edited|registered|joined|published|uploaded|issued|added|placed|shipped|opened|closed)(?:[_-]?(?:at|on|date|time|time[_-]?stamp))?|(?:date|last)[_-]?(?:created|updated|modified|changed|edited|login|change|update|edit))$/i;

/** When something happened to a stored thing, and each time that is the moment of the call. What is made up from many rows may rightly say when that was. */
function momentNow(field: Field, seen: DataSeen, exceptions: Exceptions): Suspicion | undefined {
  const { target, entry } = seen;
  const own = keyOf(field.field).replace(/([a-z])([A-Z])/g, '$1_$2');
  if (field.sources.clock === undefined || field.sources.clock < field.leaves || !field.volatile || (field.seen ?? []).length < 2 || !HAPPENED.test(own)) return undefined;
  const record = field.field.includes('/-/') || /\{[^}]*\}$/.test(target.path);
  const beside = entry.fields.filter((other) => parentOf(other.field) === parentOf(field.field) && (other.sources.wire ?? 0) > 0);
  if (!record || beside.length < 2 || exceptions.constant(target.name, field.field) !== undefined || unseen(seen) !== undefined) return undefined;
  return {
    verdict: 'invented', confidence: 'likely', field: field.field, pointer: field.pointer, by: ['baseline'],
    sentence: `${target.name} answers ${saying(field.field, field.seen?.[0] ?? field.value)}, then ${listed((field.seen ?? []).slice(1).map(quoted))}: the moment of each call. What stands beside it is a stored record, to which nothing happened meanwhile.`,
  };
}

/** Digits that count below which a figure may equal one of the stores' by chance. */
const FEW_DIGITS = 4;

/** A small figure that some store happened to hold elsewhere, and that neither the shake nor the emptying moved, although both moved what stands beside it. */
function chanceOf(field: Field, seen: DataSeen, exceptions: Exceptions): Suspicion | undefined {
  const { value, how = '', shake, empty } = field;
  // What a third party supplied stays, whatever happens to the stores.
  if ((field.stores ?? []).some(isThirdParty)) return undefined;
  const refuted = refutedBy(field, seen);
  if (refuted !== undefined && exceptions.constant(seen.target.name, field.field) === undefined) return refuted;
  if (typeof value !== 'number' || !field.dataLike || field.volatile || !supplied(field) || shake !== 'stayed' || empty !== 'stayed' || shapeOf(value).significant >= FEW_DIGITS || related(keyOf(field.field), how) || mayBeBuiltIn(field.field, value)) return undefined;
  const beside = seen.entry.fields.some((other) => other.field !== field.field && parentOf(other.field) === parentOf(field.field) && other.dataLike && supplied(other) && !other.volatile && other.shake === 'followed' && (other.empty === 'gone' || other.empty === 'followed'));
  if (!beside || exceptions.constant(seen.target.name, field.field) !== undefined) return undefined;
  return {
    verdict: 'invented', confidence: 'possible', field: field.field, pointer: field.pointer, by: ['shake', 'empty'],
    sentence: `${seen.target.name} answers ${saying(field.field, value)}. A store held the same figure (${how}), but it did not change when every row did and it was still there when the stores were empty.`,
  };
}

/** Made of two figures that stand beside it, of which one moved when every row changed, and it did not: they met it by chance. */
function refutedBy(field: Field, seen: DataSeen): Suspicion | undefined {
  const { value, how = '', shake, moved } = field;
  const figures = /(?:, |: |made of )(\w+) and (\w+)(?: of the same row|, which stand beside it)/.exec(how)?.slice(1);
  if (typeof value !== 'number' || !field.dataLike || field.volatile || shake !== 'stayed' || (moved?.compared ?? 0) === 0 || figures === undefined || shapeOf(value).significant < 3 || mayBeBuiltIn(field.field, value)) return undefined;
  const operand = seen.entry.fields.find((other) => parentOf(other.field) === parentOf(field.field) && figures.includes(keyOf(other.field)) && other.shake === 'followed' && other.moved?.followed === other.moved?.compared);
  if (operand === undefined || !wholeShake(seen)) return undefined;
  return {
    verdict: 'invented', confidence: 'likely', field: field.field, pointer: field.pointer, by: ['shake'],
    sentence: `${seen.target.name} answers ${saying(field.field, value)}. It could be made of two figures (${how}), but ${keyOf(operand.field)} moved when every row changed, and it did not.`,
  };
}

function volatileOf(field: Field, seen: DataSeen): Suspicion {
  const values = (field.seen ?? []).map(quoted);
  const differs = values.length > 1 ? `, then ${listed(values.slice(1))}` : '';
  const own = isCounter(field.field, field.seen) ? 'It only grows: a counter that the process keeps, perhaps.' : isMeasurementByName(field.field) ? 'By its name it may be a measurement of the process.' : undefined;
  const blind = unseen(seen);
  const texty = typeof field.value === 'string' && momentsOf(field.value).length === 0 && !/\d/.test(field.value.replace(/[\da-f]{8,}/gi, ''));
  const confidence = own !== undefined || blind !== undefined || texty ? 'possible' : 'certain';
  return {
    verdict: 'invented', confidence, field: field.field, pointer: field.pointer, by: ['baseline'],
    sentence: `${seen.target.name} answers ${saying(field.field, field.seen?.[0] ?? field.value)}${differs} while the stores said the same each time. No store and no clock stands behind it. ${own ?? blind ?? ''}`.trim(),
  };
}

function witnessesOf(field: Field, seen: DataSeen): readonly Witness[] {
  const found: Witness[] = [];
  if (field.shake === 'stayed' && besides(field, seen, (other) => other.shake === 'followed' && (wholeShake(seen) || kindOf(other) === kindOf(field)))) found.push({ by: 'shake', clause: 'it did not change when every row did' });
  if (emptiedBeside(field, seen)) found.push({ by: 'empty', clause: 'it was still there when the stores were empty' });
  if (field.empty === 'stayed' && (field.fill === 'gone' || field.fill === 'followed')) found.push({ by: 'fill', clause: 'it vanished when a row was added to the empty stores' });
  const broken = brokenRelation(seen);
  if (broken !== undefined) found.push({ by: 'vary', clause: `${broken.detail} (${broken.second})` });
  const store = seen.stillThere.get(field.field);
  // Beside supplied ones it says something where those went: with a cache out, or with one of two stores, everything else may rightly be there too.
  if (store !== undefined && (supplied(field) || besides(field, seen, (other) => !seen.stillThere.has(other.field)))) found.push({ by: 'outage', clause: `it was still there with ${store} out` });
  return found;
}

/** Whether everything was shaken at once when it was asked, so that one field that follows shows that all could. Else only parts were: texts say nothing about numbers then. */
const wholeShake = ({ calls }: DataSeen): boolean => calls.some(({ pass, status }) => pass === 'shake' && isSuccess(status));
const kindOf = ({ value }: Field): string => (typeof value === 'string' ? (momentsOf(value).length > 0 ? 'date' : Number.isFinite(Number(value)) ? 'number' : 'text') : typeof value);
/** Something was shaken, and nothing of this kind moved, although the stores supplied some: this kind could not be shaken here. */
function unshaken(field: Field, seen: DataSeen): boolean {
  const { fields } = seen.entry;
  const asked = fields.some(({ shake }) => shake === 'followed');
  const alike = fields.filter((other) => other.dataLike && supplied(other) && kindOf(other) === kindOf(field));
  return asked && !wholeShake(seen) && !alike.some(({ shake }) => shake === 'followed');
}

/** Supplied data in the same object that took the change as a store's data do. */
function besides(field: Field, { entry }: DataSeen, took: (sibling: Field) => boolean): boolean {
  return field.besideSourced && entry.fields.some((other) => other.field !== field.field && parentOf(other.field) === parentOf(field.field) && other.dataLike && supplied(other) && !other.volatile && took(other));
}

/** Everything was shaken and nothing in its object moved, or nothing in the whole answer under whatever was shaken: that a store holds the same words as what stands beside it shows nothing then. */
function stoodStill(field: Field, seen: DataSeen): boolean {
  return field.shake === 'stayed' && (wholeShake(seen) || !seen.entry.fields.some((each) => each.shake === 'followed')) && besides(field, seen, ({ shake }) => shake === 'stayed') && !besides(field, seen, ({ shake }) => shake !== 'stayed');
}

/** Still there in the answer of the empty stores, beside or instead of supplied data that vanished from it. */
function emptiedBeside(field: Field, seen: DataSeen): boolean {
  if (field.emptied === 0) return false;
  return field.empty === 'stayed' && besides(field, seen, ({ empty, emptied }) => (empty === 'gone' || empty === 'followed') && (emptied ?? 0) === 0);
}

const brokenRelation = ({ relations }: DataSeen): Relation | undefined =>
  relations.filter(({ held, relation }) => !held && (relation === 'unknown-id' || relation === 'matches-nothing' || relation === 'another-user')).toSorted((left, right) => (left.detail < right.detail ? -1 : 1))[0];

function certainty(field: Field, witnesses: readonly Witness[], seen: DataSeen): { readonly confidence: Witnessed['confidence']; readonly because?: string } {
  const blind = unseen(seen);
  if (blind !== undefined) return { confidence: 'possible', because: blind };
  if (mayBeBuiltIn(field.field, field.value)) return { confidence: 'possible', because: 'By its name or form it may be text or a setting of the product; if so, declare it.' };
  const told = field.sources.unsourced !== undefined && field.sources.unsourced < field.leaves && field.sources.unsourced * 10 < field.leaves;
  if (told) return { confidence: 'possible', because: 'Most values of this field were explained.' };
  if (witnesses.length === 1 && witnesses[0]?.by === 'shake' && mayFollowAKey(field.field, field.value)) return { confidence: 'possible', because: 'By its name it may be computed from an identifier, which stays.' };
  if (witnesses.length === 1 && witnesses[0]?.by === 'shake' && field.empty !== 'stayed' && variety(field, seen) >= VARIETY) return { confidence: 'possible', because: 'It differs from row to row and goes with them: it may be computed from their keys, which stay.' };
  if (witnesses.length === 1 && witnesses[0]?.by === 'shake' && countLike(field)) return { confidence: 'possible', because: 'It was another figure when the stores were empty: it may be counted, and have come to the same again.' };
  if (witnesses.length > 0) return { confidence: 'certain' };
  if (field.besideSourced && (unshaken(field, seen) || mayFollowAKey(field.field, field.value))) return { confidence: 'possible', because: 'What it is made of could not be shaken, perhaps.' };
  if (stoodStill(field, seen)) return { confidence: 'possible', because: 'What stands beside it did not change either when every row did; all of it may be built in.' };
  if (field.besideSourced) return { confidence: 'likely', because: 'What stands beside it came from the stores.' };
  const table = tableNamed(seen);
  if (table !== undefined) return { confidence: 'likely', because: `${table.store} holds ${table.count} entries of ${table.name}, and none of them was asked for.` };
  return { confidence: 'possible', because: 'It may be built in; if so, declare it.' };
}

const LARGEST_CHANCE = 1_000;
/** A small whole number that was another one when the stores were empty. */
const countLike = ({ value, empty, emptied }: Field): boolean => typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < LARGEST_CHANCE && empty === 'followed' && emptied === 0;

/** Different values of a list from which on they are no constant. */
const VARIETY = 3;

function variety(field: Field, { calls }: DataSeen): number {
  const body = calls.find(({ pass }) => pass === 'baseline')?.body;
  if (!field.field.includes('/-') || body === undefined || typeof body === 'string') return 1;
  return new Set(leavesOf(body).leaves.filter((leaf) => leaf.field === field.field).map(({ value }) => value)).size;
}

const PARAMETER = /^[{:[<]/;
/** A holding with rows that the target is named after (`/products`, `/products/{sku}/related`, not `/products/options`), of which no statement of the call speaks. */
function tableNamed({ target, data, calls }: DataSeen): Unasked | undefined {
  const parts = target.path.split('/').filter((part) => part !== '');
  const named = parts.filter((part, index) => !PARAMETER.test(part) && (target.kind !== 'http' || index === parts.length - 1 || PARAMETER.test(parts[index + 1] ?? '')));
  const names = new Set(named.flatMap((part) => [singular(slugOf(part)), ...wordsOf(part).map(singular)]).filter((word) => word.length > 3));
  return [...unaskedHoldings(data, calls)].find(([own]) => names.has(own))?.[1];
}
