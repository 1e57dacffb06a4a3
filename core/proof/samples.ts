import { compareLeaves } from '../lineage/compare.ts';
import { momentsOf } from '../lineage/dates.ts';
import { leavesOf, parentOf } from '../lineage/leaves.ts';
import { shapeOf } from '../lineage/numbers.ts';
import { readable } from '../lineage/readable.ts';
import { isDataLike } from '../lineage/words.ts';
import type { Json } from '../types.ts';
import type { Field } from './evidence.ts';
import type { Exceptions } from './exceptions.ts';
import { follows, onlyWhenEmpty, supplied, unseen, type DataSeen, type Suspicion } from './suspects.ts';
import { isDisplayDefault, isMeasurementByName, isRandomByName, mayBeBuiltIn, saying } from './naming.ts';
import type { Witnessed } from './verdicts.ts';
import { isSuccess } from '../status.ts';

/** What came up only when the stores were empty: in fields that the stores supplied before, values that nobody had. */
export function samplesOf(seen: DataSeen, exceptions: Exceptions): readonly Suspicion[] {
  const { target, calls, entry } = seen;
  const [baseline, empty, filled] = (['baseline', 'empty', 'fill'] as const).map((pass) => calls.find((call) => call.pass === pass && isSuccess(call.status))?.body);
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
  return field.volatile || !(supplied(field) || follows(field)) || field.emptied === 0 || counts(field, value) || digests(field, value);
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
/** A digest of whatever is there, of nothing too: it is another one than before, and of the same form. */
const digests = (field: Field, value: Json): boolean => typeof field.value === 'string' && typeof value === 'string' && value.length === field.value.length && DIGEST.test(value) && DIGEST.test(field.value);
const DIGEST = /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\da-f]{96}|[\da-f]{128})$/i;
