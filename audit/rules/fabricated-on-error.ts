import type { Problem } from '../../core/types.ts';
import type { FailureFact, FileFacts, Value } from '../facts.ts';
import { inProduction, problemAt } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { ends, isExpected, isProbe, nameAround, placeOf } from '../predicates/failures.ts';
import { constantBehind, fictionName, inventingCall, standingIn } from '../predicates/fiction.ts';
import { looksLikeRecords } from '../predicates/records.ts';
import { isRich, leavesOf, saysFailure } from '../predicates/values.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'fabricated-on-error',
  alias: 'F01',
  title: 'A failure is answered with invented data',
  category: 'Fallback data',
  explain: {
    means: 'On the path that handles a failure, records, figures or a mock that are written in the source are returned, shown or sent, as if they had been read.',
    why: 'With the back end down, the page shows healthy numbers that nobody measured. Users decide by them and nobody repairs what is broken.',
    fix: 'Answer with an error, or show that the data could not be read. Data of an earlier time must carry its age.',
    examples: [
      { wrong: 'catch { return { activeMembers: 8, score: 92, trend: "up" }; }', right: 'catch (error) { throw new MetricsUnavailable({ cause: error }); }' },
      { wrong: 'except Exception:\n    return {"temperature": 21.5, "status": "normal"}', right: 'except SensorError as error:\n    raise HTTPException(503) from error' },
    ],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => file.failures.flatMap((failure) => judge(failure, file, graph))),
});

function judge(failure: FailureFact, file: FileFacts, graph: Graph): readonly Problem[] {
  const { value } = failure;
  if (failure.stale !== undefined) return outdated(failure, failure.stale, file, graph);
  if (!value || (failure.io === 'no' && !isNow(failure)) || ends(failure) || failure.does.includes('throws') || failure.does.includes('rethrows') || failure.does.includes('exits')) return [];
  if (isNow(failure)) return [nowFor(failure, file, graph)];
  const named = fictionName(value);
  const constant = constantBehind(value, file, graph);
  const around = file.functions[failure.fn];
  // Where to begin again is no data.
  if (named !== undefined && /(checkpoint|cursor|offset|position)$/i.test(named)) return [];
  const stands = named === undefined && around ? standingIn(value, around, file, graph) : undefined;
  const maker = stands === undefined && named === undefined && around ? inventingCall(value, around, file, graph) : undefined;
  const canned = cannedScalar(failure, file);
  if (named === undefined && !stands && !maker && !canned && !invented(constant?.value ?? value)) return [];
  if (named === undefined && !stands && (isProbe(failure, file) || failure.does.includes('error-state') || failure.of.some((each) => policy.test(each)) || isExpected(failure) || (saysFailure(value) && !(looksLikeRecords(value) && leavesOf(value).figures >= 3)) || policy.test(nameAround(failure, file)))) return [];
  const source = failure.of.find((each) => each !== '') ?? 'the call';
  return [problemAt({ file, span: placeOf(failure), key: `${nameAround(failure, file)} ${failure.of.join(' ')}`, label: `failure of ${source}` }, {
    what: `${failure.form === 'absent' ? `Without ${source}` : `When ${source} fails`}, ${named ?? stands ?? maker?.name ?? 'data written in the source'} takes its place.`,
    why: 'What users see was never read from anywhere, and nothing tells them.',
    fix: 'Answer with an error, or show that the data is not there.',
    severity: failure.outcome === 'response' || failure.outcome === 'answer' ? 'critical' : 'high',
    confidence: 'likely',
  }, graph)];
}

/** Functions that read a measure, by their names; a setting may have a default. */
const reading = /^_*(get|fetch|read|load|query|calculate|compute|analy[sz]e|predict|measure|estimate|score)(_|[A-Z])/;
const setting = /(timeout|limit|size|port|version|ttl|interval|retr(y|ies)|workers?|level|width|height|cores?|threads?|dpi|page|offset|count|max|min|default|priority|length|index|depth|id|code|status)s?$/i;

/** `except: return 50, "Neutral"`: a figure and a word for it, or a figure that is neither all nor nothing. */
function cannedScalar(failure: FailureFact, file: FileFacts): boolean {
  const { value } = failure;
  const name = nameAround(failure, file);
  if (file.language !== 'python' || failure.form !== 'catch' || failure.io !== 'yes' || failure.outcome !== 'answer' || !value || (value.on ?? []).length > 0 || !reading.test(name) || setting.test(name)) return false;
  const figure = (one: Value): boolean => one.form === 'number' && !/^-?(0|1|100)(\.0+)?$/.test(one.text ?? '');
  if (value.form === 'number') return figure(value);
  const parts = value.parts ?? [];
  return value.form === 'array' && parts.length >= 2 && parts.every(([, part]) => part.form === 'number' || part.form === 'text') && parts.some(([, part]) => figure(part)) && !saysFailure(value);
}

/** A date that cannot be read becomes the date of now. */
function isNow(failure: FailureFact): boolean {
  const { value } = failure;
  return failure.form === 'catch' && failure.outcome === 'answer' && value?.form === 'call' && /(^|\.)(now|utcnow|today)$/.test(value.text ?? '') && (value.on ?? []).every((each) => each === 'clock');
}

function nowFor(failure: FailureFact, file: FileFacts, graph: Graph): Problem {
  return problemAt({ file, span: placeOf(failure), key: `${nameAround(failure, file)} now`, label: 'now' }, {
    what: 'A date that cannot be read becomes the date of now.', why: 'What is old or broken looks as if it had just happened.', fix: 'Refuse it, or say that the date is not known.',
    severity: 'medium', confidence: 'likely',
  }, graph);
}

/** What was read at some earlier time is answered as if it were of now. */
function outdated(failure: FailureFact, name: string, file: FileFacts, graph: Graph): readonly Problem[] {
  if (failure.io === 'no' || ends(failure) || failure.does.includes('throws') || failure.does.includes('error-state')) return [];
  const answers = file.functions[failure.fn]?.role?.startsWith('route') === true;
  return [problemAt({ file, span: failure, key: `${nameAround(failure, file)} ${name}`, label: name }, {
    what: `When ${failure.of.find((each) => each !== '') ?? 'the call'} fails, ${name} of an earlier time is given out, and nothing says how old it is.`,
    why: 'Figures of yesterday are taken for those of now, for as long as the outage lasts.',
    fix: 'Say in the answer that it is stale and since when, or answer with an error.',
    severity: 'high', confidence: answers ? 'likely' : 'possible',
  }, graph)];
}

/** Settings that a reader of the code would call a default, not data. */
const policy = /(settings?|config|preferences?|options?|theme|locale|flags?|features?|permissions?|defaults?|limits?|schema|state|layout)/i;

function invented(value: Value): boolean {
  if (!isRich(value)) return false;
  const leaves = leavesOf(value);
  // What carries mostly computed values is a summary of the failure, not an invention.
  return leaves.computed <= leaves.figures + leaves.words && (looksLikeRecords(value) || (value.form === 'object' && leaves.figures >= 2));
}
