import type { Problem } from '../../core/types.ts';
import type { FailureFact, FileFacts } from '../facts.ts';
import { inProduction, problemAt } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { ends, isExpected, isProbe, isReasoned, keepsCopies, nameAround, ownsUp, placeOf, reachesOut, saidAround } from '../predicates/failures.ts';
import { constantBehind } from '../predicates/fiction.ts';
import { keysOf } from '../predicates/records.ts';
import { emptiness, inWords, measureKey, saysFailure } from '../predicates/values.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'failure-as-empty',
  alias: 'F02',
  title: 'A failed read is answered as if there were nothing',
  category: 'Fallback data',
  explain: {
    means: 'When the database, another service or a file cannot be read, the code answers with an empty list, zero or an empty object, which is also what it answers when there really is nothing.',
    why: 'An outage looks like “no orders”. Users act on it, monitors stay green, and the error is found days later.',
    fix: 'Let the error through, answer with a status of 5xx, or give back a result that carries the error and is looked at.',
    examples: [
      { wrong: 'try { return await db.orders(); } catch { return []; }', right: 'return await db.orders();' },
      { wrong: 'except Exception:\n    return []', right: 'except DatabaseError as error:\n    raise OrdersUnavailable() from error' },
    ],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => {
    const found = file.failures.flatMap((failure) => judge({ ...failure, io: reachesOut(failure, file, tree, graph) }, file, graph));
    // A status and an exception that end in one and the same answer are one place.
    return found.filter((each, index) => found.findIndex((other) => other.location?.line === each.location?.line) === index);
  }),
});

function judge(failure: FailureFact, file: FileFacts, graph: Graph): readonly Problem[] {
  if (unseen(failure, file)) return [nothingFound(failure, file, graph)];
  if (failure.io === 'no' || saidAround(failure, file) || ownsUp(failure) || ends(failure) || isProbe(failure, file) || isExpected(failure)) return [];
  // No rights at all after a failure is the careful answer; an example is no data.
  if (/(permissions?|scopes?|entitlements?|privileges|capabilities)$|example|placeholder/i.test(nameAround(failure, file)) && failure.outcome === 'answer') return [];
  if (failure.partial !== undefined) return incomplete(failure, file, graph);
  const empty = emptiness(failure.value) ?? defaulted(failure, file, graph);
  if (!empty || saysFailure(failure.value)) return [];
  const confidence = confidenceOf(failure, empty, file);
  if (!confidence) return [];
  const source = failure.of.find((each) => each !== '') ?? 'the call';
  return [problemAt({ file, span: placeOf(failure), key: `${nameAround(failure, file)} ${failure.of.join(' ')}`, label: `failure of ${source}` }, {
    what: `When ${source} ${failure.form === 'absent' ? 'is missing' : 'fails'}, ${goesTo(failure)} ${wordFor(failure)}, the same as when there is nothing.`,
    why: 'Nobody downstream can tell an outage from an empty answer.',
    fix: 'Let the error through or answer with an error; an empty result must mean that it was asked and there was none.',
    severity: failure.outcome === 'response' ? 'high' : 'medium', confidence,
  }, graph)];
}

/** A search for trouble that failed answers what it answers when there is none: `detectFraud() { … return null; } catch { return null; }`. */
function unseen(failure: FailureFact, file: FileFacts): boolean {
  const fn = file.functions[failure.fn];
  return failure.form === 'catch' && failure.io === 'yes' && failure.outcome === 'answer' && fn?.async === true && /^_*(detect|screen|scan|check)_?\w*(fraud|anomal|unusual|suspicious|threat|malware|virus|violation|abuse|outlier|vulnerab|sanction|spam|breach|intrusion)/i.test(fn.name) && emptiness(failure.value) !== undefined && !ownsUp(failure) && !ends(failure) && !isReasoned(failure);
}

function nothingFound(failure: FailureFact, file: FileFacts, graph: Graph): Problem {
  return problemAt({ file, span: placeOf(failure), key: `${nameAround(failure, file)} ${failure.of.join(' ')}`, label: 'a failed search' }, {
    what: `When ${failure.of.find((each) => each !== '') ?? 'a call'} fails, ${nameAround(failure, file)} answers that there is nothing to be found.`, why: 'A failed check counts as passed.',
    fix: 'Let the error through, or answer that nothing could be told.', severity: 'medium', confidence: 'likely',
  }, graph);
}

/** What failed is missing from a list that is answered as if it were whole. */
function incomplete(failure: FailureFact, file: FileFacts, graph: Graph): readonly Problem[] {
  if (failure.io !== 'yes' || failure.does.includes('narrows')) return [];
  const source = failure.of.find((each) => each !== '') ?? 'the call';
  return [problemAt({ file, span: failure, key: `${nameAround(failure, file)} ${failure.partial ?? ''} ${failure.of.join(' ')}`, label: failure.partial ?? '' }, {
    what: `When ${source} fails, ${failure.partial ?? 'the list'} simply lacks what failed, and is answered as if it were whole.`,
    why: 'Whoever reads it cannot tell “there is no more” from “the rest could not be read”.', fix: 'Let the error through, or say in the answer what is missing.',
    severity: 'medium', confidence: isReasoned(failure) || (failure.used === true && (failure.does.length > 0 || failure.types?.some((each) => !/^(Exception|BaseException)$/.test(each)) === true)) || failure.of.every((each) => localRead.test(each) || /(^|\.)(JSON\.parse|json\.loads?|join|resolve|basename)$/.test(each)) || failure.of.some((each) => /(^|\.)(load|import_module|load_plugin|entry_points|discover\w*)$/.test(each)) ? 'possible' : 'likely',
  }, graph)];
}

/** The first state of the program takes the place of what was stored: figures of nought that nobody read. */
function defaulted(failure: FailureFact, file: FileFacts, graph: Graph): 'empty' | undefined {
  const name = failure.value?.on?.find((each) => each.startsWith('module:'))?.slice('module:'.length);
  if (name === undefined || !/^_*(default|initial|empty|blank)_?/i.test(name) || /(settings?|config|preferences?|options?|theme|locale|flags?|limits?|prompt|rules?|polic(y|ies)|template|schema|headers?|params)s?(_|$)/i.test(inWords(name))) return undefined;
  const constant = constantBehind({ form: 'name', text: name, on: [`module:${name}`] }, file, graph);
  return constant && keysOf(constant.value).some((key) => measureKey.test(key)) ? 'empty' : undefined;
}

/** `except Exception`, or nothing named at all, in Python. */
function broad(failure: FailureFact): boolean {
  return failure.types?.some((each) => /^(Exception|BaseException)$/.test(each)) ?? false;
}

/** Calls that only open or read what is on this machine, or take it apart. */
const localRead = /(^|\.)(readdir|access|(anyio|aiofiles)\.open(_file)?|l?stat|statfs|exists|readFile|readlink|glob|listdir|iterdir|read_text|read_bytes|(fitz|pdfplumber|Image|docx|zipfile|tarfile)\.open|load_workbook|is_file|_?parse\w*|_?extract\w*)(Sync)?(\(\)|$)/;
/** What is counted here was tidied up; who asks is a log. */
const tidying = /^_*(clean|cleanup|purge|prune|evict|expire|invalidate|sweep|drain|clear|gc)(_|[A-Z]|$)/i;

function confidenceOf(failure: FailureFact, empty: 'nothing' | 'empty', file: FileFacts): 'likely' | 'possible' | undefined {
  if (failure.outcome !== 'answer' && failure.outcome !== 'response' && failure.outcome !== 'state' && failure.outcome !== 'assigned') return undefined;
  if (failure.form === 'status' && empty === 'nothing') return undefined;
  if (empty === 'nothing') return failure.outcome === 'response' ? 'likely' : 'possible';
  // A folder or file that is not there is an ordinary answer; only its name could tell more.
  if ((failure.form === 'catch' || failure.form === 'promise') && failure.of.length > 0 && failure.of.every((each) => localRead.test(each))) return 'possible';
  if (failure.of.length > 0 && failure.of.every((each) => /(^|\.)waitFor\w*$/.test(each))) return 'possible';
  if (isReasoned(failure) || tidying.test(nameAround(failure, file)) || /(^|\/)(prune|clean|purge|sweep)[\w-]*\.\w+$/.test(file.path) || keepsCopies(failure, file)) return 'possible';
  if (failure.io === 'yes') return 'likely';
  // Whatever goes wrong in a read, also our own mistake, looks like an empty store.
  return broad(failure) && failure.outcome === 'answer' && /^_*(get|list|fetch|find|load|search|query|read)(_|[A-Z])/.test(nameAround(failure, file)) ? 'likely' : 'possible';
}

function goesTo(failure: FailureFact): string {
  return failure.outcome === 'response' ? 'the client gets' : failure.outcome === 'answer' ? 'the caller gets' : 'the code goes on with';
}

function wordFor(failure: FailureFact): string {
  const { value } = failure;
  if (value?.form === 'array') return 'an empty list';
  if (value?.form === 'object') return 'an empty result';
  if (value?.form === 'number') return 'zero';
  if (value?.form === 'text') return 'an empty text';
  return value?.text ?? 'nothing';
}
