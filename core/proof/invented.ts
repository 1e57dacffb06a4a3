import { compareLeaves } from '../lineage/compare.ts';
import { momentsOf } from '../lineage/dates.ts';
import { leavesOf, parentOf } from '../lineage/leaves.ts';
import { readable } from '../lineage/readable.ts';
import { shapeOf } from '../lineage/numbers.ts';
import { isDataLike, keyOf, related, slugOf, wordsOf } from '../lineage/words.ts';
import type { Json } from '../types.ts';
import type { Field, ProofCall, ProofData, Relation, Target } from './evidence.ts';
import type { Exceptions } from './exceptions.ts';
import { isCounter, isDisplayDefault, isMeasurementByName, isRandomByName, mayBeBuiltIn, mayFollowAKey, quoted, saying } from './naming.ts';
import { listed, upper, type Witnessed } from './verdicts.ts';

/** Everything that was seen of one target's data. */
export interface DataSeen {
  readonly target: Target;
  readonly entry: ProofData['fields'][number];
  readonly calls: readonly ProofCall[];
  readonly relations: readonly Relation[];
  readonly data: ProofData;
  /** Fields that were still answered, unchanged, with a store out: field → store. */
  readonly stillThere: ReadonlyMap<string, string>;
}
export interface Suspicion extends Witnessed {
  readonly field: string;
  readonly pointer: string;
  /** Which passes bore witness. */
  readonly by: readonly ('shake' | 'empty' | 'fill' | 'vary' | 'outage' | 'baseline')[];
}

/** Passes 1 to 6 for one target: every field that holds what no store supplied and that does not follow, as sure as the witnesses make it (`live-proof`, *Which leaves are data*). */
export function inventedOf(seen: DataSeen, exceptions: Exceptions): readonly Suspicion[] {
  const fields = seen.entry.fields.flatMap((field) => suspicionOf(field, seen, exceptions) ?? []);
  const known = new Set(fields.map(({ field }) => field));
  return [...fields, ...samplesOf(seen, exceptions).filter(({ field }) => !known.has(field))];
}

/** Data-like leaves of a field that nothing explained. */
export const suspectedIn = (field: Field): number => field.suspected ?? (field.dataLike ? (field.sources.unsourced ?? 0) : 0);

const supplied = (field: Field): boolean => (field.sources.wire ?? 0) + (field.sources.derived ?? 0) > 0;
/** It has another value when the stores have: whatever the computation, it came from them. */
const follows = (field: Field): boolean => field.shake === 'followed' || (field.moved?.followed ?? 0) > 0;

type By = Suspicion['by'][number];
interface Witness {
  readonly by: By;
  readonly clause: string;
}

function suspicionOf(field: Field, seen: DataSeen, exceptions: Exceptions): Suspicion | undefined {
  const { target } = seen;
  if (onlyWhenEmpty(field)) return undefined;
  const count = suspectedIn(field);
  if (count === 0) return chanceOf(field, seen, exceptions);
  if (field.volatile && isRandomByName(field.field, field.value)) return undefined;
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

/** Digits that count below which a figure may equal one of the stores' by chance. */
const FEW_DIGITS = 4;

/** A small figure that some store happened to hold elsewhere, and that neither the shake nor the emptying moved, although both moved what stands beside it. */
function chanceOf(field: Field, seen: DataSeen, exceptions: Exceptions): Suspicion | undefined {
  const { value, how = '', shake, empty } = field;
  if (typeof value !== 'number' || !field.dataLike || field.volatile || !supplied(field) || shake !== 'stayed' || empty !== 'stayed' || shapeOf(value).significant >= FEW_DIGITS || related(keyOf(field.field), how) || mayBeBuiltIn(field.field, value)) return undefined;
  const beside = seen.entry.fields.some((other) => other.field !== field.field && parentOf(other.field) === parentOf(field.field) && other.dataLike && supplied(other) && !other.volatile && other.shake === 'followed' && (other.empty === 'gone' || other.empty === 'followed'));
  if (!beside || exceptions.constant(seen.target.name, field.field) !== undefined) return undefined;
  return {
    verdict: 'invented', confidence: 'possible', field: field.field, pointer: field.pointer, by: ['shake', 'empty'],
    sentence: `${seen.target.name} answers ${saying(field.field, value)}. A store held the same figure (${how}), but it did not change when every row did and it was still there when the stores were empty.`,
  };
}

function volatileOf(field: Field, seen: DataSeen): Suspicion {
  const values = (field.seen ?? []).map(quoted);
  const differs = values.length > 1 ? `, then ${listed(values.slice(1))}` : '';
  const own = isCounter(field.seen) ? 'It only grows: a counter that the process keeps, perhaps.' : isMeasurementByName(field.field) ? 'By its name it may be a measurement of the process.' : undefined;
  const blind = unseen(seen);
  const texty = typeof field.value === 'string' && momentsOf(field.value).length === 0 && !/\d/.test(field.value.replace(/[\da-f]{8,}/gi, ''));
  const confidence = own !== undefined || blind !== undefined || texty ? 'possible' : 'certain';
  return {
    verdict: 'invented', confidence, field: field.field, pointer: field.pointer, by: ['baseline'],
    sentence: `${seen.target.name} answers ${saying(field.field, field.seen?.[0] ?? field.value)}${differs} while the stores said the same each time. No store and no clock stands behind it. ${own ?? blind ?? ''}`.trim(),
  };
}

/** Why what is unsourced may still have come from somewhere: a store that nobody could read. */
function unseen({ data, entry }: DataSeen): string | undefined {
  const blind = data.stores.find(({ observed }) => !observed);
  if (blind !== undefined) return `What ${blind.name} supplies could not be seen.`;
  return entry.partial?.[0] === undefined ? undefined : `Not everything was seen: ${entry.partial[0]}.`;
}

function witnessesOf(field: Field, seen: DataSeen): readonly Witness[] {
  const found: Witness[] = [];
  if (field.shake === 'stayed' && besides(field, seen, (other) => other.shake === 'followed' && (wholeShake(seen) || kindOf(other) === kindOf(field)))) found.push({ by: 'shake', clause: 'it did not change when every row did' });
  if (emptiedBeside(field, seen)) found.push({ by: 'empty', clause: 'it was still there when the stores were empty' });
  if (field.empty === 'stayed' && (field.fill === 'gone' || field.fill === 'followed')) found.push({ by: 'fill', clause: 'it vanished when a row was added to the empty stores' });
  const broken = brokenRelation(seen);
  if (broken !== undefined) found.push({ by: 'vary', clause: `${broken.detail} (${broken.second})` });
  const store = seen.stillThere.get(field.field);
  if (store !== undefined && (supplied(field) || field.besideSourced)) found.push({ by: 'outage', clause: `it was still there with ${store} out` });
  return found;
}

/** Whether everything was shaken at once when it was asked, so that one field that follows shows that all could. Else only parts were: texts say nothing about numbers then. */
const wholeShake = ({ calls }: DataSeen): boolean => calls.some(({ pass, status }) => pass === 'shake' && status >= 200 && status < 300);
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
  if (witnesses.length > 0) return { confidence: 'certain' };
  if (field.besideSourced && (unshaken(field, seen) || mayFollowAKey(field.field, field.value))) return { confidence: 'possible', because: 'What it is made of could not be shaken, perhaps.' };
  if (field.besideSourced) return { confidence: 'likely', because: 'What stands beside it came from the stores.' };
  const table = tableNamed(seen);
  if (table !== undefined) return { confidence: 'likely', because: `${table.store} holds ${table.count} entries of ${table.name}, and none of them was asked for.` };
  return { confidence: 'possible', because: 'It may be built in; if so, declare it.' };
}

const singular = (word: string): string => word.replace(/ies$/, 'y').replace(/(?<=(?:s|x|ch|sh))es$/, '').replace(/s$/, '');

const PARAMETER = /^[{:[<]/;
/** A holding with rows that the target is named after (`/products`, `/products/{sku}/related`, not `/products/options`), of which no statement of the call speaks. */
function tableNamed({ target, data, calls }: DataSeen): { readonly store: string; readonly name: string; readonly count: number } | undefined {
  const parts = target.path.split('/').filter((part) => part !== '');
  const named = parts.filter((part, index) => !PARAMETER.test(part) && (target.kind !== 'http' || index === parts.length - 1 || PARAMETER.test(parts[index + 1] ?? '')));
  const names = new Set(named.flatMap((part) => [singular(slugOf(part)), ...wordsOf(part).map(singular)]).filter((word) => word.length > 3));
  const statements = calls.filter(({ pass }) => pass === 'baseline').flatMap((call) => call.statements);
  const asked = new Set(statements.filter(({ effect }) => effect === 'read' || effect === 'write').flatMap(({ statement, parameters }) => wordsOf(`${statement} ${JSON.stringify(parameters)}`).map(singular)));
  if (!calls.some(({ pass }) => pass === 'baseline')) return undefined;
  for (const store of data.stores.toSorted((left, right) => (left.name < right.name ? -1 : 1)))
    for (const { name, count } of store.holdings) {
      const own = singular(slugOf(name.split(/[.:]/).find((part) => part !== 'public' && part !== '*') ?? name));
      if (store.observed && count > 0 && names.has(own) && !asked.has(own)) return { store: store.name, name, count };
    }
  return undefined;
}

/** A field that only the answer from the empty stores had. */
const onlyWhenEmpty = ({ emptied, empty }: Field): boolean => emptied !== undefined && empty === undefined;

/** What came up only when the stores were empty: in fields that the stores supplied before, values that nobody had. */
function samplesOf(seen: DataSeen, exceptions: Exceptions): readonly Suspicion[] {
  const { target, calls, entry } = seen;
  const [baseline, empty, filled] = (['baseline', 'empty', 'fill'] as const).map((pass) => calls.find((call) => call.pass === pass && call.status >= 200 && call.status < 300)?.body);
  if (baseline === undefined || empty === undefined) return [];
  const before = new Set(leaves(baseline).map(({ field, value }) => `${field}\u0000${String(value)}`));
  const after = filled === undefined ? undefined : compareLeaves(empty, filled);
  const fields = new Map(entry.fields.map((field) => [field.field, field]));
  const fresh = Map.groupBy(leaves(empty).filter(({ field, value }) => isFresh(value, fields.get(field)) && !before.has(`${field}\u0000${String(value)}`) && !excused(field, value, fields.get(field))), ({ field }) => field);
  return [...fresh].flatMap(([name, [leaf]]): readonly Suspicion[] => {
    if (leaf === undefined || exceptions.constant(target.name, name) !== undefined) return [];
    const vanished = after !== undefined && after.get(leaf.pointer) !== 'stayed';
    const company = [...fresh.keys()].filter((other) => parentOf(other) === parentOf(name)).length > 1;
    return [{
      verdict: 'invented', confidence: sampleConfidence(leaf, fields.get(name), { vanished, company, blind: unseen(seen) !== undefined }), field: name, pointer: leaf.pointer, by: vanished ? ['empty', 'fill'] : ['empty'],
      sentence: `With its stores empty, ${target.name} answers ${saying(name, leaf.value)}. No store held it${vanished ? ', and it vanished when a row was added' : ''}.`,
    }];
  });
}

/** What is rightly there without rows: what moves by itself, text and settings of the product, what is shown for nothing, and what a trace of that very answer explained. */
function excused(name: string, value: Json, field: Field | undefined): boolean {
  if ((field === undefined || field.volatile) && isRandomByName(name, value)) return true;
  if (mayBeBuiltIn(name, value) || isDisplayDefault(value)) return true;
  if (typeof value === 'number' && isMeasurementByName(name)) return true;
  if (field === undefined || onlyWhenEmpty(field)) return typeof value === 'number';
  return field.volatile || !(supplied(field) || follows(field)) || field.emptied === 0 || counts(field, value);
}

/** A trace of the answer from the empty stores, or the first real row, tells samples from what tables that were kept hold. A field that no row had before may be advice to a beginner. */
function sampleConfidence({ value, field: name }: { readonly value: Json; readonly field: string }, field: Field | undefined, { vanished, company, blind }: { readonly vanished: boolean; readonly company: boolean; readonly blind: boolean }): Witnessed['confidence'] {
  const traced = (field?.emptied ?? 0) > 0;
  if (blind || field === undefined || onlyWhenEmpty(field)) return 'possible';
  if (typeof value === 'number') return traced ? 'certain' : 'possible';
  if ((traced && (company || vanished)) || (vanished && name.includes('/-'))) return 'certain';
  return traced || (company && name.includes('/-')) ? 'likely' : 'possible';
}

const leaves = (body: Json): ReturnType<typeof leavesOf>['leaves'] => leavesOf(typeof body === 'string' ? readable(body).json : body).leaves;
/** Without a trace of the answer only texts and longer figures tell: dates and small counts move by themselves. */
function isFresh(value: Json, field: Field | undefined): boolean {
  if (value === null || typeof value === 'object' || !isDataLike(value)) return false;
  if ((field?.emptied ?? 0) > 0) return true;
  return typeof value === 'string' ? momentsOf(value).length === 0 : typeof value === 'number' && shapeOf(value).significant >= 3;
}
/** The same text around other figures: `3 quotes`, `0 quotes`. */
const counts = (field: Field, value: Json): boolean => typeof field.value === 'string' && typeof value === 'string' && /\s/.test(value) && field.value.replace(/\d+/g, '#') === value.replace(/\d+/g, '#');
